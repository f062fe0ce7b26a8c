package io.berth.plugin.clb;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Identity;
import io.berth.tck.sim.EngineParts;
import io.berth.tck.sim.SeededRuns;
import io.berth.tck.sim.Simulation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ports of shared balancers, while everything goes wrong; {@code -Dberth.seed=} replays a seed. */
class ClbSimulationTest {
    private static final Identity IDENTITY = new Identity("sim", "berth");
    private static final int STEPS = 4000;

    @ParameterizedTest
    @CsvSource({"LOCKING,false", "LOCKING,true", "STARTING,false", "STARTING,true", "JOINING,false", "JOINING,true"})
    void everythingHoldsWhateverGoesWrong(Vendors vendor, boolean keepsIdle) {
        Simulation.Setup setup = new Simulation.Setup(
                STEPS, (time, chance) -> vendor.farSide(time, chance, IDENTITY, 11, keepsIdle), EngineParts::build);
        assertThat(new SeededRuns(setup, System.out::println).hold(20_000)).isGreaterThan(STEPS);
    }
}
