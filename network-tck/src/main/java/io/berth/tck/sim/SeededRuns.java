package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** One simulation, run from many seeds. */
public final class SeededRuns {
    private static final String SEED = "berth.seed";
    private static final String STEPS = "berth.steps";

    private final Simulation.Setup setup;
    private final Consumer<String> report;

    /** @param report told each seed, before and after its run */
    public SeededRuns(Simulation.Setup setup, Consumer<String> report) {
        this.setup = requireNonNull(setup, "setup is null");
        this.report = requireNonNull(report, "report is null");
    }

    /**
     * Runs fresh seeds until so many steps have been taken in all. {@code -Dberth.seed=} replays one seed and nothing
     * else, {@code -Dberth.steps=} says how many steps it shall be: millions, where a night is at hand,
     * and {@code -Dberth.tail=} how many lines of its history a failure tells.
     *
     * @return the steps taken
     * @throws Simulation.Failure naming the seed
     */
    public long hold(long stepsInAll) {
        String given = System.getProperty(SEED);
        if (given != null) {
            return run(Long.decode(given)).steps();
        }
        Random seeds = new Random();
        long wanted = Long.getLong(STEPS, stepsInAll);
        long steps = 0;
        while (steps < wanted) {
            steps += run(seeds.nextLong()).steps();
        }
        return steps;
    }

    private Simulation.Result run(long seed) {
        report.accept("seed %d; replay with -D%s=%d".formatted(seed, SEED, seed));
        Simulation.Result result = Simulation.run(seed, setup);
        report.accept("seed %d held for %d steps in %s".formatted(seed, result.steps(), result.time()));
        return result;
    }

    /** What is found to be broken, over the seeds from 1 up to this one. */
    public Set<Invariant> convictions(int lastSeed) {
        Set<Invariant> found = EnumSet.noneOf(Invariant.class);
        for (long seed = 1; seed <= lastSeed; seed++) {
            try {
                Simulation.run(seed, setup);
            } catch (Simulation.Failure failure) {
                failure.invariant().ifPresent(found::add);
            }
        }
        return found;
    }
}
