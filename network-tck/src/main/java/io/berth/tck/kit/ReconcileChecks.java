package io.berth.tck.kit;

import static io.berth.tck.kit.Theme.RECONCILE;

import io.berth.runtime.Answer;
import io.berth.spi.PodRef;
import io.berth.spi.config.NameValue;
import io.berth.tck.sim.FarSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way to Ready under the real engine, and what happens there afterwards: nothing. */
final class ReconcileChecks {
    private final PluginFixture fixture;

    private ReconcileChecks(PluginFixture fixture) {
        this.fixture = fixture;
    }

    static List<Check> of(PluginFixture fixture) {
        ReconcileChecks checks = new ReconcileChecks(fixture);
        List<Check> all = new ArrayList<>();
        for (List<NameValue> parameters : fixture.parameters()) {
            String text = Plugged.text(parameters);
            all.add(new Check(
                    RECONCILE, text + " becomes ready, truly, with few writes", () -> checks.becomesReady(parameters)));
            all.add(new Check(RECONCILE, text + " stays as it is", () -> checks.staysAsItIs(parameters)));
        }
        for (PluginFixture.Refusal refusal : fixture.refusals()) {
            all.add(new Check(
                    RECONCILE,
                    Plugged.text(refusal.parameters()) + " is refused, and harms nobody",
                    () -> checks.refused(refusal.parameters())));
        }
        return List.copyOf(all);
    }

    private void becomesReady(List<NameValue> parameters) {
        KitWorld world = new KitWorld(fixture);
        KitInstance engine = world.lead();
        PodRef pod = world.create("game-0", parameters).ref();
        Expect.ready(world, pod, Rule.BECOMES_READY);
        Expect.served(world, pod);
        int most = world.shown(pod).claimed() ? 2 : 1;
        if (world.writes(pod) > most) {
            throw new BrokenRule(
                    Rule.WRITES_ARE_COUNTED,
                    "%s needs %d writes to Ready instead of %d: %s"
                            .formatted(pod.name(), world.writes(pod), most, world.writesAfter(pod, 0)));
        }
        engine.resync(pod);
        world.pass(KitWorld.ROTATIONS);
        Expect.served(world, pod);
        Expect.namedByClaims(world);
    }

    private void staysAsItIs(List<NameValue> parameters) {
        KitWorld world = new KitWorld(fixture);
        KitInstance engine = world.lead();
        PodRef pod = world.create("game-0", parameters).ref();
        Expect.ready(world, pod, Rule.BECOMES_READY);
        world.pass(KitWorld.ROTATIONS);
        int writes = world.writes(pod);
        List<FarSide.Marked> standing = world.outside().standing();
        for (int i = 0; i < 5; i++) {
            engine.resync(pod);
            world.pass(Duration.ofSeconds(1));
            world.annotate(pod, "kit/touched", Integer.toString(i));
            world.pass(Duration.ofSeconds(1));
        }
        world.pass(KitWorld.ROTATIONS);
        Expect.unchanged(world, pod, writes, standing, Rule.STAYS_AS_IT_IS);
    }

    private void refused(List<NameValue> parameters) {
        KitWorld world = new KitWorld(fixture);
        world.lead();
        PodRef pod = world.create("game-0", parameters).ref();
        boolean answered = world.until(
                Duration.ofMinutes(1),
                () -> world.answer(pod).filter(Answer.Refused.class::isInstance).isPresent());
        Optional<Answer> answer = world.answer(pod);
        if (!answered || world.shown(pod).ready() || world.shown(pod).claimed()) {
            throw new BrokenRule(
                    Rule.BAD_PARAMETERS_ARE_HARMLESS,
                    "%s has the parameters %s and is answered %s; %s"
                            .formatted(pod.name(), Plugged.text(parameters), answer, world.story(pod)));
        }
        world.delete(pod);
        Expect.gone(world, pod, Rule.BAD_PARAMETERS_ARE_HARMLESS);
        Expect.empty(world, pod, Rule.BAD_PARAMETERS_ARE_HARMLESS);
    }
}
