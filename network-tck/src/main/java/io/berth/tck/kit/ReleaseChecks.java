package io.berth.tck.kit;

import static io.berth.tck.kit.Theme.RELEASE;

import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.config.NameValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a pod is let go. */
final class ReleaseChecks {
    private final PluginFixture fixture;

    private ReleaseChecks(PluginFixture fixture) {
        this.fixture = fixture;
    }

    static List<Check> of(PluginFixture fixture) {
        ReleaseChecks checks = new ReleaseChecks(fixture);
        List<Check> all = new ArrayList<>();
        for (List<NameValue> parameters : fixture.parameters()) {
            String text = Plugged.text(parameters);
            all.add(new Check(RELEASE, text + " is deleted when ready", () -> checks.deleted(parameters)));
            all.add(new Check(RELEASE, text + " is deleted on its way", () -> checks.deletedEarly(parameters)));
            all.add(new Check(RELEASE, text + " ends, and its object stays", () -> checks.finished(parameters)));
            all.add(new Check(RELEASE, text + " gives its keys back", () -> checks.keysComeBack(parameters)));
        }
        return List.copyOf(all);
    }

    private void deleted(List<NameValue> parameters) {
        KitWorld world = new KitWorld(fixture);
        world.lead();
        PodRef pod = world.create("game-0", parameters).ref();
        Expect.ready(world, pod, Rule.BECOMES_READY);
        Set<Key> held = world.shown(pod).keys();
        world.delete(pod);
        Expect.gone(world, pod, Rule.GOES);
        Expect.nothingLeft(world, pod, held, Rule.NOTHING_IS_LEFT);
        Expect.empty(world, pod, Rule.NOTHING_IS_LEFT);
    }

    private void deletedEarly(List<NameValue> parameters) {
        for (int millis : List.of(1, 60, 130, 250, 400, 800, 1500, 3000, 6000, 9000)) {
            KitWorld world = new KitWorld(fixture);
            world.lead();
            PodRef pod = world.create("game-0", parameters).ref();
            world.pass(Duration.ofMillis(millis));
            world.delete(pod);
            Expect.gone(world, pod, Rule.GOES);
            Expect.empty(world, pod, Rule.NOTHING_IS_LEFT);
        }
    }

    private void finished(List<NameValue> parameters) {
        KitWorld world = new KitWorld(fixture);
        world.lead();
        PodRef pod = world.create("game-0", parameters).ref();
        Expect.ready(world, pod, Rule.BECOMES_READY);
        Set<Key> held = world.shown(pod).keys();
        world.cluster().finish(pod);
        boolean went = world.until(
                KitWorld.PATIENCE,
                () -> !world.shown(pod).claimed()
                        && !world.shown(pod).ready()
                        && world.api()
                                .read(pod)
                                .filter(found -> found.finalizers().isEmpty())
                                .isPresent());
        if (!went) {
            throw new BrokenRule(
                    Rule.GOES, "%s has ended, and is not let go; %s".formatted(pod.name(), world.story(pod)));
        }
        Expect.nothingLeft(world, pod, held, Rule.NOTHING_IS_LEFT);
    }

    private void keysComeBack(List<NameValue> parameters) {
        KitWorld world = new KitWorld(fixture);
        world.lead();
        PodRef first = world.create("game-0", parameters).ref();
        Expect.ready(world, first, Rule.BECOMES_READY);
        Set<Key> held = world.shown(first).keys();
        world.delete(first);
        Expect.gone(world, first, Rule.GOES);
        if (held.isEmpty()) {
            return;
        }
        Map<Key, Optional<String>> resting = taken(world, held, "game-1", parameters);
        resting.forEach((key, who) -> {
            if (who.isEmpty()) {
                throw new BrokenRule(
                        Rule.KEYS_COME_BACK, "%s of %s can be taken without a rest".formatted(key, first.name()));
            }
        });
        world.pass(KitWorld.SETTINGS.cooldown());
        taken(world, held, "game-2", parameters).forEach((key, who) -> {
            if (who.filter(other -> !other.contains("game-1")).isPresent()) {
                throw new BrokenRule(
                        Rule.KEYS_COME_BACK,
                        "%s of %s, which is long gone, cannot be taken: %s has it"
                                .formatted(key, first.name(), who.get()));
            }
        });
    }

    /** Asks the engine's own ledger, on behalf of a new pod. */
    private static Map<Key, Optional<String>> taken(
            KitWorld world, Set<Key> keys, String name, List<NameValue> parameters) {
        Map<Key, Optional<String>> answers = new HashMap<>();
        world.witness().onPropose(ledger -> {
            if (answers.isEmpty()) {
                keys.forEach(key -> answers.put(key, ledger.take(key)));
            }
        });
        PodRef pod = world.create(name, parameters).ref();
        Expect.ready(world, pod, Rule.BECOMES_READY);
        if (answers.size() != keys.size()) {
            throw new IllegalStateException("The engine has asked for no proposal for " + pod);
        }
        return answers;
    }
}
