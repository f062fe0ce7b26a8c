package io.berth.runtime.pool;

import io.berth.spi.PortSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The slots of a wish by what they ask for. A kind is one set of spaces, given as a mask; most wishes have one kind.
 */
final class Demand {
    private final int[] kindOf;
    private final int[] masks;
    private final int[] counts;

    private Demand(int[] kindOf, int[] masks, int[] counts) {
        this.kindOf = kindOf;
        this.masks = masks;
        this.counts = counts;
    }

    static Demand of(List<Set<PortSpace>> slots) {
        int[] kindOf = new int[slots.size()];
        int[] masks = new int[Math.min(slots.size(), 1 << Spaces.COUNT)];
        int[] counts = new int[masks.length];
        int kinds = 0;
        for (int slot = 0; slot < kindOf.length; slot++) {
            int mask = Spaces.mask(slots.get(slot));
            int kind = 0;
            while (kind < kinds && masks[kind] != mask) {
                kind++;
            }
            if (kind == kinds) {
                masks[kinds++] = mask;
            }
            kindOf[slot] = kind;
            counts[kind]++;
        }
        return kinds == masks.length
                ? new Demand(kindOf, masks, counts)
                : new Demand(kindOf, Arrays.copyOf(masks, kinds), Arrays.copyOf(counts, kinds));
    }

    int slots() {
        return kindOf.length;
    }

    int kinds() {
        return masks.length;
    }

    /** The index of the slot's kind. */
    int kindOf(int slot) {
        return kindOf[slot];
    }

    /** The spaces that a kind asks for. */
    int mask(int kind) {
        return masks[kind];
    }

    /** How many slots are of the kind. */
    int count(int kind) {
        return counts[kind];
    }

    boolean hasKindsOf(Demand other) {
        return Arrays.equals(masks, other.masks);
    }

    /**
     * Whether the counts alone allow it: what asks for more spaces draws on the same numbers as what asks for fewer of
     * them. For one kind this is exact.
     */
    boolean mayFit(PortView[] views) {
        for (int kind = 0; kind < masks.length; kind++) {
            int needed = counts[kind];
            for (int other = 0; other < masks.length; other++) {
                if (other != kind && (masks[other] & masks[kind]) == masks[kind]) {
                    needed += counts[other];
                }
            }
            if (views[kind].free().size() < needed) {
                return false;
            }
        }
        return true;
    }
}
