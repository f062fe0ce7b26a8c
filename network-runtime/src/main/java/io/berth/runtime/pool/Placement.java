package io.berth.runtime.pool;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/** Finds a number for every slot of one demand in one pool, without taking it. */
final class Placement {
    private final Demand demand;
    private final PortView[] views;
    private final Standing standing;
    private final int start;

    /** @param views per kind of the demand */
    Placement(Demand demand, PortView[] views, Standing standing, int start) {
        this.demand = demand;
        this.standing = standing;
        this.views = views;
        this.start = start;
    }

    /** Distinct numbers per slot, each free in its view; empty only if there is no such choice. */
    Optional<int[]> find() {
        if (!demand.mayFit(views)) {
            return Optional.empty();
        }
        if (demand.kinds() == 1) {
            return Optional.of(nextFit());
        }
        Optional<int[]> simple = nextFitOfEach();
        return simple.isPresent() ? simple : byClasses();
    }

    private int[] nextFit() {
        NumberSet free = views[0].free();
        int[] chosen = new int[demand.slots()];
        int from = start;
        for (int slot = 0; slot < chosen.length; slot++) {
            int number = nextAround(free, from);
            chosen[slot] = number;
            from = number + 1;
        }
        return chosen;
    }

    private static int nextAround(NumberSet free, int from) {
        int number = free.next(from);
        return number < 0 ? free.next(0) : number;
    }

    /** Each kind goes around once, from the start on; what one kind chose may be what another one needed. */
    private Optional<int[]> nextFitOfEach() {
        int[] chosen = new int[demand.slots()];
        int[] from = new int[demand.kinds()];
        Arrays.fill(from, start);
        boolean[] wrapped = new boolean[demand.kinds()];
        BitSet used = new BitSet();
        for (int slot = 0; slot < chosen.length; slot++) {
            int kind = demand.kindOf(slot);
            NumberSet free = views[kind].free();
            int number;
            do {
                number = free.next(from[kind]);
                if (number < 0 && !wrapped[kind]) {
                    wrapped[kind] = true;
                    number = free.next(0);
                }
                if (number < 0 || (wrapped[kind] && number >= start)) {
                    return Optional.empty();
                }
                from[kind] = number + 1;
            } while (used.get(number));
            used.set(number);
            chosen[slot] = number;
        }
        return Optional.of(chosen);
    }

    /**
     * The exact way. Numbers that are free in the same spaces are one class; how many of each class go to each kind is
     * a small flow problem, so the effort grows with the free numbers alone.
     */
    private Optional<int[]> byClasses() {
        int[] supply = new int[1 << Spaces.COUNT];
        for (int number = nextInAny(0); number >= 0; number = nextInAny(number + 1)) {
            supply[standing.freeSpaces(number)]++;
        }
        Shares shares = new Shares(demand, supply);
        for (int kind = 0; kind < demand.kinds(); kind++) {
            if (!shares.give(kind, demand.count(kind))) {
                return Optional.empty();
            }
        }
        return Optional.of(spend(shares));
    }

    private int[] spend(Shares shares) {
        int[] byNumber = new int[demand.slots()];
        int[] kindOfNumber = new int[demand.slots()];
        int found = 0;
        int number = nextInAny(start);
        while (found < byNumber.length) {
            if (number < 0) {
                number = nextInAny(0);
            }
            int kind = shares.spend(standing.freeSpaces(number));
            if (kind >= 0) {
                byNumber[found] = number;
                kindOfNumber[found++] = kind;
            }
            number = nextInAny(number + 1);
        }
        return inOrderOfSlots(byNumber, kindOfNumber);
    }

    private int[] inOrderOfSlots(int[] byNumber, int[] kindOfNumber) {
        int[] chosen = new int[demand.slots()];
        int[] at = new int[demand.kinds()];
        for (int slot = 0; slot < chosen.length; slot++) {
            int kind = demand.kindOf(slot);
            while (kindOfNumber[at[kind]] != kind) {
                at[kind]++;
            }
            chosen[slot] = byNumber[at[kind]++];
        }
        return chosen;
    }

    private int nextInAny(int from) {
        int least = -1;
        for (PortView view : views) {
            int number = view.free().next(from);
            if (number >= 0 && (least < 0 || number < least)) {
                least = number;
            }
        }
        return least;
    }
}
