package io.berth.plugin.clb;

import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.config.NameValue;
import io.berth.tck.kit.Outside;
import io.berth.tck.kit.PluginFixture;
import io.berth.tck.kit.PluginKit;
import io.berth.tck.loadbalancer.SpecCloudFactory;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The contract of every plugin, over each way in which the clouds' balancers differ. */
class ClbKitTest {
    private record Fixture(Vendors vendor, boolean keepsIdle) implements PluginFixture {
        @Override
        public NetworkPluginFactory<?> plugin() {
            return new ClbFactory();
        }

        @Override
        public String networkType() {
            return SpecCloudFactory.NETWORK_TYPE;
        }

        @Override
        public List<NameValue> settings() {
            return List.of(
                    new NameValue("range", "7000-7040"),
                    new NameValue("blocked", "7003"),
                    new NameValue("keepIdle", Boolean.toString(keepsIdle)));
        }

        @Override
        public List<List<NameValue>> parameters() {
            List<List<NameValue>> all =
                    new ArrayList<>(List.of(parameters("lb-1", "80/TCP"), parameters("lb-2", "80/TCP,81/UDP")));
            if (vendor != Vendors.STARTING) {
                all.add(parameters("lb-1,lb-2", "80/TCPUDP"));
            }
            return all;
        }

        private static List<NameValue> parameters(String balancers, String ports) {
            return List.of(new NameValue("LbIds", balancers), new NameValue("PortProtocols", ports));
        }

        @Override
        public List<Refusal> refusals() {
            return List.of(
                    new Refusal(parameters(",", "0/TCP,80/tcp"), List.of("empty element", "'0'", "'tcp'")),
                    new Refusal(parameters("lb-1", "80,80"), List.of("80/TCP", "more than once")),
                    new Refusal(
                            List.of(new NameValue("LbIDs", "lb-1")),
                            List.of("LbIDs", "LbIds", "PortProtocols: is missing")));
        }

        @Override
        public Optional<List<NameValue>> elsewhere() {
            return Optional.of(parameters("lb-2", "80/TCP"));
        }

        @Override
        public Outside outside(VirtualTime time, Chance chance) {
            return Outside.of(vendor.farSide(time, chance, IDENTITY, 40, keepsIdle));
        }
    }

    @Nested
    class Locking extends PluginKit {
        @Override
        protected PluginFixture fixture() {
            return new Fixture(Vendors.LOCKING, false);
        }
    }

    @Nested
    class Starting extends PluginKit {
        @Override
        protected PluginFixture fixture() {
            return new Fixture(Vendors.STARTING, false);
        }
    }

    @Nested
    class Joining extends PluginKit {
        @Override
        protected PluginFixture fixture() {
            return new Fixture(Vendors.JOINING, false);
        }
    }

    @Nested
    class KeepingIdleSlots extends PluginKit {
        @Override
        protected PluginFixture fixture() {
            return new Fixture(Vendors.LOCKING, true);
        }
    }
}
