package io.berth.plugin.clb.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.plugin.clb.ClbFactory;
import io.berth.tck.service.PlayedForm;
import io.berth.tck.service.ServiceFarSide;
import io.berth.tck.sim.EngineParts;
import io.berth.tck.sim.SeededRuns;
import io.berth.tck.sim.Simulation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Services of shared pools, while everything goes wrong; {@code -Dberth.seed=} replays a seed. */
class ServiceSimulationTest {
    private static final int STEPS = 4000;

    @ParameterizedTest
    @EnumSource(PlayedForm.class)
    void everythingHoldsWhateverGoesWrong(PlayedForm form) {
        Simulation.Setup setup = new Simulation.Setup(
                STEPS, (time, chance) -> new ServiceFarSide(time, chance, form, new ClbFactory()), EngineParts::build);
        assertThat(new SeededRuns(setup, System.out::println).hold(20_000)).isGreaterThan(STEPS);
    }
}
