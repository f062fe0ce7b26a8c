package io.berth.runtime.pool;

/**
 * How many numbers of each class go to each kind of slot: a flow from classes to kinds, raised along augmenting paths.
 * A class is the set of spaces in which its numbers are free; it suits a kind that asks for no other space.
 */
final class Shares {
    private final int[] masks;
    private final int[] left;
    private final int[][] given;

    /**
     * @param masks per kind the spaces that it asks for
     * @param supply per class, indexed by its mask, how many numbers it has
     */
    Shares(int[] masks, int[] supply) {
        this.masks = masks;
        this.left = supply.clone();
        this.given = new int[masks.length][supply.length];
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
            if (!visited[from] && (from & masks[kind]) == masks[kind]) {
                visited[from] = true;
                int got = Math.min(wanted, left[from]);
                left[from] -= got;
                for (int other = 0; got == 0 && other < masks.length; other++) {
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
        for (int kind = 0; kind < masks.length; kind++) {
            if (given[kind][from] > 0) {
                given[kind][from]--;
                return kind;
            }
        }
        return -1;
    }
}
