package io.berth.runtime.pool;

import io.berth.spi.PortSpace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each number in each space: three facts that do not exclude each other (a foreign thing may be found
 * on a held number). Where one word is needed, the first fact of {@link Fact} that is true counts.
 */
final class Standing {
    /** In the order in which they count. */
    enum Fact {
        HELD,
        FOREIGN,
        COOLING;

        static final int COUNT = values().length;

        // An array index that never leaves the process.
        @SuppressWarnings("EnumOrdinal")
        int index() {
            return ordinal();
        }
    }

    private static final List<Fact> FACTS = List.of(Fact.values());

    private final @Nullable SparseBits[] bits = new SparseBits[Fact.COUNT * Spaces.COUNT];

    boolean is(Fact fact, PortSpace space, int number) {
        SparseBits of = bits[fact.index() * Spaces.COUNT + Spaces.index(space)];
        return of != null && of.contains(number);
    }

    void set(Fact fact, PortSpace space, int number, boolean on) {
        int index = fact.index() * Spaces.COUNT + Spaces.index(space);
        SparseBits of = bits[index];
        if (of == null) {
            of = new SparseBits();
            bits[index] = of;
        }
        of.set(number, on);
    }

    /** The fact that counts for the number in any of the spaces, or null: it is free in all of them. */
    @Nullable
    Fact of(int mask, int number) {
        for (int fact = 0; fact < Fact.COUNT; fact++) {
            int first = fact * Spaces.COUNT;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                SparseBits of = bits[first + Integer.numberOfTrailingZeros(rest)];
                if (of != null && of.contains(number)) {
                    return FACTS.get(fact);
                }
            }
        }
        return null;
    }

    /** The mask of the spaces in which the number is free. */
    int freeSpaces(int number) {
        int free = 0;
        for (int bit = 1; bit < 1 << Spaces.COUNT; bit <<= 1) {
            if (of(bit, number) == null) {
                free |= bit;
            }
        }
        return free;
    }

    /** Of 64 numbers at once: those for which the fact is true in any of the spaces. */
    long word(Fact fact, int mask, int wordIndex) {
        long word = 0;
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            SparseBits of = bits[fact.index() * Spaces.COUNT + Integer.numberOfTrailingZeros(rest)];
            if (of != null) {
                word |= of.word(wordIndex);
            }
        }
        return word;
    }
}
