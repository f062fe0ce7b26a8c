package io.berth.tck.kit;

import static io.berth.tck.kit.Theme.CRASH;

import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.config.NameValue;
import io.berth.tck.kit.Shown.Door;
import io.berth.tck.sim.Gate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A pod's whole life, again and again, with the process ending before and after each call that it makes. */
final class CrashChecks {
    /** The whole life is gone through this often, each time with other calls, so that what is wrong shows early. */
    private static final int STRIDE = 7;

    private final PluginFixture fixture;

    private CrashChecks(PluginFixture fixture) {
        this.fixture = fixture;
    }

    static List<Check> of(PluginFixture fixture) {
        CrashChecks checks = new CrashChecks(fixture);
        List<Check> all = new ArrayList<>();
        for (List<NameValue> parameters : fixture.parameters()) {
            all.add(new Check(
                    CRASH,
                    Plugged.text(parameters) + " survives the end of a process at any call",
                    () -> checks.everywhere(parameters)));
        }
        return List.copyOf(all);
    }

    /** Ends no process, and notes where one could end. */
    private static final class Never implements Gate.Fate {
        private final List<Integer> chances = new ArrayList<>();
        private final Set<List<Object>> known = new HashSet<>();
        private Supplier<Object> state = () -> "";
        private int seen;

        /** A call that was made before, with nothing changed since, is no other place to end at. */
        @Override
        public boolean diesAt(String instance, String call, boolean before) {
            if (known.add(List.of(call, before, state.get()))) {
                chances.add(seen);
            }
            seen++;
            return false;
        }
    }

    /** Ends the process once, at that many calls from the beginning. */
    private static final class Once implements Gate.Fate {
        private final int at;
        private int seen;
        private Optional<String> where = Optional.empty();

        private Once(int at) {
            this.at = at;
        }

        @Override
        public boolean diesAt(String instance, String call, boolean before) {
            if (seen++ != at) {
                return false;
            }
            where = Optional.of((before ? "before " : "after ") + call);
            return true;
        }
    }

    private void everywhere(List<NameValue> parameters) {
        Never never = new Never();
        KitWorld untroubled = new KitWorld(fixture, never);
        never.state = () -> List.of(
                untroubled.api().version(),
                untroubled.outside().standing(),
                untroubled.debts().all());
        int standing = live(untroubled, parameters, -1);
        for (int first = 0; first < STRIDE; first++) {
            for (int i = first; i < never.chances.size(); i += STRIDE) {
                Once fate = new Once(never.chances.get(i));
                try {
                    live(new KitWorld(fixture, fate), parameters, standing);
                } catch (BrokenRule broken) {
                    throw new BrokenRule(
                            broken.rule(),
                            "the process has ended %s; %s".formatted(fate.where.orElse("nowhere"), broken.seen()),
                            broken);
                }
                if (fate.where.isEmpty()) {
                    throw new IllegalStateException("No process has ended at call " + fate.at);
                }
            }
        }
    }

    /**
     * @param expected how much stands outside for a ready pod; -1: not known yet
     * @return how much did
     */
    private static int live(KitWorld world, List<NameValue> parameters, int expected) {
        world.lead();
        PodRef pod = world.create("game-0", parameters).ref();
        List<Set<Door>> published = new ArrayList<>();
        world.api().watch(change -> published(world, change.pod()).ifPresent(published::add));
        Expect.ready(world, pod, Rule.CRASH_IS_SURVIVED);
        // Asked in every life, also where nothing is expected: what is scheduled decides about what comes after.
        boolean asMany = world.until(
                KitWorld.ROTATIONS,
                () -> expected < 0 || world.outside().standing().size() == expected);
        if (!asMany) {
            throw new BrokenRule(
                    Rule.CRASH_DOUBLES_NOTHING,
                    "%d things stand outside instead of %d; %s"
                            .formatted(world.outside().standing().size(), expected, world.story(pod)));
        }
        int standing = world.outside().standing().size();
        Expect.ready(world, pod, Rule.CRASH_IS_SURVIVED);
        Expect.served(world, pod);
        world.delete(pod);
        Expect.gone(world, pod, Rule.CRASH_IS_SURVIVED);
        if (published.stream().distinct().count() > 1) {
            throw new BrokenRule(
                    Rule.CRASH_KEEPS_ADDRESS,
                    "one after the other there was published %s; %s"
                            .formatted(published.stream().distinct().toList(), world.story(pod)));
        }
        Expect.empty(world, pod, Rule.CRASH_LEAKS_NOTHING);
        return standing;
    }

    private static Optional<Set<Door>> published(KitWorld world, PodView pod) {
        Shown shown = world.shown(pod.ref());
        return shown.ready() ? Optional.of(shown.doors()) : Optional.empty();
    }
}
