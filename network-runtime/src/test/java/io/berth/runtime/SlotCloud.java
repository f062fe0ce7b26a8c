package io.berth.runtime;

import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.ClaimCodec;
import io.berth.spi.Command;
import io.berth.spi.Far;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.Key;
import io.berth.spi.Lane;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.Numbers;
import io.berth.spi.Occupant;
import io.berth.spi.PodRef;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Proposal;
import io.berth.spi.Protocol;
import io.berth.spi.Query;
import io.berth.spi.ReadPort;
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Site;
import io.berth.spi.Step;
import io.berth.spi.Subject;
import io.berth.spi.Taken;
import io.berth.spi.Urgency;
import io.berth.spi.Wish;
import io.berth.spi.WritePort;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.Rate;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The smallest far side that a claim is good for: numbered slots of one balancer, each with at most one backend. Plugin
 * {@code slot}, cloud {@code slots}, network type {@code Slot}.
 */
final class SlotCloud {
    record Backend(PodRef pod, String ip, boolean ours) {}

    /** What can be asked. */
    interface Slots extends ReadPort {
        Map<Integer, Backend> list();
    }

    /** What can be done. */
    interface SlotWrites extends WritePort {
        void bind(Map<Integer, Backend> backends);

        void unbind(int slot);
    }

    final Map<Integer, Backend> slots = new TreeMap<>();
    final Deque<NetworkException> faults = new ArrayDeque<>();
    final List<String> calls = new ArrayList<>();
    /** A bind that has one of these IPs in it is refused as a whole. */
    final Set<String> refusedIps = new TreeSet<>();

    /** Slots that somebody has taken out of the balancer. */
    final Set<Integer> gone = new TreeSet<>();

    Function<Backend, Occupant> occupant = backend -> new Occupant.Pod(backend.pod());
    String address = "198.51.100.1";
    boolean down;
    boolean loseReplies;

    /** Binds of one balancer may go as one request. */
    boolean merges;

    /** Lists show nothing. */
    boolean blind;

    /** The plugin takes an empty list for absence. */
    boolean hasty;

    Duration readDelay = Duration.ZERO;
    int lists;

    /** Happens at each list. */
    Runnable listed = () -> {};

    /** Happens once, when a request has left and has not arrived. */
    Runnable meanwhile = () -> {};

    @Nullable
    RuntimeException broken;

    private @Nullable Site site;

    /** What the plugin was last told of its place. */
    Site site() {
        return Objects.requireNonNull(site, "no plugin was made");
    }

    private final Slots reads = () -> {
        lists++;
        listed.run();
        if (down) {
            throw new NetworkException(NetworkException.Kind.UNAVAILABLE, "down");
        }
        return blind ? Map.of() : new HashMap<>(slots);
    };

    private final SlotWrites writes = new SlotWrites() {
        @Override
        public void bind(Map<Integer, Backend> backends) {
            write("bind"
                    + backends.entrySet().stream()
                            .map(bind ->
                                    " " + bind.getKey() + " " + bind.getValue().ip())
                            .collect(Collectors.joining(",")));
            if (backends.values().stream().anyMatch(backend -> refusedIps.contains(backend.ip()))) {
                throw new NetworkException(NetworkException.Kind.INVALID, "an IP of another network");
            }
            slots.putAll(backends);
            reply();
        }

        @Override
        public void unbind(int slot) {
            write("unbind " + slot);
            slots.remove(slot);
            reply();
        }
    };

    private void write(String call) {
        calls.add(call);
        Runnable happens = meanwhile;
        meanwhile = () -> {};
        happens.run();
        if (down) {
            throw new NetworkException(NetworkException.Kind.UNAVAILABLE, "down");
        }
        NetworkException fault = faults.poll();
        if (fault != null) {
            throw fault;
        }
    }

    private void reply() {
        if (loseReplies) {
            loseReplies = false;
            throw new NetworkException(NetworkException.Kind.OUTCOME_UNKNOWN, "timeout");
        }
    }

    record Settings(Numbers numbers) {}

    record Parameters(String balancer) {}

    record Claim(PoolId pool, int slot) {
        Key key() {
            return new Key.Port(pool, PortSpace.TCP, slot);
        }
    }

    record ListSlots(PoolId pool) implements Query<Slots, Map<Integer, Backend>> {
        @Override
        public Class<Slots> port() {
            return Slots.class;
        }

        @Override
        public String action() {
            return "list";
        }

        @Override
        public Map<Integer, Backend> ask(Slots slots) {
            return slots.list();
        }
    }

    record Bind(PoolId pool, SortedMap<Integer, Backend> backends, boolean merges)
            implements Command<SlotWrites, Boolean> {
        @Override
        public Class<SlotWrites> port() {
            return SlotWrites.class;
        }

        @Override
        public Set<Key> touches() {
            return backends.keySet().stream()
                    .map(slot -> new Claim(pool, slot).key())
                    .collect(Collectors.toSet());
        }

        @Override
        public String action() {
            return "bind";
        }

        @Override
        public Boolean send(SlotWrites slots) {
            slots.bind(backends);
            return true;
        }

        @Override
        public Optional<Object> batch() {
            return merges ? Optional.of("bind") : Optional.empty();
        }

        /** At most three fit. */
        @Override
        public Optional<Command<SlotWrites, Boolean>> and(Command<SlotWrites, Boolean> other) {
            SortedMap<Integer, Backend> both = new TreeMap<>(backends);
            both.putAll(((Bind) other).backends());
            return both.size() > 3 ? Optional.empty() : Optional.of(new Bind(pool, both, merges));
        }
    }

    record Unbind(PoolId pool, int slot) implements Command<SlotWrites, Boolean> {
        @Override
        public Class<SlotWrites> port() {
            return SlotWrites.class;
        }

        @Override
        public Set<Key> touches() {
            return Set.of(new Claim(pool, slot).key());
        }

        @Override
        public String action() {
            return "unbind";
        }

        @Override
        public Boolean send(SlotWrites slots) {
            slots.unbind(slot);
            return true;
        }
    }

    static final class Plugin implements NetworkPlugin<Parameters, Claim, Backend> {
        private static final Option<String> BALANCER =
                Option.withDefault("LbId", ValueType.text(), "lb-1", "The balancer.");
        private final SlotCloud cloud;
        private final Settings settings;

        Plugin(SlotCloud cloud, Settings settings) {
            this.cloud = cloud;
            this.settings = settings;
        }

        @Override
        public ConfigSchema<Parameters> parameters(Dialect dialect) {
            return ConfigSchema.of("parameter", values -> new Parameters(values.get(BALANCER)), BALANCER);
        }

        @Override
        public ClaimCodec<Claim> claims() {
            return new ClaimCodec<>() {
                @Override
                public int version() {
                    return 1;
                }

                @Override
                public String write(Claim claim) {
                    return "{\"lb\":\"%s\",\"slot\":%d}".formatted(claim.pool().id(), claim.slot());
                }

                @Override
                public Claim read(int version, String json) {
                    java.util.regex.Matcher matcher = java.util.regex.Pattern.compile(
                                    "\\{\"lb\":\"([^\"]+)\",\"slot\":(\\d+)}")
                            .matcher(json);
                    if (version != 1 || !matcher.matches()) {
                        throw new IllegalArgumentException("not a slot claim: " + json);
                    }
                    return new Claim(pool(matcher.group(1)), Integer.parseInt(matcher.group(2)));
                }
            };
        }

        static PoolId pool(String id) {
            return new PoolId("lb", "slots", "main", id);
        }

        @Override
        public Set<Key> keys(Subject subject, Optional<Claim> claim) {
            return claim.map(c -> Set.of(c.key())).orElse(Set.of());
        }

        @Override
        public Proposal<Claim> propose(
                Subject subject, Parameters parameters, Optional<Claim> current, io.berth.spi.Ledger ledger) {
            if (cloud.broken != null) {
                throw cloud.broken;
            }
            PoolId pool = pool(parameters.balancer());
            if (current.isPresent()
                    && current.get().pool().equals(pool)
                    && settings.numbers().contains(current.get().slot())
                    && ledger.take(current.get().key()).isEmpty()) {
                return new Proposal.Claim<>(current.get());
            }
            Taken taken = ledger.take(
                    List.of(pool), new Wish(List.of(Set.of(PortSpace.TCP)), settings.numbers(), Wish.Spread.FIRST_FIT));
            return taken.fold(
                    granted -> new Proposal.Claim<>(
                            new Claim(granted.pool(), granted.numbers().get(0))),
                    full -> new Proposal.Postponed<>(Reason.POOL_FULL, full.toString()));
        }

        @Override
        public Set<PoolId> pools(Held<Claim, Backend> held) {
            return held.claim().map(claim -> Set.of(claim.pool())).orElse(Set.of());
        }

        @Override
        public Map<Holder, Backend> observe(Far far, Collection<Held<Claim, Backend>> held) {
            Map<Holder, Backend> seen = new HashMap<>();
            for (Held<Claim, Backend> one : held) {
                Claim claim = one.claim().orElseThrow();
                Backend backend = far.ask(new ListSlots(claim.pool())).get(claim.slot());
                if (backend != null) {
                    seen.put(one.holder(), backend);
                }
            }
            return seen;
        }

        @Override
        public Step<Claim, Backend> decide(
                Held<Claim, Backend> held, Goal goal, Optional<Parameters> parameters, Seen<Backend> seen) {
            Claim claim = held.claim().orElseThrow();
            Set<Key> keys = Set.of(claim.key());
            Lane lane = new Lane(claim.pool().toString(), 1);
            Optional<Backend> backend = seen.facts();
            Unbind unbind = new Unbind(claim.pool(), claim.slot());
            if (goal == Goal.SERVE && cloud.gone.contains(claim.slot())) {
                return new Step.Lost<>(keys, "slot %d is no more".formatted(claim.slot()));
            }
            if (backend.isPresent() && !backend.get().ours()) {
                return goal == Goal.GONE
                        ? Step.Reached.with(Addresses.NONE)
                        : new Step.Conflict<>(keys, "slot %d is not ours".formatted(claim.slot()));
            }
            if (backend.isPresent() && !backend.get().pod().equals(held.podRef())) {
                return goal == Goal.GONE
                        ? Step.Reached.with(Addresses.NONE)
                        : Step.Act.<Claim, Backend>of(lane, Urgency.UNBIND, unbind)
                                .evicting(cloud.occupant.apply(backend.get()));
            }
            boolean gone = goal == Goal.GONE || goal == Goal.DETACHED;
            if (gone) {
                if (backend.isPresent()) {
                    return Step.Act.of(lane, Urgency.UNBIND, unbind);
                }
                return seen.absenceIsProof()
                        ? Step.Reached.with(Addresses.NONE)
                        : new Step.Waiting<>(Reason.OBSERVING, "not proven yet", Duration.ofSeconds(1));
            }
            Optional<String> ip =
                    held.pod().flatMap(pod -> pod.ips().stream().findFirst()).map(Object::toString);
            if (backend.isPresent() && ip.filter(backend.get().ip()::equals).isEmpty()) {
                return Step.Act.of(lane, Urgency.UNBIND, unbind);
            }
            if (ip.isEmpty()) {
                return new Step.Waiting<>(Reason.POD_HAS_NO_IP, "no IP yet", Duration.ZERO);
            }
            if (backend.isEmpty()) {
                if (goal == Goal.QUIET) {
                    return Step.Reached.with(Addresses.NONE);
                }
                if (!seen.absenceIsProof() && !cloud.hasty) {
                    return new Step.Waiting<>(Reason.OBSERVING, "not proven yet", Duration.ofSeconds(1));
                }
                Backend wanted = new Backend(held.podRef(), ip.get(), true);
                return Step.Act.of(
                        lane,
                        Urgency.BIND,
                        new Bind(claim.pool(), new TreeMap<>(Map.of(claim.slot(), wanted)), cloud.merges),
                        done -> Optional.of(wanted));
            }
            Address.Port port = new Address.Port("80", Protocol.TCP, claim.slot());
            return Step.Reached.with(new Addresses(
                    List.of(Address.of(ip.get(), List.of(new Address.Port("80", Protocol.TCP, 80)))),
                    List.of(Address.of(cloud.address, List.of(port)))));
        }
    }

    final class PluginFactory implements NetworkPluginFactory<Settings> {
        private static final Option<Integer> FIRST =
                Option.withDefault("first", ValueType.port(), "7000", "The first slot.");
        private static final Option<Integer> LAST =
                Option.withDefault("last", ValueType.port(), "7009", "The last slot.");

        @Override
        public String plugin() {
            return "slot";
        }

        @Override
        public ConfigSchema<Settings> settings() {
            return ConfigSchema.of(
                    "setting", values -> new Settings(Numbers.of(values.get(FIRST), values.get(LAST))), FIRST, LAST);
        }

        @Override
        public NetworkPlugin<?, ?, ?> create(Settings settings, Site site) {
            SlotCloud.this.site = site;
            return new Plugin(SlotCloud.this, settings);
        }
    }

    final class Factory implements CloudFactory<String> {
        @Override
        public String cloud() {
            return "slots";
        }

        @Override
        public List<NetworkType> networkTypes() {
            return List.of(NetworkType.of("Slot", "slot", Dialect.PLAIN, Set.of(Slots.class, SlotWrites.class)));
        }

        @Override
        public ConfigSchema<String> settings() {
            return ConfigSchema.of("setting", values -> "");
        }

        @Override
        public Rate rate(Class<?> port, String action) {
            return new Rate(3, 2);
        }

        @Override
        public <R> Optional<R> rules(Class<R> type) {
            return Optional.of(type.cast("rules of slots"));
        }

        @Override
        public Cloud create(String settings, CloudContext context) {
            return new Cloud() {
                @Override
                public <P> Optional<P> port(Class<P> type) {
                    return Stream.<Object>of(reads, writes)
                            .filter(type::isInstance)
                            .map(type::cast)
                            .findFirst();
                }

                @Override
                public Duration readDelay(Class<? extends ReadPort> type) {
                    return readDelay;
                }

                @Override
                public void close() {}
            };
        }
    }
}
