package io.berth.runtime.usage;

import io.berth.runtime.pool.NumberSet;
import io.berth.spi.Numbers;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Allowed numbers in the order of their use for some protocols: a chain of levels, each with the numbers that are used
 * equally often. One use more or less moves a number to a neighbouring level, so it costs the same however many numbers
 * and levels there are.
 */
final class LevelView {
    private static final class Level {
        private final NumberSet members;
        private int uses;
        private @Nullable Level lower;
        private @Nullable Level higher;

        Level(NumberSet members) {
            this.members = members;
        }
    }

    private final Numbers numbers;
    private final int protocols;
    private final int first;
    private final int last;
    private final @Nullable Level[] levelOf;
    private @Nullable Level lowest;
    /** An emptied level, kept for the next one that is needed: a number that moves up and down makes no garbage. */
    private @Nullable Level spare;

    /**
     * @param numbers at least one
     * @param protocols a mask
     * @param usesOf how often a number is used now
     */
    LevelView(Numbers numbers, int protocols, IntUnaryOperator usesOf) {
        this.numbers = numbers;
        this.protocols = protocols;
        List<Numbers.Range> ranges = numbers.ranges();
        first = ranges.get(0).first();
        last = ranges.get(ranges.size() - 1).last();
        levelOf = new Level[last - first + 1];
        NavigableMap<Integer, Level> levels = new TreeMap<>();
        for (int number = first; number >= 0; number = numbers.next(number + 1)) {
            Level level = levels.computeIfAbsent(usesOf.applyAsInt(number), uses -> level(uses));
            level.members.add(number);
            levelOf[number - first] = level;
        }
        Level below = null;
        for (Level level : levels.values()) {
            link(below, level, null);
            below = level;
        }
    }

    boolean isFor(Numbers wanted, int wantedProtocols) {
        return protocols == wantedProtocols && numbers.equals(wanted);
    }

    boolean concerns(int protocolBit, int number) {
        return (protocols & protocolBit) != 0 && numbers.contains(number);
    }

    int protocols() {
        return protocols;
    }

    int first() {
        return first;
    }

    /** How many numbers there are from the lowest to the highest, gaps included. */
    int span() {
        return last - first + 1;
    }

    void move(int number, int uses) {
        Level from = levelOf[number - first];
        if (from == null || from.uses == uses) {
            return;
        }
        Level to = neighbour(from, uses);
        from.members.remove(number);
        to.members.add(number);
        levelOf[number - first] = to;
        if (from.members.isEmpty()) {
            unlink(from);
        }
    }

    private Level neighbour(Level from, int uses) {
        Level below = from;
        while (below != null && below.uses > uses) {
            below = below.lower;
        }
        Level above = below == null ? lowest : below.higher;
        while (above != null && above.uses < uses) {
            below = above;
            above = above.higher;
        }
        if (below != null && below.uses == uses) {
            return below;
        }
        if (above != null && above.uses == uses) {
            return above;
        }
        Level made = level(uses);
        link(below, made, above);
        return made;
    }

    private Level level(int uses) {
        Level level = spare == null ? new Level(new NumberSet(first, last)) : spare;
        spare = null;
        level.uses = uses;
        return level;
    }

    private void link(@Nullable Level below, Level level, @Nullable Level above) {
        level.lower = below;
        level.higher = above;
        if (below == null) {
            lowest = level;
        } else {
            below.higher = level;
        }
        if (above != null) {
            above.lower = level;
        }
    }

    private void unlink(Level level) {
        if (level.lower == null) {
            lowest = level.higher;
        } else {
            level.lower.higher = level.higher;
        }
        if (level.higher != null) {
            level.higher.lower = level.lower;
        }
        level.lower = null;
        level.higher = null;
        spare = level;
    }

    /** How many levels are kept: as many as there are different counts. */
    int levels() {
        int levels = 0;
        for (Level level = lowest; level != null; level = level.higher) {
            levels++;
        }
        return levels;
    }

    /** All numbers once, the least used first, among equals from the start upwards and around. */
    Ascent ascent(int start) {
        return new Ascent(start);
    }

    /** Good until the next move. */
    final class Ascent {
        private final int start;
        private @Nullable Level level = lowest;
        private int from;
        private boolean wrapped;

        private Ascent(int start) {
            this.start = start;
            this.from = start;
        }

        /** The next one, or -1. */
        int next() {
            while (level != null) {
                int number = level.members.next(from);
                if (number >= 0 && !(wrapped && number >= start)) {
                    from = number + 1;
                    return number;
                }
                if (wrapped) {
                    level = level.higher;
                    from = start;
                } else {
                    from = first;
                }
                wrapped = !wrapped;
            }
            return -1;
        }
    }
}
