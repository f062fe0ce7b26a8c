package io.berth.tck.kit;

import static io.berth.tck.kit.Theme.RESTART;

import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.config.NameValue;
import io.berth.tck.kit.Shown.Door;
import io.berth.tck.sim.FarSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A new engine over the same cluster and the same outside. */
final class RestartChecks {
    private final PluginFixture fixture;

    private RestartChecks(PluginFixture fixture) {
        this.fixture = fixture;
    }

    static List<Check> of(PluginFixture fixture) {
        RestartChecks checks = new RestartChecks(fixture);
        List<Check> all = new ArrayList<>();
        for (List<NameValue> parameters : fixture.parameters()) {
            String text = Plugged.text(parameters);
            all.add(new Check(
                    RESTART, text + " keeps its address in a new engine", () -> checks.sameAnswer(parameters)));
            all.add(new Check(RESTART, text + " is let go by a new engine", () -> checks.letGo(parameters)));
        }
        return List.copyOf(all);
    }

    private void sameAnswer(List<NameValue> parameters) {
        KitWorld world = new KitWorld(fixture);
        world.lead();
        // Others come first, so that what a process counts by itself is not the same again in the next one.
        PodRef other = world.create("other-0", parameters).ref();
        Expect.ready(world, other, Rule.BECOMES_READY);
        PodRef pod = world.create("game-0", parameters).ref();
        Expect.ready(world, pod, Rule.BECOMES_READY);
        world.delete(other);
        Expect.gone(world, other, Rule.GOES);
        world.pass(KitWorld.ROTATIONS);
        Set<Door> doors = world.shown(pod).doors();
        int writes = world.writes(pod);
        List<FarSide.Marked> standing = world.outside().standing();
        for (int i = 0; i < 2; i++) {
            world.restart();
            Expect.ready(world, pod, Rule.SAME_ANSWER);
            world.pass(KitWorld.ROTATIONS);
            Expect.sameDoors(world, pod, doors, Rule.SAME_ANSWER);
            Expect.unchanged(world, pod, writes, standing, Rule.RESTART_WRITES_NOTHING);
            Expect.served(world, pod);
        }
    }

    private void letGo(List<NameValue> parameters) {
        KitWorld world = new KitWorld(fixture);
        world.lead();
        PodRef pod = world.create("game-0", parameters).ref();
        Expect.ready(world, pod, Rule.BECOMES_READY);
        Set<Key> held = world.shown(pod).keys();
        world.restart();
        world.delete(pod);
        Expect.gone(world, pod, Rule.GOES);
        Expect.nothingLeft(world, pod, held, Rule.NOTHING_IS_LEFT);
    }
}
