package io.berth.plugin.clb;

import io.berth.runtime.pool.PortPools;
import io.berth.spi.Identity;
import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.PoolId;
import io.berth.spi.Site;
import io.berth.spi.Taken;
import io.berth.spi.Wish;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.NameValue;
import io.berth.spi.config.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The plugin as tests make it: cloud {@code spec}, account {@code main}. */
final class Plugins {
    /** Real pools, of one subject; numbers from the lowest on. */
    static final class Numbers implements Ledger {
        final PortPools pools = new PortPools(bound -> 0);
        private final Set<Key> own = new HashSet<>();

        @Override
        public Taken take(List<PoolId> candidates, Wish wish) {
            Taken taken = pools.take(candidates, wish);
            taken.fold(granted -> own.addAll(granted.keys()), full -> false);
            return taken;
        }

        @Override
        public int held(PoolId pool) {
            return pools.pool(pool).held();
        }

        @Override
        public Optional<String> take(Key key) {
            Key.Port port = (Key.Port) key;
            boolean has = own.contains(key) || pools.pool(port.pool()).take(port.space(), port.number());
            return has ? Optional.empty() : Optional.of("somebody");
        }
    }

    private record Place(LoadBalancerRules rules) implements Site {
        @Override
        public Identity identity() {
            return new Identity("cluster-1", "berth");
        }

        @Override
        public String networkType() {
            return "Spec-LB";
        }

        @Override
        public Optional<String> mode() {
            return Optional.empty();
        }

        @Override
        public Optional<String> cloud() {
            return Optional.of("spec");
        }

        @Override
        public Optional<String> account() {
            return Optional.of("main");
        }

        @Override
        public <R> Optional<R> rules(Class<R> type) {
            return type == LoadBalancerRules.class ? Optional.of(type.cast(rules)) : Optional.empty();
        }
    }

    private Plugins() {}

    static PoolId pool(String balancer) {
        return new PoolId("lb", "spec", "main", balancer);
    }

    static ClbPlugin plugin(Vendors vendor, String... settings) {
        return (ClbPlugin) new ClbFactory().create(settings(settings), new Place(vendor.rules()));
    }

    static ClbSettings settings(String... namesAndValues) {
        return ClbSettings.SCHEMA.decode(pairs(namesAndValues)).fold(settings -> settings, problems -> {
            throw new AssertionError(problems.toString());
        });
    }

    static List<String> settingProblems(String... namesAndValues) {
        return ClbSettings.SCHEMA.decode(pairs(namesAndValues)).fold(settings -> List.of(), Plugins::texts);
    }

    static ClbParameters parameters(String... namesAndValues) {
        return ClbParameters.SCHEMA
                .spelled(Dialect.PLAIN)
                .decode(pairs(namesAndValues))
                .fold(parameters -> parameters, problems -> {
                    throw new AssertionError(problems.toString());
                });
    }

    static List<String> problems(String... namesAndValues) {
        return ClbParameters.SCHEMA.decode(pairs(namesAndValues)).fold(parameters -> List.of(), Plugins::texts);
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    private static List<NameValue> pairs(String... namesAndValues) {
        List<NameValue> pairs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(new NameValue(namesAndValues[i], namesAndValues[i + 1]));
        }
        return pairs;
    }
}
