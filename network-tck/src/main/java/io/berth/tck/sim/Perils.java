package io.berth.tck.sim;

/**
 * What goes wrong in one run. Not everything does in each: what always happens together hides what happens alone.
 *
 * @param crashes share of calls at which the caller dies
 * @param api share of API requests that fail in a storm; 0: there are no storms
 */
record Perils(
        double crashes,
        double api,
        boolean holds,
        boolean stops,
        boolean farStorms,
        boolean farOutages,
        boolean meddling,
        boolean tampering,
        boolean force,
        boolean evictions,
        boolean restarts,
        boolean nodeLosses,
        boolean edits,
        boolean watches,
        boolean badPods) {
    static Perils of(Chance chance) {
        return new Perils(
                chance.of(0.7) ? 0.002 + 0.01 * chance.below(3) : 0,
                chance.of(0.6) ? 0.05 + 0.1 * chance.below(3) : 0,
                chance.of(0.6),
                chance.of(0.5),
                chance.of(0.6),
                chance.of(0.4),
                chance.of(0.6),
                chance.of(0.5),
                chance.of(0.5),
                chance.of(0.5),
                chance.of(0.5),
                chance.of(0.3),
                chance.of(0.7),
                chance.of(0.6),
                chance.of(0.5));
    }
}
