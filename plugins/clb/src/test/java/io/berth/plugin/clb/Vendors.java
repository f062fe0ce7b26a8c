package io.berth.plugin.clb;

import io.berth.spi.Identity;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules.BothOnOne;
import io.berth.tck.loadbalancer.LoadBalancerFarSide;
import io.berth.tck.loadbalancer.LoadBalancerFarSide.Scene;
import io.berth.tck.loadbalancer.SpecBalancers;
import io.berth.tck.loadbalancer.SpecCloudFactory;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.FarSide;
import io.berth.tck.sim.VirtualTime;
import java.util.List;
import java.util.OptionalInt;

/** The ways in which the clouds' balancers differ. */
enum Vendors {
    /** Locks the whole balancer; a group is made with its target. */
    LOCKING(new LoadBalancerRules(
            BothOnOne.APART, true, false, true, true, 0, 5, 1, OptionalInt.empty(), (shape, transport) -> List.of())),
    /** A listener has to be started; TCP and UDP exclude each other. */
    STARTING(new LoadBalancerRules(
            BothOnOne.IF_ALLOWED,
            true,
            true,
            true,
            true,
            0,
            5,
            4,
            OptionalInt.of(50),
            (shape, transport) -> List.of())),
    /** One listener for TCP and UDP; targets are IPs; marks are read apart. */
    JOINING(new LoadBalancerRules(
            BothOnOne.JOINED,
            false,
            false,
            false,
            false,
            4,
            1,
            4,
            OptionalInt.of(50),
            (shape, transport) -> List.of()));

    @SuppressWarnings("ImmutableEnumChecker") // its function is a constant
    private final LoadBalancerRules rules;

    Vendors(LoadBalancerRules rules) {
        this.rules = rules;
    }

    LoadBalancerRules rules() {
        return rules;
    }

    SpecBalancers balancers(VirtualTime time, Chance chance, int listeners) {
        return new SpecBalancers(time, chance.generator(), rules, listeners);
    }

    FarSide farSide(VirtualTime time, Chance chance, Identity identity, int listeners, boolean keepsIdle) {
        return new LoadBalancerFarSide(
                time,
                new Scene(new ClbFactory(), SpecCloudFactory.NETWORK_TYPE, "LbIds", keepsIdle),
                balancers(time, chance, listeners));
    }
}
