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

/** Several pools side by side, for wishes that allow the same numbers and ask for the same kinds of slots. */
final class PoolChoice {
    private final List<PortPool> pools;
    private final Numbers numbers;
    private final Demand kinds;
    private final PortView[][] views;
    private final int first;
    private final int span;

    private List<PoolId> candidates;
    private int turn;

    PoolChoice(List<PoolId> candidates, List<PortPool> pools, Numbers numbers, Demand demand) {
        this.candidates = List.copyOf(candidates);
        this.pools = pools;
        this.numbers = numbers;
        this.kinds = demand;
        this.views = new PortView[pools.size()][];
        for (int at = 0; at < views.length; at++) {
            views[at] = pools.get(at).views(numbers, demand);
        }
        List<Numbers.Range> ranges = numbers.ranges();
        first = ranges.isEmpty() ? 0 : ranges.get(0).first();
        span = ranges.isEmpty() ? 1 : ranges.get(ranges.size() - 1).last() - first + 1;
    }

    boolean isFor(Numbers wanted, Demand demand) {
        return kinds.hasKindsOf(demand) && numbers.equals(wanted);
    }

    /** Whether it chooses among these. The list itself is remembered: that one is recognised at no cost. */
    boolean hasCandidates(List<PoolId> wanted) {
        if (candidates == wanted) {
            return true;
        }
        if (!candidates.equals(wanted)) {
            return false;
        }
        candidates = List.copyOf(wanted);
        return true;
    }

    /** Pools keep only so many views up to date; those that were dropped meanwhile are made again. */
    void refresh() {
        for (int at = 0; at < views.length; at++) {
            for (PortView view : views[at]) {
                if (view.isDropped()) {
                    views[at] = pools.get(at).views(numbers, kinds);
                    break;
                }
            }
        }
    }

    int start(IntUnaryOperator within) {
        return first + within.applyAsInt(span);
    }

    PortPool pool(int at) {
        return pools.get(at);
    }

    PortView[] views(int at) {
        return views[at];
    }

    /** The pool that comes first by the spread, of those that were not tried and may have room; or -1. */
    int pick(Demand demand, Wish.Spread spread, @Nullable BitSet tried) {
        int from = spread == Wish.Spread.SCATTER ? turn : 0;
        int best = -1;
        int most = -1;
        for (int i = 0; i < views.length; i++) {
            int at = from + i < views.length ? from + i : from + i - views.length;
            if (demand.mayFit(views[at]) && (tried == null || !tried.get(at))) {
                if (spread != Wish.Spread.BALANCED) {
                    return at;
                }
                int free = tightest(at).free().size();
                if (free > most) {
                    best = at;
                    most = free;
                }
            }
        }
        return best;
    }

    void tookFrom(int at) {
        turn = at + 1 == views.length ? 0 : at + 1;
    }

    Full full() {
        Map<PoolId, Room> rooms = new HashMap<>();
        for (int at = 0; at < views.length; at++) {
            rooms.put(candidates.get(at), tightest(at).room());
        }
        return new Full(rooms);
    }

    private PortView tightest(int at) {
        PortView tightest = views[at][0];
        for (PortView view : views[at]) {
            if (view.free().size() < tightest.free().size()) {
                tightest = view;
            }
        }
        return tightest;
    }
}
