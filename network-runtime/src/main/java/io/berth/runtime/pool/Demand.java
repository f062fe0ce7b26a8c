package io.berth.runtime.pool;

import io.berth.spi.PortSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The slots of a wish by what they ask for. A kind is one set of spaces, given as a mask; most wishes have one kind.
 *
 * @param kindOf per slot the index of its kind
 * @param masks per kind
 * @param counts per kind how many slots ask for it
 */
record Demand(int[] kindOf, int[] masks, int[] counts) {
    static Demand of(List<Set<PortSpace>> slots) {
        int[] kindOf = new int[slots.size()];
        int[] masks = new int[Math.min(slots.size(), 1 << PortSpace.values().length)];
        int[] counts = new int[masks.length];
        int kinds = 0;
        for (int slot = 0; slot < kindOf.length; slot++) {
            int mask = Standing.mask(slots.get(slot));
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
