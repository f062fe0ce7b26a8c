package io.berth.runtime.pool;

import java.util.Random;

/** Where a test's randomness begins: {@code -Dberth.seed=} replays a run, else each run has its own. */
public final class Seed {
    private Seed() {}

    public static long next() {
        String given = System.getProperty("berth.seed");
        return given == null ? new Random().nextLong() : Long.decode(given);
    }

    /** Prints the seed too, for runs that end in another way than by an assertion. */
    public static String announce(long seed) {
        String text = "replay with -Dberth.seed=" + seed;
        System.out.println(text);
        return text;
    }
}
