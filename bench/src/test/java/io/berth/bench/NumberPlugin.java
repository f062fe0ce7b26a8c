package io.berth.bench;

import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.ClaimCodec;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.Numbers;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Proposal;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Site;
import io.berth.spi.Step;
import io.berth.spi.Subject;
import io.berth.spi.Wish;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Promises each pod a number, and has nothing to do for it at any far side: what is measured is the engine. */
final class NumberPlugin implements NetworkPlugin<String, Integer, String> {
    static final String TYPE = "Bench-Number";
    private static final PoolId POOL = new PoolId("lb", "bench", "main", "lb-1");
    private static final Wish ONE =
            new Wish(List.of(Set.of(PortSpace.TCP)), Numbers.of(1, 65_535), Wish.Spread.FIRST_FIT);

    @Override
    public ConfigSchema<String> parameters(Dialect dialect) {
        return ConfigSchema.of("parameter", values -> "");
    }

    @Override
    public ClaimCodec<Integer> claims() {
        return new ClaimCodec<>() {
            @Override
            public int version() {
                return 1;
            }

            @Override
            public String write(Integer claim) {
                return "{\"number\":%d}".formatted(claim);
            }

            @Override
            public Integer read(int version, String json) {
                return Integer.valueOf(json.substring("{\"number\":".length(), json.length() - 1));
            }
        };
    }

    @Override
    public Set<Key> keys(Subject subject, Optional<Integer> claim) {
        return claim.map(number -> Set.<Key>of(new Key.Port(POOL, PortSpace.TCP, number)))
                .orElse(Set.of());
    }

    @Override
    public Proposal<Integer> propose(Subject subject, String parameters, Optional<Integer> current, Ledger ledger) {
        return current.<Proposal<Integer>>map(Proposal.Claim::new)
                .orElseGet(() -> ledger.take(List.of(POOL), ONE)
                        .fold(
                                granted ->
                                        new Proposal.Claim<>(granted.numbers().get(0)),
                                full -> new Proposal.Postponed<>(Reason.POOL_FULL, full.toString())));
    }

    @Override
    public Step<Integer, String> decide(
            Held<Integer, String> held, Goal goal, Optional<String> parameters, Seen<String> seen) {
        List<Address.Port> ports =
                List.of(new Address.Port("game", Protocol.TCP, held.claim().orElseThrow()));
        return Step.Reached.with(new Addresses(List.of(), List.of(Address.of("198.51.100.1", ports))));
    }

    static final class Factory implements NetworkPluginFactory<String> {
        @Override
        public String plugin() {
            return "bench";
        }

        @Override
        public List<NetworkType> networkTypes() {
            return List.of(NetworkType.of(TYPE, "bench"));
        }

        @Override
        public ConfigSchema<String> settings() {
            return ConfigSchema.of("setting", values -> "");
        }

        @Override
        public NetworkPlugin<?, ?, ?> create(String settings, Site site) {
            return new NumberPlugin();
        }
    }
}
