package io.berth.tck.sim;

import io.berth.spi.Identity;
import io.berth.tck.sim.EngineParts.EngineFactory;
import io.berth.tck.toy.ToyFarSide;

/** The simulation with the toy at its far side. */
final class Toy {
    static final Identity IDENTITY = new Identity("sim", "berth");

    /** For so many events things go wrong; a seed means the same history only with the same number. */
    static final int STEPS = 5000;

    private Toy() {}

    static Simulation.Setup setup(int steps, EngineFactory engines) {
        return new Simulation.Setup(steps, (time, chance) -> new ToyFarSide(time, chance, IDENTITY), engines);
    }

    static Simulation.Result run(long seed, int steps) {
        return Simulation.run(seed, setup(steps, EngineParts::build));
    }
}
