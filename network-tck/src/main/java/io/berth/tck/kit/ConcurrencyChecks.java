package io.berth.tck.kit;

import static io.berth.tck.kit.Theme.CONCURRENCY;

import io.berth.spi.PodRef;
import io.berth.spi.config.NameValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** As many pods as there is room for, two engines that lead in turns, and one far side. */
final class ConcurrencyChecks {
    private static final int OF_EACH = 4;

    private final PluginFixture fixture;

    private ConcurrencyChecks(PluginFixture fixture) {
        this.fixture = fixture;
    }

    static List<Check> of(PluginFixture fixture) {
        ConcurrencyChecks checks = new ConcurrencyChecks(fixture);
        return List.of(
                new Check(CONCURRENCY, "many pods under one engine", () -> checks.together(Duration.ZERO)),
                new Check(
                        CONCURRENCY,
                        "many pods, and a lease that wanders",
                        () -> checks.together(Duration.ofSeconds(2))),
                new Check(
                        CONCURRENCY,
                        "many pods, and a lease that wanders fast",
                        () -> checks.together(Duration.ofMillis(370))));
    }

    /** @param turn how long each engine leads before the other does; zero: for ever */
    private void together(Duration turn) {
        KitWorld world = new KitWorld(fixture);
        KitInstance one = world.lead();
        KitInstance other = world.start();
        List<PodRef> pods = new ArrayList<>();
        for (List<NameValue> parameters : fixture.parameters()) {
            for (int i = 0; i < OF_EACH; i++) {
                pods.add(world.create("game-" + pods.size(), parameters).ref());
            }
        }
        wander(world, turn, one, other);
        settled(world, pods);
        // One goes, and another one of its name comes.
        world.delete(pods.get(0));
        wander(world, turn, other, one);
        Expect.gone(world, pods.get(0), Rule.ALL_ARE_SERVED);
        world.pass(KitWorld.SETTINGS.cooldown().plus(KitWorld.ROTATIONS));
        pods.set(0, world.create("game-0", fixture.parameters().get(0)).ref());
        wander(world, turn, one, other);
        settled(world, pods);
        Expect.namedByClaims(world);

        pods.forEach(world::delete);
        wander(world, turn, other, one);
        pods.forEach(pod -> Expect.gone(world, pod, Rule.ALL_ARE_SERVED));
        Expect.empty(world, pods.get(0), Rule.NOTHING_IS_LEFT);
    }

    private static void wander(KitWorld world, Duration turn, KitInstance first, KitInstance second) {
        for (int i = 0; !turn.isZero() && i < 10; i++) {
            world.pass(turn);
            world.lease().give((i % 2 == 0 ? first : second).seat());
        }
    }

    private static void settled(KitWorld world, List<PodRef> pods) {
        pods.forEach(pod -> Expect.ready(world, pod, Rule.ALL_ARE_SERVED));
        pods.forEach(pod -> Expect.served(world, pod));
        world.pass(KitWorld.ROTATIONS);
        pods.forEach(pod -> Expect.ready(world, pod, Rule.ALL_ARE_SERVED));
        pods.forEach(pod -> Expect.served(world, pod));
    }
}
