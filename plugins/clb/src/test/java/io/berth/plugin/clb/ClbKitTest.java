package io.berth.plugin.clb;

import io.berth.tck.kit.PluginFixture;
import io.berth.tck.kit.PluginKit;
import io.berth.tck.loadbalancer.LoadBalancerFarSide.Scene;
import io.berth.tck.loadbalancer.LoadBalancerFixture;
import io.berth.tck.loadbalancer.SpecCloudFactory;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The contract of every plugin, over each way in which the clouds' balancers differ. */
class ClbKitTest {
    private static PluginFixture fixture(Vendors vendor, boolean keepsIdle) {
        return new LoadBalancerFixture(
                new Scene(new ClbFactory(), SpecCloudFactory.NETWORK_TYPE, "LbIds", keepsIdle),
                List.of("lb-1", "lb-2"),
                vendor != Vendors.STARTING,
                (time, chance) -> vendor.balancers(time, chance, LoadBalancerFixture.LISTENERS));
    }

    @Nested
    class Locking extends PluginKit {
        @Override
        protected PluginFixture fixture() {
            return ClbKitTest.fixture(Vendors.LOCKING, false);
        }
    }

    @Nested
    class Starting extends PluginKit {
        @Override
        protected PluginFixture fixture() {
            return ClbKitTest.fixture(Vendors.STARTING, false);
        }
    }

    @Nested
    class Joining extends PluginKit {
        @Override
        protected PluginFixture fixture() {
            return ClbKitTest.fixture(Vendors.JOINING, false);
        }
    }

    @Nested
    class KeepingIdleSlots extends PluginKit {
        @Override
        protected PluginFixture fixture() {
            return ClbKitTest.fixture(Vendors.LOCKING, true);
        }
    }
}
