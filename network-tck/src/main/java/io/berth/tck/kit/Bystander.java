package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.PodView;
import io.berth.tck.kit.Shown.Door;
import io.berth.tck.sim.ApiServer;
import java.util.HashMap;
import java.util.Map;

/** Looks at the pods at each change, and cries when two have the same. */
record Bystander(KitWorld world) {
    Bystander {
        requireNonNull(world, "world is null");
    }

    void watch() {
        world.api().watch(this::see);
    }

    private void see(ApiServer.Change change) {
        Map<Object, PodView> owners = new HashMap<>();
        for (PodView pod : world.api().pods()) {
            Shown shown = world.shown(pod.ref());
            for (Key key : shown.keys()) {
                claim(owners, key, pod);
            }
            if (shown.ready() && !pod.isFinished() && pod.deletion().isEmpty()) {
                for (Door door : shown.doors()) {
                    claim(owners, door, pod);
                }
            }
        }
    }

    private void claim(Map<Object, PodView> owners, Object what, PodView pod) {
        PodView other = owners.put(what, pod);
        if (other != null) {
            throw new BrokenRule(
                    Rule.ONE_HOLDER,
                    "%s is that of %s and of %s; %s".formatted(what, other.ref(), pod.ref(), world.story(pod.ref())));
        }
    }
}
