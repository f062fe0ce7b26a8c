package io.berth.tck.sim;

import io.berth.runtime.Providers;
import io.berth.spi.ClaimCodec;
import io.berth.spi.Far;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.PoolId;
import io.berth.spi.Proposal;
import io.berth.spi.Seen;
import io.berth.spi.Site;
import io.berth.spi.Step;
import io.berth.spi.Subject;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import io.berth.tck.toy.ToyClaim;
import io.berth.tck.toy.ToyCloudFactory;
import io.berth.tck.toy.ToyFacts;
import io.berth.tck.toy.ToyParameters;
import io.berth.tck.toy.ToyPlugin;
import io.berth.tck.toy.ToyPluginFactory;
import io.berth.tck.toy.ToySettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The toy's plugin; what is made of it differs in one method. */
class TwinPlugin implements NetworkPlugin<ToyParameters, ToyClaim, ToyFacts> {
    private final ToyPlugin plugin;

    TwinPlugin(ToyPlugin plugin) {
        this.plugin = plugin;
    }

    static Providers providers(Function<ToyPlugin, TwinPlugin> twin) {
        ToyPluginFactory factory = new ToyPluginFactory();
        NetworkPluginFactory<ToySettings> twins = new NetworkPluginFactory<>() {
            @Override
            public String plugin() {
                return factory.plugin();
            }

            @Override
            public ConfigSchema<ToySettings> settings() {
                return factory.settings();
            }

            @Override
            public NetworkPlugin<?, ?, ?> create(ToySettings settings, Site site) {
                return twin.apply(new ToyPlugin(settings, site));
            }
        };
        return Providers.of(List.of(twins), List.of(new ToyCloudFactory()));
    }

    @Override
    public ConfigSchema<ToyParameters> parameters(Dialect dialect) {
        return plugin.parameters(dialect);
    }

    @Override
    public ClaimCodec<ToyClaim> claims() {
        return plugin.claims();
    }

    @Override
    public Set<Key> keys(Subject subject, Optional<ToyClaim> claim) {
        return plugin.keys(subject, claim);
    }

    @Override
    public Proposal<ToyClaim> propose(
            Subject subject, ToyParameters parameters, Optional<ToyClaim> current, Ledger ledger) {
        return plugin.propose(subject, parameters, current, ledger);
    }

    @Override
    public Set<PoolId> pools(Held<ToyClaim, ToyFacts> held) {
        return plugin.pools(held);
    }

    @Override
    public Map<Holder, ToyFacts> observe(Far far, Collection<Held<ToyClaim, ToyFacts>> held) {
        return plugin.observe(far, held);
    }

    @Override
    public Step<ToyClaim, ToyFacts> decide(
            Held<ToyClaim, ToyFacts> held, Goal goal, Optional<ToyParameters> parameters, Seen<ToyFacts> seen) {
        return plugin.decide(held, goal, parameters, seen);
    }
}
