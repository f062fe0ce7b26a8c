package io.berth.runtime.pool;

import io.berth.spi.Numbers;
import io.berth.spi.Taken.Room;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool as seen through one set of allowed numbers and spaces: what is free in it, ready to be taken, and counts. */
final class PortView {
    private final Numbers numbers;
    private final int mask;
    private final NumberSet free;
    private final int[] counts = new int[Standing.Fact.COUNT];
    private final List<Runnable> watchers = new ArrayList<>(1);
    private boolean dropped;

    PortView(Numbers numbers, int mask, Standing standing) {
        this.numbers = numbers;
        this.mask = mask;
        List<Numbers.Range> ranges = numbers.ranges();
        free = ranges.isEmpty()
                ? new NumberSet(0, 0)
                : new NumberSet(
                        ranges.get(0).first(), ranges.get(ranges.size() - 1).last());
        for (Numbers.Range range : ranges) {
            int firstWord = range.first() >>> 6;
            int lastWord = range.last() >>> 6;
            for (int word = firstWord; word <= lastWord; word++) {
                long from = word == firstWord ? -1L << range.first() : -1L;
                long to = word == lastWord ? -1L >>> (63 - (range.last() & 63)) : -1L;
                countAll(word, from & to, standing);
            }
        }
    }

    private void countAll(int word, long allowed, Standing standing) {
        long rest = allowed;
        for (Standing.Fact fact : Standing.Fact.values()) {
            long having = rest & standing.word(fact, mask, word);
            counts[fact.index()] += Long.bitCount(having);
            rest &= ~having;
        }
        free.addAll(word, rest);
    }

    boolean isFor(Numbers otherNumbers, int otherMask) {
        return mask == otherMask && numbers.equals(otherNumbers);
    }

    boolean concerns(int spaceBit, int number) {
        return (mask & spaceBit) != 0 && numbers.contains(number);
    }

    int mask() {
        return mask;
    }

    NumberSet free() {
        return free;
    }

    /** The pool no longer keeps it up to date. */
    boolean isDropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
        changed();
    }

    /** Runs it after each change, until it is unwatched or the view is dropped. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    private void changed() {
        for (int i = 0; i < watchers.size(); i++) {
            watchers.get(i).run();
        }
    }

    void forget(int number, Standing.@Nullable Fact fact) {
        if (fact == null) {
            free.remove(number);
        } else {
            counts[fact.index()]--;
        }
    }

    void count(int number, Standing.@Nullable Fact fact) {
        if (fact == null) {
            free.add(number);
        } else {
            counts[fact.index()]++;
        }
        changed();
    }

    Room room() {
        return new Room(
                free.size(),
                counts[Standing.Fact.HELD.index()],
                counts[Standing.Fact.COOLING.index()],
                counts[Standing.Fact.FOREIGN.index()]);
    }
}
