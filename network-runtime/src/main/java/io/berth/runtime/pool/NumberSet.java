package io.berth.runtime.pool;

/**
 * Numbers within a window, with a summary bit per word, so that the next member is found in a few steps however large
 * the window is and however few members there are. The caller stays within the window. Not thread-safe.
 */
public final class NumberSet {
    private final int base;
    private final long[] words;
    private final long[] summary;
    private int size;

    /** An empty set that can have the numbers from {@code first} to {@code last}, both not negative. */
    public NumberSet(int first, int last) {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException(
                    "A window is first-last with 0 <= first <= last, got %d-%d".formatted(first, last));
        }
        base = first & ~63;
        words = new long[((last - base) >>> 6) + 1];
        summary = new long[((words.length - 1) >>> 6) + 1];
    }

    /** @return whether it is new */
    public boolean add(int number) {
        int bit = number - base;
        long before = words[bit >> 6];
        long after = before | (1L << bit);
        if (before == after) {
            return false;
        }
        words[bit >> 6] = after;
        summary[bit >> 12] |= 1L << (bit >> 6);
        size++;
        return true;
    }

    /** @return whether it was there */
    public boolean remove(int number) {
        int bit = number - base;
        long before = words[bit >> 6];
        long after = before & ~(1L << bit);
        if (before == after) {
            return false;
        }
        words[bit >> 6] = after;
        if (after == 0) {
            summary[bit >> 12] &= ~(1L << (bit >> 6));
        }
        size--;
        return true;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The least member at or above the given number, or -1. */
    public int next(int from) {
        int bit = Math.max(from, base) - base;
        int word = bit >>> 6;
        if (word >= words.length) {
            return -1;
        }
        long rest = words[word] & (-1L << bit);
        if (rest != 0) {
            return base + (word << 6) + Long.numberOfTrailingZeros(rest);
        }
        int next = nextFilledWord(word + 1);
        return next < 0 ? -1 : base + (next << 6) + Long.numberOfTrailingZeros(words[next]);
    }

    /** Adds some of the 64 numbers from {@code wordIndex * 64} on at once. */
    void addAll(int wordIndex, long bits) {
        if (bits != 0) {
            int word = wordIndex - (base >>> 6);
            size += Long.bitCount(bits & ~words[word]);
            words[word] |= bits;
            summary[word >>> 6] |= 1L << word;
        }
    }

    private int nextFilledWord(int from) {
        int group = from >>> 6;
        if (group >= summary.length) {
            return -1;
        }
        long rest = summary[group] & (-1L << from);
        while (rest == 0) {
            if (++group == summary.length) {
                return -1;
            }
            rest = summary[group];
        }
        return (group << 6) + Long.numberOfTrailingZeros(rest);
    }
}
