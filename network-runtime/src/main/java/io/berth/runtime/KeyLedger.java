package io.berth.runtime;

import io.berth.runtime.pool.PortPool;
import io.berth.runtime.pool.PortPools;
import io.berth.spi.Holder;
import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.PoolId;
import io.berth.spi.Taken;
import io.berth.spi.Wish;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Who holds which key, which keys rest, and on which something foreign was seen. One holder a key, always. The numbers
 * among the keys stand in their pools too, where free ones are found. Called under the engine's lock; times are
 * monotonic nanoseconds.
 */
final class KeyLedger {
    private enum Rest {
        COOLING,
        FOREIGN
    }

    private record Resting(Key key, Rest rest, long until) {}

    private final long cooldown;
    private final long foreignRest;
    private final PortPools pools;
    private final Map<Key, Holder> holders = new HashMap<>();
    private final Map<PoolId, PoolId> pooled = new HashMap<>();
    private final Map<PoolId, Set<Key.Pending>> pending = new HashMap<>();
    private final Map<Key, Resting> cooling = new HashMap<>();
    private final Map<Key, Resting> foreign = new HashMap<>();
    private final PriorityQueue<Resting> ends = new PriorityQueue<>(Comparator.comparingLong(Resting::until));
    private boolean freed;

    KeyLedger(EngineSettings settings, RandomGenerator random) {
        this.cooldown = settings.cooldown().toNanos();
        this.foreignRest = settings.foreignRest().toNanos();
        this.pools = new PortPools(random::nextInt);
    }

    Optional<Holder> holderOf(Key key) {
        return Optional.ofNullable(holders.get(key));
    }

    boolean isHeldBy(Key key, Holder holder) {
        return holder.equals(holders.get(key));
    }

    /** All or nothing, whatever else is known of the keys: this is for claims that stand already. */
    boolean hold(Holder holder, Set<Key> keys) {
        for (Key key : keys) {
            Holder other = holders.get(key);
            if (other != null && !other.equals(holder)) {
                return false;
            }
        }
        keys.forEach(key -> put(shared(key), holder));
        return true;
    }

    /** The same key, of the one pool that all keys of the pool share: each claim has been read with one of its own. */
    private Key shared(Key key) {
        return key instanceof Key.Port port
                ? new Key.Port(pooled.computeIfAbsent(port.pool(), Function.identity()), port.space(), port.number())
                : key;
    }

    void move(Holder from, Holder to, Set<Key> keys) {
        keys.forEach(key -> holders.replace(key, from, to));
    }

    /** Gives back what this holder has of the keys; where something may have been outside a moment ago, it rests first. */
    void giveBack(Holder holder, Set<Key> keys, boolean cool, long now) {
        for (Key key : keys) {
            if (!isHeldBy(key, holder)) {
                continue;
            }
            if (cool && cooldown > 0) {
                rest(new Resting(key, Rest.COOLING, now + cooldown));
            } else {
                freed = true;
            }
            remove(key);
        }
    }

    /** Something foreign was seen on these: they are left alone for a while. */
    void block(Set<Key> keys, long now) {
        keys.forEach(key -> rest(new Resting(key, Rest.FOREIGN, now + foreignRest)));
    }

    /** These are ours after all. */
    void unblock(Set<Key> keys) {
        for (Key key : keys) {
            if (foreign.remove(key) != null && key instanceof Key.Port port) {
                pools.pool(port.pool()).unmarkForeign(port.space(), port.number());
            }
        }
    }

    private void rest(Resting resting) {
        ends.add(resting);
        if (resting.rest() == Rest.COOLING) {
            cooling.put(resting.key(), resting);
        } else {
            foreign.put(resting.key(), resting);
        }
        if (resting.key() instanceof Key.Port port) {
            PortPool pool = pools.pool(port.pool());
            if (resting.rest() == Rest.COOLING) {
                pool.cool(port.space(), port.number());
            } else {
                pool.markForeign(port.space(), port.number());
            }
        }
    }

    /** Ends the rests that are over. */
    void expire(long now) {
        for (Resting next = ends.peek(); next != null && next.until() <= now; next = ends.peek()) {
            ends.poll();
            boolean last =
                    next.rest() == Rest.COOLING ? cooling.remove(next.key(), next) : foreign.remove(next.key(), next);
            if (last) {
                freed = true;
                if (next.key() instanceof Key.Port port) {
                    PortPool pool = pools.pool(port.pool());
                    if (next.rest() == Rest.COOLING) {
                        pool.endCooling(port.space(), port.number());
                    } else {
                        pool.unmarkForeign(port.space(), port.number());
                    }
                }
            }
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

    private void put(Key key, Holder holder) {
        holders.put(key, holder);
        if (key instanceof Key.Port port) {
            pools.pool(port.pool()).hold(port.space(), port.number());
        } else if (key instanceof Key.Pending promise) {
            pending.computeIfAbsent(promise.pool(), pool -> new LinkedHashSet<>())
                    .add(promise);
        }
    }

    private void remove(Key key) {
        holders.remove(key);
        if (key instanceof Key.Port port) {
            pools.pool(port.pool()).giveBack(port.space(), port.number());
        } else if (key instanceof Key.Pending promise) {
            Set<Key.Pending> others = pending.get(promise.pool());
            if (others != null && others.remove(promise) && others.isEmpty()) {
                pending.remove(promise.pool());
            }
        }
    }

    final class Session implements Ledger {
        private final Holder holder;
        /** Each once: what the holder has already is not granted again. */
        private final List<Key> granted = new ArrayList<>(2);

        private Session(Holder holder) {
            this.holder = holder;
        }

        /** Gives back what was granted in this session and is not named. */
        void keep(Set<Key> named) {
            granted.removeIf(key -> {
                if (named.contains(key)) {
                    return false;
                }
                remove(key);
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
                Optional<Holder> awaiting = awaiting(key);
                if (awaiting.isPresent()) {
                    return Optional.of("perhaps %s, which waits for an id of this pool".formatted(awaiting.get()));
                }
                put(key, holder);
                granted.add(key);
            }
            return Optional.empty();
        }

        @Override
        public int held(PoolId pool) {
            return pools.pool(pool).held();
        }

        /** Whoever else has been promised a member of the pool and cannot name it yet. */
        private Optional<Holder> awaiting(Key key) {
            return key instanceof Key.Member member
                    ? pending.getOrDefault(member.pool(), Set.of()).stream()
                            .map(holders::get)
                            .filter(Objects::nonNull)
                            .filter(promised -> !promised.equals(holder))
                            .findFirst()
                    : Optional.empty();
        }

        @Override
        public Taken take(List<PoolId> candidates, Wish wish) {
            Taken taken = pools.take(candidates, wish);
            if (taken instanceof Taken.Granted grant) {
                grant.keys().forEach(key -> holders.put(key, holder));
                granted.addAll(grant.keys());
            }
            return taken;
        }
    }
}
