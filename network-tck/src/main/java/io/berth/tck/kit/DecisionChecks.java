package io.berth.tck.kit;

import static io.berth.tck.kit.Theme.DECIDE;
import static java.util.Objects.requireNonNull;

import io.berth.runtime.Answer;
import io.berth.spi.Goal;
import io.berth.spi.Key;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.PodRef;
import io.berth.spi.PoolId;
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Step;
import io.berth.spi.config.NameValue;
import io.berth.tck.kit.Shown.Door;
import io.berth.tck.kit.Witness.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is decided. A pod lives a whole life under the engine for each of the fixture's parameters; then every decision of
 * it is asked for again, as it was, and with something about it changed.
 */
final class DecisionChecks {
    private final PluginFixture fixture;

    private DecisionChecks(PluginFixture fixture) {
        this.fixture = fixture;
    }

    static List<Check> of(PluginFixture fixture) {
        DecisionChecks checks = new DecisionChecks(fixture);
        return List.of(
                new Check(DECIDE, "equal arguments give equal steps", () -> checks.each(checks::pure)),
                new Check(DECIDE, "acts touch what is held", () -> checks.each(DecisionChecks::touches)),
                new Check(DECIDE, "nothing new comes in unless serving", () -> checks.each(DecisionChecks::letsIn)),
                new Check(
                        DECIDE,
                        "a claim is served without parameters",
                        () -> checks.each(DecisionChecks::withoutParameters)),
                new Check(DECIDE, "gone is what is proven gone", checks::gone),
                new Check(DECIDE, "observing only reads", checks::observes),
                new Check(DECIDE, "a drain keeps the address", checks::quiet),
                new Check(DECIDE, "a disabled network keeps the address", checks::detached),
                new Check(DECIDE, "broken parameters change nothing", checks::brokenParameters));
    }

    // A life.

    /** Ready, drained, ready, disabled, ready, deleted. */
    private static List<Decision<?, ?, ?>> live(KitWorld world, List<NameValue> parameters) {
        world.lead();
        PodRef pod = world.create("game-0", parameters).ref();
        Expect.ready(world, pod, Rule.BECOMES_READY);
        drain(world, pod, true);
        drain(world, pod, false);
        Expect.ready(world, pod, Rule.BECOMES_READY);
        disable(world, pod, true);
        disable(world, pod, false);
        Expect.ready(world, pod, Rule.BECOMES_READY);
        world.delete(pod);
        Expect.gone(world, pod, Rule.GOES);
        return world.witness().decisions();
    }

    private interface OfDecision {
        <P, C, F> void check(Decision<P, C, F> decision) throws Exception;
    }

    /** Also those of a life that came to nothing: they may say why. */
    private void each(OfDecision check) throws Exception {
        for (List<NameValue> parameters : fixture.parameters()) {
            KitWorld world = new KitWorld(fixture);
            Optional<BrokenRule> early = Optional.empty();
            try {
                live(world, parameters);
            } catch (BrokenRule broken) {
                early = Optional.of(broken);
            }
            for (Decision<?, ?, ?> decision :
                    new LinkedHashSet<>(world.witness().decisions())) {
                check.check(decision);
            }
            if (early.isPresent()) {
                throw early.get();
            }
        }
    }

    private static void drain(KitWorld world, PodRef pod, boolean on) {
        world.label(pod, KitWorld.SETTINGS.keys().state(), on ? Optional.of("PreDelete") : Optional.empty());
        if (on) {
            answered(world, pod, Reason.DRAINING, Rule.QUIET_KEEPS_ADDRESS);
        }
    }

    private static void disable(KitWorld world, PodRef pod, boolean on) {
        world.label(pod, KitWorld.SETTINGS.keys().networkDisabled(), on ? Optional.of("true") : Optional.empty());
        if (on) {
            answered(world, pod, Reason.NETWORK_DISABLED, Rule.DETACHED_TAKES_TRAFFIC);
        }
    }

    private static void answered(KitWorld world, PodRef pod, Reason reason, Rule rule) {
        boolean done = world.until(
                KitWorld.PATIENCE,
                () -> world.answer(pod)
                                .filter(answer ->
                                        answer instanceof Answer.Waiting waiting && waiting.reason() == reason)
                                .isPresent()
                        && !world.shown(pod).ready());
        if (!done) {
            throw new BrokenRule(rule, "%s does not come to '%s'; %s".formatted(pod.name(), reason, world.story(pod)));
        }
    }

    // Every decision again.

    private <P, C, F> void pure(Decision<P, C, F> decision) throws Exception {
        Set<PoolId> pools = decision.plugin().pools(decision.held());
        if (!pools.equals(other(decision).pools(decision.held()))) {
            throw new BrokenRule(
                    Rule.DECIDING_IS_PURE,
                    "for %s the pools are %s, and by another instance %s"
                            .formatted(decision.held(), pools, other(decision).pools(decision.held())));
        }
        List<Object> first = Steps.meaning(decision.step());
        List<Step<C, F>> again = new ArrayList<>();
        again.add(decision.again(decision.goal(), decision.parameters(), decision.seen()));
        again.addAll(Everywhere.call(() -> decision.again(decision.goal(), decision.parameters(), decision.seen())));
        again.add(other(decision).decide(decision.held(), decision.goal(), decision.parameters(), decision.seen()));
        for (Step<C, F> step : again) {
            if (!Steps.meaning(step).equals(first)) {
                throw new BrokenRule(
                        Rule.DECIDING_IS_PURE,
                        "for the goal %s the plugin decides %s, and then %s with equal arguments"
                                .formatted(decision.goal(), decision.step(), step));
            }
        }
    }

    /** An instance that has been asked nothing before. */
    @SuppressWarnings("unchecked") // of one fixture
    private <P, C, F> NetworkPlugin<P, C, F> other(Decision<P, C, F> like) {
        requireNonNull(like, "like is null");
        return ((Plugged<P, C, F>) Plugged.of(fixture)).plugin();
    }

    private static <P, C, F> void touches(Decision<P, C, F> decision) {
        Optional<Step.Act<C, F>> act = Steps.act(decision.step());
        if (act.isEmpty()) {
            return;
        }
        Set<Key> wrong = new HashSet<>(Steps.touches(act.get()));
        wrong.removeAll(decision.held().keys());
        // Ids that the far side chooses are granted on first use.
        wrong.removeIf(key -> key instanceof Key.Member
                && decision.held().keys().stream()
                        .anyMatch(held -> held.inPool().equals(key.inPool())));
        boolean nothing =
                decision.held().claim().isPresent() && Steps.touches(act.get()).isEmpty();
        if (nothing || !wrong.isEmpty()) {
            throw new BrokenRule(
                    Rule.TOUCHES_WHAT_IS_HELD,
                    "'%s' touches %s, and the holder has %s"
                            .formatted(
                                    Steps.name(act.get()),
                                    Steps.touches(act.get()),
                                    decision.held().keys()));
        }
    }

    private static <P, C, F> void letsIn(Decision<P, C, F> decision) {
        for (Goal goal : List.of(Goal.QUIET, Goal.DETACHED, Goal.GONE)) {
            Step<C, F> step = decision.again(goal, decision.parameters(), decision.seen());
            if (Steps.letsIn(step)) {
                throw new BrokenRule(
                        Rule.NOTHING_NEW_UNLESS_SERVING,
                        "for the goal %s the plugin decides %s on %s".formatted(goal, step, decision.seen()));
            }
        }
    }

    private static <P, C, F> void withoutParameters(Decision<P, C, F> decision) {
        Step<C, F> step = decision.again(decision.goal(), Optional.empty(), decision.seen());
        if (decision.goal() != Goal.SERVE || decision.held().claim().isEmpty()) {
            return;
        }
        if (decision.step() instanceof Step.Reached<C, F> before && !step.equals(before)) {
            throw new BrokenRule(
                    Rule.SERVES_WITHOUT_PARAMETERS,
                    "with parameters the plugin decides %s, and without %s".formatted(before, step));
        }
    }

    private void gone() throws Exception {
        for (List<NameValue> parameters : fixture.parameters()) {
            int proven = 0;
            boolean claims = false;
            for (Decision<?, ?, ?> decision : live(new KitWorld(fixture), parameters)) {
                claims |= decision.held().claim().isPresent();
                proven += gone(decision) ? 1 : 0;
            }
            if (claims && proven == 0) {
                throw new BrokenRule(Rule.GONE_NEEDS_PROOF, "no decision for GONE was Reached in a whole life");
            }
        }
    }

    private static <P, C, F> boolean gone(Decision<P, C, F> decision) {
        if (decision.held().claim().isEmpty()) {
            return false;
        }
        Seen<F> seen = decision.seen();
        if (decision.goal() == Goal.GONE && decision.reached()) {
            Seen<F> unproven = new Seen<>(seen.facts(), false, seen.lastFault());
            if (decision.again(Goal.GONE, decision.parameters(), unproven) instanceof Step.Reached<C, F> reached) {
                throw new BrokenRule(
                        Rule.GONE_NEEDS_PROOF, "for GONE the plugin decides %s on %s".formatted(reached, unproven));
            }
            return true;
        }
        if (decision.goal() == Goal.SERVE && decision.reached() && seen.facts().isPresent()) {
            Seen<F> proven = new Seen<>(seen.facts(), true, seen.lastFault());
            if (decision.again(Goal.GONE, decision.parameters(), proven) instanceof Step.Reached<C, F> reached) {
                throw new BrokenRule(
                        Rule.GONE_NEEDS_PROOF,
                        "for GONE the plugin decides %s while it is seen that the pod is served: %s"
                                .formatted(reached, proven));
            }
        }
        return false;
    }

    // Under the engine.

    private void observes() {
        for (List<NameValue> parameters : fixture.parameters()) {
            KitWorld world = new KitWorld(fixture);
            world.witness().takesInventory();
            world.lead();
            PodRef pod = world.create("game-0", parameters).ref();
            Expect.ready(world, pod, Rule.BECOMES_READY);
            world.delete(pod);
            Expect.gone(world, pod, Rule.GOES);
            boolean reads = world.witness().decisions().stream().anyMatch(DecisionChecks::reads);
            if (reads && world.witness().observations() == 0) {
                throw new IllegalStateException("The engine has decided without observing");
            }
        }
    }

    private static <P, C, F> boolean reads(Decision<P, C, F> decision) {
        return !decision.plugin().pools(decision.held()).isEmpty();
    }

    private void quiet() {
        for (List<NameValue> parameters : fixture.parameters()) {
            KitWorld world = new KitWorld(fixture);
            world.lead();
            PodRef pod = world.create("game-0", parameters).ref();
            Expect.ready(world, pod, Rule.BECOMES_READY);
            Shown before = world.shown(pod);
            drain(world, pod, true);
            world.pass(KitWorld.ROTATIONS);
            keepsKeys(world, pod, before, Rule.QUIET_KEEPS_ADDRESS);
            drain(world, pod, false);
            Expect.ready(world, pod, Rule.QUIET_KEEPS_ADDRESS);
            Expect.sameDoors(world, pod, before.doors(), Rule.QUIET_KEEPS_ADDRESS);
            Expect.served(world, pod);
        }
    }

    private void detached() {
        for (List<NameValue> parameters : fixture.parameters()) {
            KitWorld world = new KitWorld(fixture);
            world.lead();
            PodRef pod = world.create("game-0", parameters).ref();
            Expect.ready(world, pod, Rule.BECOMES_READY);
            Shown before = world.shown(pod);
            disable(world, pod, true);
            if (before.claimed()) {
                before.doors().forEach(door -> shut(world, pod, door));
            }
            world.pass(KitWorld.ROTATIONS);
            keepsKeys(world, pod, before, Rule.DETACHED_TAKES_TRAFFIC);
            disable(world, pod, false);
            Expect.ready(world, pod, Rule.DETACHED_TAKES_TRAFFIC);
            Expect.sameDoors(world, pod, before.doors(), Rule.DETACHED_TAKES_TRAFFIC);
            Expect.served(world, pod);
        }
    }

    private static void shut(KitWorld world, PodRef pod, Door door) {
        Set<String> behind = world.cluster().behind(door.ip(), door.protocol(), door.port());
        if (!behind.isEmpty()) {
            throw new BrokenRule(
                    Rule.DETACHED_TAKES_TRAFFIC,
                    "the network of %s is disabled, and a client of %s still reaches %s"
                            .formatted(pod.name(), door, behind));
        }
    }

    private static void keepsKeys(KitWorld world, PodRef pod, Shown before, Rule rule) {
        Set<Key> lost = new HashSet<>(before.keys());
        lost.removeAll(world.shown(pod).keys());
        if (!lost.isEmpty()) {
            throw new BrokenRule(rule, "%s has given up %s; %s".formatted(pod.name(), lost, world.story(pod)));
        }
    }

    private void brokenParameters() {
        for (List<NameValue> parameters : fixture.parameters()) {
            KitWorld world = new KitWorld(fixture);
            world.lead();
            PodRef pod = world.create("game-0", parameters).ref();
            Expect.ready(world, pod, Rule.BECOMES_READY);
            Shown before = world.shown(pod);
            if (!before.claimed()) {
                return;
            }
            world.annotate(pod, KitWorld.SETTINGS.keys().networkConf(), "no json");
            world.pass(KitWorld.ROTATIONS);
            world.restart();
            world.pass(KitWorld.ROTATIONS);
            if (!world.shown(pod).ready()) {
                throw new BrokenRule(
                        Rule.SERVES_WITHOUT_PARAMETERS,
                        "%s was ready, its parameters were broken since, and it is no more; %s"
                                .formatted(pod.name(), world.story(pod)));
            }
            Expect.sameDoors(world, pod, before.doors(), Rule.SERVES_WITHOUT_PARAMETERS);
            Expect.served(world, pod);
            world.annotate(pod, KitWorld.SETTINGS.keys().networkConf(), KitWorld.conf(parameters));
            world.pass(Duration.ofSeconds(30));
            Expect.sameDoors(world, pod, before.doors(), Rule.SERVES_WITHOUT_PARAMETERS);
        }
    }
}
