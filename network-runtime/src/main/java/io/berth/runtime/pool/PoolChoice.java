package io.berth.runtime.pool;

import io.berth.spi.Numbers;
import io.berth.spi.PoolId;
import io.berth.spi.Taken.Full;
import io.berth.spi.Taken.Room;
import io.berth.spi.Wish;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Several pools side by side, for wishes that allow the same numbers and ask for the same kinds of slots. It follows
 * the pools' changes, so that full ones are stepped over without being looked at.
 */
final class PoolChoice {
    private final class Candidate {
        private final PortPool pool;
        private final Runnable watcher;
        private PortView[] views;

        Candidate(PortPool pool, int at) {
            this.pool = pool;
            this.watcher = () -> changed(at);
            this.views = watched();
        }

        private PortView[] watched() {
            PortView[] found = pool.views(numbers, kinds);
            for (PortView view : found) {
                view.watch(watcher);
            }
            return found;
        }

        /** The pool keeps only so many views up to date; those that it has dropped are made again. */
        void refresh() {
            for (PortView view : views) {
                if (view.isDropped()) {
                    unwatch();
                    views = watched();
                    return;
                }
            }
        }

        void unwatch() {
            for (PortView view : views) {
                view.unwatch(watcher);
            }
        }

        /** The view with the least room, which decides first. */
        PortView tightest() {
            PortView tightest = views[0];
            for (PortView view : views) {
                if (view.free().size() < tightest.free().size()) {
                    tightest = view;
                }
            }
            return tightest;
        }
    }

    private final Numbers numbers;
    private final Demand kinds;
    private final Candidate[] candidates;
    private final NumberSet withRoom;
    private final int first;
    private final int span;

    private List<PoolId> ids;
    private boolean dropped;
    private @Nullable Full full;
    private int turn;

    PoolChoice(List<PoolId> ids, List<PortPool> pools, Numbers numbers, Demand demand) {
        this.ids = List.copyOf(ids);
        this.numbers = numbers;
        this.kinds = demand;
        this.withRoom = new NumberSet(0, pools.size() - 1);
        this.candidates = new Candidate[pools.size()];
        for (int at = 0; at < candidates.length; at++) {
            candidates[at] = new Candidate(pools.get(at), at);
            changed(at);
        }
        List<Numbers.Range> ranges = numbers.ranges();
        first = ranges.isEmpty() ? 0 : ranges.get(0).first();
        span = ranges.isEmpty() ? 1 : ranges.get(ranges.size() - 1).last() - first + 1;
    }

    private void changed(int at) {
        full = null;
        boolean room = true;
        for (PortView view : candidates[at].views) {
            dropped |= view.isDropped();
            room &= !view.free().isEmpty();
        }
        if (room) {
            withRoom.add(at);
        } else {
            withRoom.remove(at);
        }
    }

    boolean isFor(Numbers wanted, Demand demand) {
        return kinds.hasKindsOf(demand) && numbers.equals(wanted);
    }

    /** Whether it chooses among these. The list itself is remembered: that one is recognised at no cost. */
    PoolId id(int at) {
        return ids.get(at);
    }

    boolean hasCandidates(List<PoolId> wanted) {
        if (ids == wanted) {
            return true;
        }
        if (!ids.equals(wanted)) {
            return false;
        }
        ids = List.copyOf(wanted);
        return true;
    }

    void refresh() {
        if (dropped) {
            dropped = false;
            for (int at = 0; at < candidates.length; at++) {
                candidates[at].refresh();
                changed(at);
            }
        }
    }

    /** It is used no more. */
    void close() {
        for (Candidate candidate : candidates) {
            candidate.unwatch();
        }
    }

    int start(IntUnaryOperator within) {
        return first + within.applyAsInt(span);
    }

    PortPool pool(int at) {
        return candidates[at].pool;
    }

    PortView[] views(int at) {
        return candidates[at].views;
    }

    /** The pool that comes first by the spread, of those that were not tried and may have room; or -1. */
    int pick(Demand demand, Wish.Spread spread, @Nullable BitSet tried) {
        if (spread == Wish.Spread.BALANCED) {
            return roomiest(demand, tried);
        }
        int from = spread == Wish.Spread.SCATTER ? turn : 0;
        int at = next(from, candidates.length, demand, tried);
        return at < 0 ? next(0, from, demand, tried) : at;
    }

    private int next(int from, int end, Demand demand, @Nullable BitSet tried) {
        int at = withRoom.next(from);
        while (at >= 0 && at < end) {
            if (isPossible(at, demand, tried)) {
                return at;
            }
            at = withRoom.next(at + 1);
        }
        return -1;
    }

    private int roomiest(Demand demand, @Nullable BitSet tried) {
        int best = -1;
        int most = 0;
        for (int at = withRoom.next(0); at >= 0; at = withRoom.next(at + 1)) {
            int free = candidates[at].tightest().free().size();
            if (free > most && isPossible(at, demand, tried)) {
                best = at;
                most = free;
            }
        }
        return best;
    }

    private boolean isPossible(int at, Demand demand, @Nullable BitSet tried) {
        return demand.mayFit(candidates[at].views) && (tried == null || !tried.get(at));
    }

    void tookFrom(int at) {
        turn = at + 1 == candidates.length ? 0 : at + 1;
    }

    /** What stands in the way in each pool; the same answer until something changes in one of them. */
    Full full() {
        Full known = full;
        if (known == null) {
            Map<PoolId, Room> rooms = new HashMap<>();
            for (int at = 0; at < candidates.length; at++) {
                rooms.put(ids.get(at), candidates[at].tightest().room());
            }
            known = new Full(rooms);
            full = known;
        }
        return known;
    }
}
