package io.berth.runtime.pool;

/**
 * How many numbers of each class go to each kind of slot: a flow from classes to kinds, raised along augmenting paths.
 * A class is the set of spaces in which its numbers are free; it suits a kind that asks for no other space.
 */
final class Shares {
    private final Demand demand;
    private final int[] left;
    private final int[][] given;

    /** @param supply per class, indexed by its mask, how many numbers it has */
    Shares(Demand demand, int[] supply) {
        this.demand = demand;
        this.left = supply.clone();
        this.given = new int[demand.kinds()][supply.length];
    }

    /** Gives so many numbers to the kind, moving other kinds to other classes where needed; false if it cannot be. */
    boolean give(int kind, int wanted) {
        for (int missing = wanted; missing > 0; ) {
            int got = push(kind, missing, new boolean[left.length]);
            if (got == 0) {
                return false;
            }
            missing -= got;
        }
        return true;
    }

    private int push(int kind, int wanted, boolean[] visited) {
        for (int from = 0; from < left.length; from++) {
            if (!visited[from] && (from & demand.mask(kind)) == demand.mask(kind)) {
                visited[from] = true;
                int got = Math.min(wanted, left[from]);
                left[from] -= got;
                for (int other = 0; got == 0 && other < demand.kinds(); other++) {
                    if (other != kind && given[other][from] > 0) {
                        got = push(other, Math.min(wanted, given[other][from]), visited);
                        given[other][from] -= got;
                    }
                }
                if (got > 0) {
                    given[kind][from] += got;
                    return got;
                }
            }
        }
        return 0;
    }

    /** Uses one number of the class up for a kind that has been given some of it, or answers -1. */
    int spend(int from) {
        for (int kind = 0; kind < demand.kinds(); kind++) {
            if (given[kind][from] > 0) {
                given[kind][from]--;
                return kind;
            }
        }
        return -1;
    }
}
