package io.berth.tck.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Timeline;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.config.NameValue;
import io.berth.tck.sim.FarSide.Mood;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Two balancers in memory that behave as {@link LoadBalancerRules} say: they lag, lock, throttle and lose replies as a
 * vendor's do. Used by one thread.
 */
public final class SpecBalancers implements TrueBalancers {
    private record Moment(long at, SpecState state) {}

    private record Weather(Duration lag, Duration late, Duration lock, double throttled, double lost, boolean down) {}

    private static final Duration MEMORY = Duration.ofSeconds(30);
    private static final Weather FAIR =
            new Weather(Duration.ofMillis(1500), Duration.ZERO, Duration.ofMillis(800), 0, 0, false);
    private static final Weather STORMY =
            new Weather(Duration.ofMillis(2000), Duration.ofMillis(2500), Duration.ofMillis(1500), 0.1, 0.15, false);
    private static final Weather DOWN = new Weather(Duration.ZERO, Duration.ZERO, Duration.ofMillis(800), 0, 0, true);

    private final Timeline time;
    private final RandomGenerator random;
    private final LoadBalancerRules rules;
    private final int listenersPerBalancer;
    private final SortedMap<String, String> addresses = new TreeMap<>();
    private final Map<String, Long> lockedUntil = new TreeMap<>();
    private final Deque<Moment> history = new ArrayDeque<>();
    private final SpecPorts ports;
    private SpecState state = SpecState.EMPTY;
    private BalancerState seen = BalancerState.EMPTY;
    private Weather weather = FAIR;
    private int made;

    public SpecBalancers(Timeline time, RandomGenerator random, LoadBalancerRules rules, int listenersPerBalancer) {
        this.time = requireNonNull(time, "time is null");
        this.random = requireNonNull(random, "random is null");
        this.rules = requireNonNull(rules, "rules is null");
        this.listenersPerBalancer = listenersPerBalancer;
        this.ports = new SpecPorts(this, rules);
        addresses.put("lb-1", "198.51.100.1");
        addresses.put("lb-2", "198.51.100.2");
        history.add(new Moment(time.nanos(), state));
    }

    SpecPorts ports() {
        return ports;
    }

    String newId(String prefix) {
        return "%s-%05d".formatted(prefix, ++made);
    }

    // Requests.

    <A> A read(String balancer, boolean lagging, Function<SpecState, A> rule) {
        stumble();
        if (random.nextDouble() < weather.lost()) {
            throw new NetworkException(Kind.OUTCOME_UNKNOWN, "no answer in time");
        }
        if (!addresses.containsKey(balancer)) {
            throw new NetworkException(Kind.INVALID, "there is no balancer '%s'".formatted(balancer));
        }
        return rule.apply(lagging ? shown() : state);
    }

    /** @param rule changes the state by {@link #become} and answers, or throws and changes nothing */
    <A> A write(String balancer, Supplier<A> rule) {
        stumble();
        if (random.nextDouble() >= weather.lost()) {
            return apply(balancer, rule);
        }
        switch (random.nextInt(3)) {
            case 0 -> apply(balancer, rule);
            case 1 -> {}
            default -> time.after(upTo(weather.late()), () -> arrivesLate(balancer, rule));
        }
        throw new NetworkException(Kind.OUTCOME_UNKNOWN, "no answer in time");
    }

    private <A> void arrivesLate(String balancer, Supplier<A> rule) {
        try {
            apply(balancer, rule);
        } catch (NetworkException e) {
            // Nobody hears of it.
            return;
        }
    }

    private <A> A apply(String balancer, Supplier<A> rule) {
        if (!addresses.containsKey(balancer)) {
            throw new NetworkException(Kind.INVALID, "there is no balancer '%s'".formatted(balancer));
        }
        long now = time.nanos();
        if (lockedUntil.getOrDefault(balancer, Long.MIN_VALUE) > now) {
            throw new NetworkException(Kind.BUSY, "balancer '%s' is being changed".formatted(balancer));
        }
        A answer = rule.get();
        if (rules.writesAtOnce() == 1) {
            Duration half = weather.lock().dividedBy(2);
            lockedUntil.put(balancer, now + half.plus(upTo(half)).toNanos());
        }
        return answer;
    }

    private void stumble() {
        if (weather.down()) {
            throw new NetworkException(Kind.UNAVAILABLE, "the far side is down");
        }
        if (random.nextDouble() < weather.throttled()) {
            throw new NetworkException(
                    Kind.THROTTLED, "too many requests", "Throttling", "", Optional.of(Duration.ofMillis(700)), null);
        }
    }

    private SpecState shown() {
        if (random.nextBoolean()) {
            return state;
        }
        long at = time.nanos() - upTo(weather.lag()).toNanos();
        SpecState shown = history.getFirst().state();
        for (Moment moment : history) {
            if (moment.at() > at) {
                break;
            }
            shown = moment.state();
        }
        return shown;
    }

    private Duration upTo(Duration most) {
        return most.isZero() ? Duration.ZERO : Duration.ofNanos(random.nextLong(most.toNanos() + 1));
    }

    SpecState state() {
        return state;
    }

    void become(SpecState after) {
        state = after;
        seen = after.seen();
        long now = time.nanos();
        history.addLast(new Moment(now, after));
        while (history.size() > 2 && history.getFirst().at() < now - MEMORY.toNanos()) {
            history.removeFirst();
        }
    }

    // The truth, and the people.

    @Override
    public BalancerState now() {
        return seen;
    }

    @Override
    public SortedMap<String, String> addresses() {
        return new TreeMap<>(addresses);
    }

    @Override
    public int listenersPerBalancer() {
        return listenersPerBalancer;
    }

    @Override
    public void attach(String ip) {
        become(state.networkInterface(ip, Optional.of(newId("if"))));
    }

    @Override
    public void detach(String ip) {
        become(state.networkInterface(ip, Optional.empty()));
    }

    @Override
    public void putForeign(String balancer, Front front) {
        if (ports.standsOn(balancer, front).isEmpty()) {
            String group = newId("sg-foreign");
            become(state.listener(
                    newId("lsn-foreign"),
                    Optional.of(new SpecState.L(balancer, front, group, Optional.empty(), true))));
        }
    }

    @Override
    public void deleteListener(String balancer, String id) {
        become(state.listener(id, Optional.empty()));
    }

    @Override
    public void empty(String balancer, String groupId) {
        become(state.group(groupId, group -> new SpecState.G(group.balancer(), group.mark(), List.of())));
    }

    @Override
    public void mood(Mood mood) {
        weather = switch (mood) {
            case FAIR -> FAIR;
            case STORMY -> STORMY;
            case DOWN -> DOWN;
        };
    }

    @Override
    public CloudFactory<?> cloud() {
        return new SpecCloudFactory(this, rules);
    }

    @Override
    public List<NameValue> account() {
        return List.of();
    }

    @Override
    public Map<Class<?>, Object> provided() {
        return Map.of();
    }
}
