package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.CloudAccount;
import io.berth.spi.Identity;
import io.berth.spi.NetworkType;
import io.berth.spi.Site;
import io.berth.spi.cloud.CloudFactory;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.Gate;
import io.berth.tck.sim.Trace;
import io.berth.tck.sim.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;

/** What a plugin is told of its place where no engine makes it. */
record KitSite(NetworkType type, Optional<CloudFactory<?>> factory, Optional<String> account) implements Site {
    KitSite {
        requireNonNull(type, "type is null");
        requireNonNull(factory, "factory is null");
        requireNonNull(account, "account is null");
    }

    static KitSite of(PluginFixture fixture) {
        VirtualTime time =
                new VirtualTime(RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        Chance chance = new Chance(RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        Gate open = new Gate("fixture", new Trace(time), (instance, call, before) -> false);
        Outside.Reach reach = fixture.outside(time, chance).reachOf(open);
        List<KitSite> declared = new ArrayList<>();
        fixture.plugin()
                .networkTypes()
                .forEach(type -> declared.add(new KitSite(type, Optional.empty(), Optional.empty())));
        for (CloudFactory<?> cloud : reach.clouds()) {
            Optional<String> account = reach.accounts().stream()
                    .filter(one -> one.cloud().equals(cloud.cloud()))
                    .map(CloudAccount::account)
                    .findFirst();
            cloud.networkTypes().forEach(type -> declared.add(new KitSite(type, Optional.of(cloud), account)));
        }
        return declared.stream()
                .filter(site -> site.isFor(fixture))
                .findFirst()
                .orElseThrow(() -> new BrokenRule(
                        Rule.FIXTURE_IS_USABLE,
                        "nobody declares the network type '%s' of plugin '%s' in mode %s; there are %s"
                                .formatted(
                                        fixture.networkType(),
                                        fixture.plugin().plugin(),
                                        fixture.mode(),
                                        declared.stream().map(KitSite::type).toList())));
    }

    private boolean isFor(PluginFixture fixture) {
        return type.name().equals(fixture.networkType())
                && type.plugin().equals(fixture.plugin().plugin())
                && (fixture.mode().isEmpty() || type.mode().equals(fixture.mode()));
    }

    @Override
    public Identity identity() {
        return PluginFixture.IDENTITY;
    }

    @Override
    public String networkType() {
        return type.name();
    }

    @Override
    public Optional<String> mode() {
        return type.mode();
    }

    @Override
    public Optional<String> cloud() {
        return factory.map(CloudFactory::cloud);
    }

    @Override
    public <R> Optional<R> rules(Class<R> wanted) {
        return factory.flatMap(cloud -> cloud.rules(wanted));
    }
}
