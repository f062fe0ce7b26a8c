package io.berth.runtime.pool;

import io.berth.spi.PortSpace;
import java.util.Set;
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
        COOLING
    }

    private static final Fact[] FACTS = Fact.values();
    static final PortSpace[] SPACES = PortSpace.values();

    private final @Nullable SparseBits[] bits = new SparseBits[FACTS.length * SPACES.length];

    static int mask(Set<PortSpace> spaces) {
        int mask = 0;
        for (PortSpace space : spaces) {
            mask |= bit(space);
        }
        return mask;
    }

    static int bit(PortSpace space) {
        return 1 << space.ordinal();
    }

    boolean is(Fact fact, PortSpace space, int number) {
        SparseBits of = bits[fact.ordinal() * SPACES.length + space.ordinal()];
        return of != null && of.contains(number);
    }

    void set(Fact fact, PortSpace space, int number, boolean on) {
        int index = fact.ordinal() * SPACES.length + space.ordinal();
        SparseBits of = bits[index];
        if (of == null) {
            of = new SparseBits();
            bits[index] = of;
        }
        of.set(number, on);
    }

    /** The fact that counts for the number in any of the spaces, or null: it is free in all of them. */
    @Nullable Fact of(int mask, int number) {
        for (Fact fact : FACTS) {
            int first = fact.ordinal() * SPACES.length;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                SparseBits of = bits[first + Integer.numberOfTrailingZeros(rest)];
                if (of != null && of.contains(number)) {
                    return fact;
                }
            }
        }
        return null;
    }

    /** The mask of the spaces in which the number is free. */
    int freeSpaces(int number) {
        int free = 0;
        for (PortSpace space : SPACES) {
            if (of(bit(space), number) == null) {
                free |= bit(space);
            }
        }
        return free;
    }

    /** Of 64 numbers at once: those for which the fact is true in any of the spaces. */
    long word(Fact fact, int mask, int wordIndex) {
        long word = 0;
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            SparseBits of = bits[fact.ordinal() * SPACES.length + Integer.numberOfTrailingZeros(rest)];
            if (of != null) {
                word |= of.word(wordIndex);
            }
        }
        return word;
    }
}
