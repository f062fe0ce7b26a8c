package io.berth.tck.toy;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Timeline;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.Protocol;
import io.berth.tck.toy.ToyState.Place;
import io.berth.tck.toy.ToyState.Stored;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The toy's far side: balancers, groups and interfaces, as they truly are, and what requests make of them. Safe for
 * several threads.
 */
public final class ToyVendor {
    /** Hears what happens; called under the vendor's lock. */
    public interface Watcher {
        /** A request that would change something has left its sender. */
        void sent(ToyWrite write);

        /** It has been done. */
        void done(ToyWrite write, ToyState before, ToyState after);

        /** A list was read: as it truly is, and as it was shown. */
        default void read(String sender, ToyState truth, ToyState shown) {}
    }

    /** @param listeners the most listeners, and the most groups, of one balancer */
    public record Quota(int listeners, int groups) {}

    private record Moment(long at, ToyState state) {}

    private static final Duration MEMORY = Duration.ofSeconds(30);

    private final Timeline time;
    private final RandomGenerator random;
    private final SortedMap<String, String> addresses = new TreeMap<>();
    private final Quota quota;
    private final Map<String, Long> lockedUntil = new TreeMap<>();
    private final Deque<Moment> history = new ArrayDeque<>();
    private final ToyRules rules;
    private ToyState state = ToyState.EMPTY;
    private ToyWeather weather = ToyWeather.fair();
    private Optional<Watcher> watcher = Optional.empty();
    private int interfaces;

    public ToyVendor(Timeline time, RandomGenerator random, List<String> balancers, Quota quota) {
        this.time = requireNonNull(time, "time is null");
        this.random = requireNonNull(random, "random is null");
        this.quota = requireNonNull(quota, "quota is null");
        this.rules = new ToyRules(quota);
        for (String balancer : balancers) {
            addresses.put(balancer, "198.51.100." + (addresses.size() + 1));
        }
        history.add(new Moment(time.nanos(), state));
    }

    public synchronized void weather(ToyWeather now) {
        weather = now;
    }

    public synchronized void watch(Watcher hears) {
        watcher = Optional.of(hears);
    }

    /** What one client sends through. */
    public ToyApi session(String sender) {
        return new ToySession(this, sender);
    }

    // The truth, for those that judge.

    public synchronized ToyState truth() {
        return state;
    }

    public Quota quota() {
        return quota;
    }

    /** The address of each balancer. */
    public SortedMap<String, String> addresses() {
        return new TreeMap<>(addresses);
    }

    /** Who answers a client that speaks to this address. */
    public synchronized List<ToyApi.Backend> reach(String address, Protocol protocol, int port) {
        for (Map.Entry<String, String> entry : addresses.entrySet()) {
            if (entry.getValue().equals(address)) {
                ToyApi.Listener listener = state.listeners().get(new Place(entry.getKey(), protocol, port));
                Stored stored = listener == null ? null : state.groups().get(listener.groupId());
                return stored == null ? List.of() : stored.group().backends();
            }
        }
        return List.of();
    }

    // The network and the people around.

    /** The IP has got a network interface; returns its id. An older one of the same IP is forgotten. */
    public synchronized String attach(String ip) {
        String id = "if-%04d".formatted(++interfaces);
        become(state.withInterface(ip, id));
        return id;
    }

    public synchronized void detach(String ip, String interfaceId) {
        if (interfaceId.equals(state.interfaces().get(ip))) {
            become(state.withoutInterface(ip));
        }
    }

    /** Somebody puts a listener there, over whatever there is. */
    public synchronized void humanPuts(String balancer, ToyApi.Listener listener) {
        become(state.with(new Place(balancer, listener.protocol(), listener.port()), listener));
    }

    public synchronized void humanDeletes(Place place) {
        become(state.without(place));
    }

    /** Somebody empties a group. */
    public synchronized void humanUnbinds(String groupId) {
        Stored stored = state.groups().get(groupId);
        if (stored != null) {
            become(state.with(
                    stored.balancer(), new ToyApi.Group(groupId, stored.group().mark(), List.of())));
        }
    }

    // Requests.

    synchronized <A> A read(String sender, String balancer, boolean lagging, ReadRule<A> rule) {
        stumble();
        if (random.nextDouble() < weather.lost()) {
            throw new NetworkException(Kind.OUTCOME_UNKNOWN, "no answer in time");
        }
        if (!addresses.containsKey(balancer)) {
            throw new NetworkException(Kind.INVALID, "there is no balancer '%s'".formatted(balancer));
        }
        ToyState shown = lagging ? shown() : state;
        watcher.ifPresent(w -> w.read(sender, state, shown));
        return rule.of(shown);
    }

    interface ReadRule<A> {
        A of(ToyState shown);
    }

    String address(String balancer) {
        return addresses.getOrDefault(balancer, "");
    }

    synchronized <A> A write(ToyWrite write, ToyRules.Rule<A> rule) {
        watcher.ifPresent(w -> w.sent(write));
        stumble();
        if (random.nextDouble() >= weather.lost()) {
            return apply(write, rule);
        }
        switch (random.nextInt(3)) {
            case 0 -> apply(write, rule);
            case 1 -> {}
            default -> time.after(upTo(weather.late()), () -> arrivesLate(write, rule));
        }
        throw new NetworkException(Kind.OUTCOME_UNKNOWN, "no answer in time");
    }

    private synchronized <A> void arrivesLate(ToyWrite write, ToyRules.Rule<A> rule) {
        try {
            apply(write, rule);
        } catch (NetworkException e) {
            // Nobody hears of it.
            return;
        }
    }

    private <A> A apply(ToyWrite write, ToyRules.Rule<A> rule) {
        if (!addresses.containsKey(write.balancer())) {
            throw new NetworkException(Kind.INVALID, "there is no balancer '%s'".formatted(write.balancer()));
        }
        long now = time.nanos();
        if (lockedUntil.getOrDefault(write.balancer(), Long.MIN_VALUE) > now) {
            throw new NetworkException(Kind.BUSY, "balancer '%s' is being changed".formatted(write.balancer()));
        }
        ToyRules.Ruled<A> ruled = rule.of(rules, state);
        ToyState before = state;
        become(ruled.after());
        lockedUntil.put(
                write.balancer(),
                now
                        + weather.lock()
                                .dividedBy(2)
                                .plus(upTo(weather.lock().dividedBy(2)))
                                .toNanos());
        watcher.ifPresent(w -> w.done(write, before, state));
        return ruled.answer();
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

    private void become(ToyState after) {
        state = after;
        long now = time.nanos();
        history.addLast(new Moment(now, after));
        while (history.size() > 2 && history.peekFirst().at() < now - MEMORY.toNanos()) {
            history.removeFirst();
        }
    }

    private ToyState shown() {
        if (random.nextBoolean()) {
            return state;
        }
        long at = time.nanos() - upTo(weather.lag()).toNanos();
        ToyState shown = history.peekFirst().state();
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

    /** Runs without anything else happening between, for those that judge several things at once. */
    public synchronized <T> T still(Supplier<T> look) {
        return look.get();
    }

    Set<String> balancers() {
        return new TreeSet<>(addresses.keySet());
    }
}
