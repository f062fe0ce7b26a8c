package io.berth.cloud.volcengine;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.plugin.clb.ClbFactory;
import io.berth.spi.Identity;
import io.berth.tck.kit.PluginFixture;
import io.berth.tck.kit.PluginKit;
import io.berth.tck.loadbalancer.LoadBalancerFarSide;
import io.berth.tck.loadbalancer.LoadBalancerFarSide.Scene;
import io.berth.tck.loadbalancer.LoadBalancerFixture;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.EngineParts;
import io.berth.tck.sim.FarSide;
import io.berth.tck.sim.SeededRuns;
import io.berth.tck.sim.Simulation;
import io.berth.tck.sim.VirtualTime;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The plugin clb over this cloud: the contract kit, and the simulation ({@code -Dberth.seed=} replays a seed). */
class ClbPluginTest {
    private static final int STEPS = 3000;
    private static final Scene SCENE = new Scene(new ClbFactory(), "Volcengine-CLB", "ClbIds", false);

    private static FarSide farSide(VirtualTime time, Chance chance) {
        Identity identity = new Identity("sim", "berth");
        return new LoadBalancerFarSide(time, SCENE, new ClbsAsTheyAre(time, chance.generator(), identity, 11));
    }

    @Test
    void everythingHoldsWhateverGoesWrong() {
        Simulation.Setup setup = new Simulation.Setup(STEPS, ClbPluginTest::farSide, EngineParts::build);
        assertThat(new SeededRuns(setup, System.out::println).hold(15_000)).isGreaterThan(STEPS);
    }

    @Nested
    class Kit extends PluginKit {
        /** The same ids each time. */
        private static ClbsAsTheyAre balancers(VirtualTime time) {
            return new ClbsAsTheyAre(
                    time, new SplittableRandom(7), PluginFixture.IDENTITY, LoadBalancerFixture.LISTENERS);
        }

        @Override
        protected PluginFixture fixture() {
            List<String> ids = List.copyOf(balancers(new VirtualTime(new SplittableRandom(7)))
                    .addresses()
                    .keySet());
            return new LoadBalancerFixture(SCENE, ids, true, (time, chance) -> balancers(time));
        }
    }
}
