package io.berth.tck.sim;

import static org.assertj.core.api.Assertions.fail;

import io.berth.tck.sim.EngineParts.EngineFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine that is broken on purpose. It has to be convicted of what it does, and may be of what follows from it.
 *
 * @param firstSeed among the first that convict it: what breaks seldom would else take long to show
 */
record Mutant(EngineFactory engines, long firstSeed) {
    private static final int SEEDS = 40;
    private static final int STEPS = 3000;

    void isConvictedOf(Invariant invariant) {
        List<String> others = new ArrayList<>();
        for (long seed = firstSeed; seed < firstSeed + SEEDS; seed++) {
            try {
                Simulation.run(seed, Toy.setup(STEPS, engines));
            } catch (Simulation.Failure failure) {
                if (failure.invariant().filter(invariant::equals).isPresent()) {
                    System.out.printf("seed %d, step %d%n", seed, failure.steps());
                    return;
                }
                others.add(
                        String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
            }
        }
        fail("%d seeds of %d steps have not convicted it of %s, only: %s", SEEDS, STEPS, invariant, others);
    }
}
