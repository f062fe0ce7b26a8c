package io.berth.spi;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of port numbers: inclusive ranges less blocked ones. Made once from settings and shared; equal by content.
 */
public final class Numbers {
    /** @param last inclusive */
    public record Range(int first, int last) {
        public Range {
            if (first < 1 || last > 65_535 || last < first) {
                throw new IllegalArgumentException(
                        "A range is first-last with 1 <= first <= last <= 65535, got %d-%d".formatted(first, last));
            }
        }

        public boolean overlaps(Range other) {
            return first <= other.last && other.first <= last;
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    private final BitSet bits;
    private final int size;
    private final int hash;

    private Numbers(BitSet bits) {
        this.bits = bits;
        this.size = bits.cardinality();
        this.hash = bits.hashCode();
    }

    public static Numbers of(List<Range> ranges, List<Range> blocked) {
        BitSet bits = new BitSet();
        ranges.forEach(range -> bits.set(range.first(), range.last() + 1));
        blocked.forEach(range -> bits.clear(range.first(), range.last() + 1));
        return new Numbers(bits);
    }

    public static Numbers of(int first, int last) {
        return of(List.of(new Range(first, last)), List.of());
    }

    public boolean contains(int number) {
        return number > 0 && bits.get(number);
    }

    public int size() {
        return size;
    }

    /** The least number at or above the given one, or -1. */
    public int next(int from) {
        return bits.nextSetBit(Math.max(from, 0));
    }

    /** The runs of consecutive numbers, ascending. */
    public List<Range> ranges() {
        List<Range> ranges = new ArrayList<>();
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int end = bits.nextClearBit(first);
            ranges.add(new Range(first, end - 1));
            first = bits.nextSetBit(end);
        }
        return ranges;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Numbers that && hash == that.hash && bits.equals(that.bits));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return ranges().stream().map(Range::toString).collect(Collectors.joining(","));
    }
}
