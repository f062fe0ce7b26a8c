package io.berth.runtime;

import io.berth.spi.Holder;
import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Taken;
import io.berth.spi.Wish;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Who holds which key, keys that rest and keys that something foreign stands on included. One holder a key, always.
 * Called under the engine's lock; times are monotonic nanoseconds.
 */
final class KeyLedger {
    private record Resting(Key key, long until) {}

    private final long cooldown;
    private final long foreignRest;
    private final RandomGenerator random;
    private final Map<Key, Holder> holders = new HashMap<>();
    private final Map<Key, Long> cooling = new HashMap<>();
    private final Map<Key, Long> foreign = new HashMap<>();
    private final PriorityQueue<Resting> ends = new PriorityQueue<>(Comparator.comparingLong(Resting::until));
    private final Map<PoolId, Integer> cursors = new HashMap<>();
    private int scatter;
    private boolean freed;

    KeyLedger(EngineSettings settings, RandomGenerator random) {
        this.cooldown = settings.cooldown().toNanos();
        this.foreignRest = settings.foreignRest().toNanos();
        this.random = random;
    }

    Optional<Holder> holderOf(Key key) {
        return Optional.ofNullable(holders.get(key));
    }

    boolean isHeldBy(Key key, Holder holder) {
        return holder.equals(holders.get(key));
    }

    /** All or nothing. What rests, or has something foreign on it, can be held by whoever has it already: a claim found. */
    boolean hold(Holder holder, Set<Key> keys, long now) {
        for (Key key : keys) {
            Holder other = holders.get(key);
            if (other != null && !other.equals(holder)) {
                return false;
            }
        }
        keys.forEach(key -> {
            holders.put(key, holder);
            cooling.remove(key);
        });
        return true;
    }

    void move(Holder from, Holder to, Set<Key> keys) {
        keys.forEach(key -> holders.replace(key, from, to));
    }

    /** @param cool whether something may still have been outside a moment ago: then it rests first */
    void giveBack(Holder holder, Set<Key> keys, boolean cool, long now) {
        for (Key key : keys) {
            if (!holders.remove(key, holder)) {
                continue;
            }
            if (cool && cooldown > 0) {
                cooling.put(key, now + cooldown);
                ends.add(new Resting(key, now + cooldown));
            } else {
                freed = true;
            }
        }
    }

    /** Something foreign was seen on these. */
    void block(Set<Key> keys, long now) {
        keys.forEach(key -> {
            foreign.put(key, now + foreignRest);
            ends.add(new Resting(key, now + foreignRest));
        });
    }

    /** Ends the rests that are over. Returns when the next one ends. */
    OptionalLong expire(long now) {
        while (true) {
            Resting next = ends.peek();
            if (next == null) {
                return OptionalLong.empty();
            }
            if (next.until() > now) {
                return OptionalLong.of(next.until());
            }
            ends.poll();
            freed = true;
            cooling.remove(next.key(), next.until());
            foreign.remove(next.key(), next.until());
        }
    }

    /** Whether anything has become free since the last call. */
    boolean takeFreed() {
        boolean was = freed;
        freed = false;
        return was;
    }

    /** For one call of a plugin's propose. */
    Session session(Holder holder, long now) {
        expire(now);
        return new Session(holder);
    }

    final class Session implements Ledger {
        private final Holder holder;
        private final Set<Key> granted = new LinkedHashSet<>();

        private Session(Holder holder) {
            this.holder = holder;
        }

        /** Gives back what was granted in this session and is not named. */
        void keep(Set<Key> named) {
            granted.removeIf(key -> {
                if (named.contains(key)) {
                    return false;
                }
                holders.remove(key, holder);
                return true;
            });
        }

        @Override
        public Optional<String> take(Key key) {
            Holder other = holders.get(key);
            if (other != null && !other.equals(holder)) {
                return Optional.of(other.toString());
            }
            if (foreign.containsKey(key)) {
                return Optional.of("something that is not ours");
            }
            if (other == null && cooling.containsKey(key)) {
                return Optional.of("its rest after the last holder");
            }
            if (other == null) {
                holders.put(key, holder);
                granted.add(key);
            }
            return Optional.empty();
        }

        @Override
        public Taken take(List<PoolId> candidates, Wish wish) {
            for (PoolId pool : inOrder(candidates, wish)) {
                List<Integer> numbers = find(pool, wish);
                if (!numbers.isEmpty()) {
                    return grant(pool, wish, numbers);
                }
            }
            Map<PoolId, Taken.Room> rooms = new LinkedHashMap<>();
            candidates.forEach(pool -> rooms.put(pool, room(pool, wish)));
            return new Taken.Full(rooms);
        }

        private Taken grant(PoolId pool, Wish wish, List<Integer> numbers) {
            Set<Key> keys = new LinkedHashSet<>();
            for (int i = 0; i < numbers.size(); i++) {
                for (PortSpace space : wish.slots().get(i)) {
                    keys.add(new Key.Port(pool, space, numbers.get(i)));
                }
            }
            keys.forEach(key -> holders.put(key, holder));
            granted.addAll(keys);
            return new Taken.Granted(pool, numbers, keys);
        }
    }

    private List<PoolId> inOrder(List<PoolId> candidates, Wish wish) {
        List<PoolId> order = new ArrayList<>(new LinkedHashSet<>(candidates));
        switch (wish.spread()) {
            case FIRST_FIT -> {}
            case BALANCED ->
                order.sort(Comparator.comparingInt(pool -> -room(pool, wish).free()));
            case SCATTER -> Collections.rotate(order, order.isEmpty() ? 0 : -(scatter++ % order.size()));
        }
        return order;
    }

    private List<Integer> find(PoolId pool, Wish wish) {
        int start = cursors.computeIfAbsent(pool, p -> 1 + random.nextInt(65_535));
        List<Integer> found = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        for (Set<PortSpace> slot : wish.slots()) {
            int number = search(pool, slot, wish, start, used);
            if (number < 0) {
                return List.of();
            }
            used.add(number);
            found.add(number);
            start = number + 1;
        }
        cursors.put(pool, start);
        return found;
    }

    private int search(PoolId pool, Set<PortSpace> slot, Wish wish, int start, Set<Integer> used) {
        for (int n = wish.numbers().next(start); n >= 0; n = wish.numbers().next(n + 1)) {
            if (!used.contains(n) && isFree(pool, slot, n)) {
                return n;
            }
        }
        for (int n = wish.numbers().next(1);
                n >= 0 && n < start;
                n = wish.numbers().next(n + 1)) {
            if (!used.contains(n) && isFree(pool, slot, n)) {
                return n;
            }
        }
        return -1;
    }

    private boolean isFree(PoolId pool, Set<PortSpace> slot, int number) {
        return slot.stream()
                .map(space -> new Key.Port(pool, space, number))
                .allMatch(key -> !holders.containsKey(key) && !cooling.containsKey(key) && !foreign.containsKey(key));
    }

    private Taken.Room room(PoolId pool, Wish wish) {
        int free = 0;
        int held = 0;
        int rests = 0;
        int alien = 0;
        Set<PortSpace> spaces = wish.slots().get(0);
        for (int n = wish.numbers().next(1); n >= 0; n = wish.numbers().next(n + 1)) {
            int number = n;
            List<Key> keys = new ArrayList<>();
            spaces.forEach(space -> keys.add(new Key.Port(pool, space, number)));
            if (keys.stream().anyMatch(holders::containsKey)) {
                held++;
            } else if (keys.stream().anyMatch(foreign::containsKey)) {
                alien++;
            } else if (keys.stream().anyMatch(cooling::containsKey)) {
                rests++;
            } else {
                free++;
            }
        }
        return new Taken.Room(free, held, rests, alien);
    }

    /** Held keys, for reports and tests. */
    Map<Key, Holder> held() {
        return Map.copyOf(holders);
    }
}
