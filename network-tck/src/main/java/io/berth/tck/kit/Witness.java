package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Admission;
import io.berth.spi.Capacity;
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
import io.berth.spi.NetworkType;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.Proposal;
import io.berth.spi.Seen;
import io.berth.spi.Site;
import io.berth.spi.Step;
import io.berth.spi.Subject;
import io.berth.spi.Usage;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import io.berth.tck.sim.FarSide;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Stands between engine and plugin, and writes down what the one asks and the other answers. */
final class Witness {
    /** A call of decide, to be repeated; the facts in it are those that the plugin itself has observed. */
    record Decision<P, C, F>(
            NetworkPlugin<P, C, F> plugin,
            Held<C, F> held,
            Goal goal,
            Optional<P> parameters,
            Seen<F> seen,
            Step<C, F> step) {
        Step<C, F> again(Goal otherGoal, Optional<P> otherParameters, Seen<F> otherSeen) {
            return plugin.decide(held, otherGoal, otherParameters, otherSeen);
        }

        boolean reached() {
            return step instanceof Step.Reached;
        }
    }

    /** A claim that was proposed or completed. */
    record Claimed<C>(NetworkPlugin<?, C, ?> plugin, Subject subject, C claim) {
        Set<Key> keys() {
            return plugin.keys(subject, Optional.of(claim));
        }
    }

    private final Supplier<List<FarSide.Marked>> standing;
    private final List<Decision<?, ?, ?>> decisions = new ArrayList<>();
    private final List<Claimed<?>> claims = new ArrayList<>();
    private Consumer<Ledger> onPropose = ledger -> {};
    private int observations;
    private boolean inventory;

    Witness(Supplier<List<FarSide.Marked>> standing) {
        this.standing = requireNonNull(standing, "standing is null");
    }

    List<Decision<?, ?, ?>> decisions() {
        return List.copyOf(decisions);
    }

    List<Claimed<?>> claims() {
        return List.copyOf(claims);
    }

    int observations() {
        return observations;
    }

    /** From now on everything in the pools is listed with each observation. */
    void takesInventory() {
        inventory = true;
    }

    /** Sees the engine's own ledger before each proposal. */
    void onPropose(Consumer<Ledger> look) {
        onPropose = look;
    }

    <S> NetworkPluginFactory<S> over(NetworkPluginFactory<S> factory) {
        return new NetworkPluginFactory<>() {
            @Override
            public String plugin() {
                return factory.plugin();
            }

            @Override
            public List<NetworkType> networkTypes() {
                return factory.networkTypes();
            }

            @Override
            public ConfigSchema<S> settings() {
                return factory.settings();
            }

            @Override
            public NetworkPlugin<?, ?, ?> create(S settings, Site site) {
                return under(factory.create(settings, site));
            }
        };
    }

    private <P, C, F> NetworkPlugin<P, C, F> under(NetworkPlugin<P, C, F> plugin) {
        return new Watched<>(plugin);
    }

    private <A> A reading(String what, Supplier<A> read) {
        List<FarSide.Marked> before = standing.get();
        A answer;
        try {
            answer = read.get();
        } catch (RuntimeException e) {
            unchanged(what, before);
            throw e;
        }
        unchanged(what, before);
        return answer;
    }

    private void unchanged(String what, List<FarSide.Marked> before) {
        List<FarSide.Marked> after = standing.get();
        if (!before.equals(after)) {
            throw new BrokenRule(Rule.OBSERVING_ONLY_READS, "%s has changed %s to %s".formatted(what, before, after));
        }
    }

    private static void belongs(Found found, PoolId pool) {
        if (found.key().inPool().filter(pool::equals).isEmpty()) {
            throw new BrokenRule(
                    Rule.OBSERVING_ONLY_READS,
                    "the inventory of %s lists %s, which is not in it".formatted(pool, found));
        }
    }

    /** Passes everything on. */
    final class Watched<P, C, F> implements NetworkPlugin<P, C, F> {
        private final NetworkPlugin<P, C, F> plugin;

        private Watched(NetworkPlugin<P, C, F> plugin) {
            this.plugin = plugin;
        }

        @Override
        public ConfigSchema<P> parameters(Dialect dialect) {
            return plugin.parameters(dialect);
        }

        @Override
        public ClaimCodec<C> claims() {
            return plugin.claims();
        }

        @Override
        public Set<Key> keys(Subject subject, Optional<C> claim) {
            return plugin.keys(subject, claim);
        }

        @Override
        public Admission admit(PodTemplateView pod, P parameters, Usage usage) {
            return plugin.admit(pod, parameters, usage);
        }

        @Override
        public List<Capacity> capacity(Usage usage) {
            return plugin.capacity(usage);
        }

        @Override
        public Proposal<C> propose(Subject subject, P parameters, Optional<C> current, Ledger ledger) {
            onPropose.accept(ledger);
            Proposal<C> proposal = plugin.propose(subject, parameters, current, ledger);
            if (proposal instanceof Proposal.Claim<C> claim) {
                claims.add(new Claimed<>(plugin, subject, claim.claim()));
            }
            return proposal;
        }

        @Override
        public Set<PoolId> pools(Held<C, F> held) {
            return plugin.pools(held);
        }

        @Override
        public Object watched(PodView pod) {
            return plugin.watched(pod);
        }

        @Override
        public Map<Holder, F> observe(Far far, Collection<Held<C, F>> held) {
            observations++;
            if (inventory) {
                held.stream()
                        .flatMap(one -> plugin.pools(one).stream())
                        .distinct()
                        .forEach(pool -> inventory(far, pool).forEach(found -> belongs(found, pool)));
            }
            return reading("observe", () -> plugin.observe(far, held));
        }

        @Override
        public Step<C, F> decide(Held<C, F> held, Goal goal, Optional<P> parameters, Seen<F> seen) {
            Step<C, F> step = plugin.decide(held, goal, parameters, seen);
            decisions.add(new Decision<>(plugin, held, goal, parameters, seen, step));
            if (step instanceof Step.Reached<C, F> reached
                    && reached.completed().isPresent()
                    && held.pod().isPresent()) {
                claims.add(new Claimed<>(
                        plugin, held.pod().get(), reached.completed().get()));
            }
            return step;
        }

        @Override
        public Stream<Found> inventory(Far far, PoolId pool) {
            return reading("inventory", () -> plugin.inventory(far, pool).toList()).stream();
        }
    }
}
