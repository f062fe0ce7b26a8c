package io.berth.tck.kit;

import io.berth.spi.ClaimCodec;
import io.berth.spi.Far;
import io.berth.spi.Found;
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
import io.berth.tck.toy.ToyFacts;
import io.berth.tck.toy.ToyParameters;
import io.berth.tck.toy.ToyPlugin;
import io.berth.tck.toy.ToyPluginFactory;
import io.berth.tck.toy.ToySettings;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The toy's plugin. A twin differs from it in one method. */
class ToyTwin implements NetworkPlugin<ToyParameters, ToyClaim, ToyFacts> {
    private final ToyPlugin toy;

    ToyTwin(ToyPlugin toy) {
        this.toy = toy;
    }

    /** Makes a twin of each plugin. */
    interface Twinning {
        NetworkPlugin<ToyParameters, ToyClaim, ToyFacts> of(ToyPlugin toy, Site site);
    }

    static NetworkPluginFactory<ToySettings> factory(Twinning twinning) {
        return factory(twinning, settings -> settings);
    }

    static NetworkPluginFactory<ToySettings> factory(
            Twinning twinning, UnaryOperator<ConfigSchema<ToySettings>> settings) {
        return new NetworkPluginFactory<>() {
            @Override
            public String plugin() {
                return ToyPluginFactory.NAME;
            }

            @Override
            public ConfigSchema<ToySettings> settings() {
                return settings.apply(new ToyPluginFactory().settings());
            }

            @Override
            public NetworkPlugin<?, ?, ?> create(ToySettings given, Site site) {
                return twinning.of(new ToyPlugin(given, site), site);
            }
        };
    }

    @Override
    public ConfigSchema<ToyParameters> parameters(Dialect dialect) {
        return toy.parameters(dialect);
    }

    @Override
    public ClaimCodec<ToyClaim> claims() {
        return toy.claims();
    }

    @Override
    public Set<Key> keys(Subject subject, Optional<ToyClaim> claim) {
        return toy.keys(subject, claim);
    }

    @Override
    public Proposal<ToyClaim> propose(
            Subject subject, ToyParameters parameters, Optional<ToyClaim> current, Ledger ledger) {
        return toy.propose(subject, parameters, current, ledger);
    }

    @Override
    public Set<PoolId> pools(Held<ToyClaim, ToyFacts> held) {
        return toy.pools(held);
    }

    @Override
    public Map<Holder, ToyFacts> observe(Far far, Collection<Held<ToyClaim, ToyFacts>> held) {
        return toy.observe(far, held);
    }

    @Override
    public Step<ToyClaim, ToyFacts> decide(
            Held<ToyClaim, ToyFacts> held, Goal goal, Optional<ToyParameters> parameters, Seen<ToyFacts> seen) {
        return toy.decide(held, goal, parameters, seen);
    }

    @Override
    public Stream<Found> inventory(Far far, PoolId pool) {
        return toy.inventory(far, pool);
    }
}
