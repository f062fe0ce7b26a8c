package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Lets things go wrong until it is told to stop. */
final class Chaos implements Gate.Fate {
    private final Ground ground;
    private final Perils perils;
    private final Operators operators;
    private final Court court;
    private final Cluster cluster;
    private final Workloads workloads;
    private final Storms storms;
    private final List<Runnable> actions = new ArrayList<>();
    private final Set<String> tampered = new TreeSet<>();
    private final Tampering tampering;
    private boolean over;

    Chaos(
            Ground ground,
            Perils perils,
            Operators operators,
            Court court,
            Cluster cluster,
            Workloads workloads,
            Storms storms) {
        this.ground = requireNonNull(ground, "ground is null");
        this.perils = requireNonNull(perils, "perils is null");
        this.operators = requireNonNull(operators, "operators is null");
        this.court = requireNonNull(court, "court is null");
        this.cluster = requireNonNull(cluster, "cluster is null");
        this.workloads = requireNonNull(workloads, "workloads is null");
        this.storms = requireNonNull(storms, "storms is null");
        this.tampering = new Tampering(ground, court);
        plan();
        tick();
    }

    private void plan() {
        add(2, true, workloads::scale);
        add(1, true, workloads::rollout);
        add(4, true, this::deletePod);
        add(1, perils.api() > 0, this::apiStorm);
        add(2, perils.holds(), this::hold);
        add(1, perils.stops(), this::stopLeader);
        add(1, perils.farStorms(), () -> farMood(FarSide.Mood.STORMY, 4000, 20_000));
        add(1, perils.farOutages(), () -> farMood(FarSide.Mood.DOWN, 2000, 60_000));
        add(3, perils.meddling(), this::meddle);
        add(3, perils.tampering(), this::tamper);
        add(2, perils.force(), this::forceDelete);
        add(2, perils.evictions(), () -> any(Notes::isAlive).ifPresent(cluster::evict));
        add(2, perils.restarts(), () -> any(Notes::isAlive).ifPresent(cluster::restart));
        add(1, perils.nodeLosses(), this::loseNode);
        add(3, perils.edits(), this::editPod);
        add(2, perils.edits(), this::toggle);
        add(2, perils.watches(), this::disturbWatch);
        add(2, perils.badPods(), this::badPod);
    }

    private void add(int weight, boolean when, Runnable action) {
        for (int i = 0; when && i < weight; i++) {
            actions.add(action);
        }
    }

    private void tick() {
        ground.time().after(ground.chance().millis(300, 4000), () -> {
            if (!over) {
                ground.chance().pick(actions).run();
                tick();
            }
        });
    }

    /** From now on nothing goes wrong any more. */
    void stop() {
        over = true;
        storms.blow(0);
        ground.far().mood(FarSide.Mood.FAIR);
        ground.far().tidy();
        operators.running().forEach(operator -> operator.informer().slow(false));
        if (cluster.nodes().isEmpty()) {
            cluster.addNode();
        }
    }

    // Fate.

    @Override
    public boolean diesAt(String instance, String call, boolean before) {
        return !over && !isDelicate() && ground.chance().of(perils.crashes());
    }

    /** What people have done to a claim is put right by the leader that knows better: it must live to do so. */
    private boolean isDelicate() {
        tampered.removeIf(uid -> ground.api().pods().stream()
                .noneMatch(pod -> pod.uid().equals(uid) && court.claims().isTampered(pod)));
        return !tampered.isEmpty();
    }

    /** Somebody else writes to the pod between an operator's read and its write. */
    void meanwhile(PodRef pod) {
        if (!over && ground.chance().of(0.05)) {
            ground.api()
                    .change(
                            pod,
                            draft -> draft.annotation(
                                    "game/players",
                                    Optional.of(Integer.toString(ground.chance().below(100)))));
        }
    }

    // What goes wrong.

    private Optional<PodView> any(Predicate<PodView> which) {
        List<PodView> found = ground.api().pods().stream().filter(which).toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(ground.chance().pick(found));
    }

    private void say(String what) {
        ground.trace().add("chaos", what);
    }

    private void deletePod() {
        any(Notes::isAlive).ifPresent(pod -> {
            Duration grace = workloads.grace();
            say("delete %s in %s".formatted(pod.ref(), grace));
            ground.api().delete(pod.ref(), grace);
        });
    }

    private void apiStorm() {
        if (isDelicate()) {
            return;
        }
        say("API storm");
        storms.blow(perils.api());
        ground.time().after(ground.chance().millis(1000, 20_000), () -> {
            storms.blow(0);
            say("API storm is over");
        });
    }

    private void hold() {
        List<Operator> running = operators.running();
        if (!running.isEmpty() && !isDelicate()) {
            operators.hold(ground.chance().pick(running), ground.chance().millis(500, 40_000));
        }
    }

    private void stopLeader() {
        if (!isDelicate()) {
            operators.leader().ifPresent(operators::stop);
        }
    }

    private void farMood(FarSide.Mood mood, int least, int most) {
        say("far side is " + mood);
        ground.far().mood(mood);
        ground.time().after(ground.chance().millis(least, most), () -> {
            ground.far().mood(FarSide.Mood.FAIR);
            say("far side is fair");
        });
    }

    private void meddle() {
        ground.far().meddle(ground.chance()).ifPresent(meddling -> {
            say(meddling.what());
            court.meddled(meddling.keys());
            for (PodView pod : ground.api().pods()) {
                if (court.claims().keysOf(pod).stream().anyMatch(meddling.keys()::contains)) {
                    court.mayMove(pod.ref());
                }
            }
        });
    }

    private void tamper() {
        if (operators.isAble() && storms.isStill() && !isDelicate()) {
            any(pod -> pod.deletion().isEmpty()).flatMap(tampering::with).ifPresent(pod -> tampered.add(pod.uid()));
        }
    }

    /** Somebody strips the finalizers and deletes without grace. */
    private void forceDelete() {
        any(pod -> true).ifPresent(pod -> {
            say("force delete " + pod.ref());
            ground.api().change(pod.ref(), PodDraft::noFinalizers);
            ground.api().delete(pod.ref(), Duration.ZERO);
        });
    }

    private void loseNode() {
        List<NodeView> nodes = cluster.nodes();
        if (!nodes.isEmpty()) {
            String lost = ground.chance().pick(nodes).name();
            ground.api().pods().stream()
                    .filter(pod ->
                            !ground.far().holdsOutside() && pod.nodeName().equals(Optional.of(lost)))
                    .forEach(pod -> court.happened(pod.ref(), "node lost", 1));
            cluster.loseNode(lost);
            ground.time().after(ground.chance().millis(1000, 20_000), cluster::addNode);
        }
    }

    private void editPod() {
        any(pod -> Notes.isAlive(pod) && ground.notes().isOurs(pod)).ifPresent(pod -> {
            String conf = ground.chance().of(0.8)
                    ? ground.far().goodConf(ground.chance())
                    : ground.far().badConf(ground.chance());
            say("%s is to have %s".formatted(pod.ref(), conf));
            court.mayMove(pod.ref());
            ground.api()
                    .change(pod.ref(), draft -> draft.annotation(ground.keys().networkConf(), Optional.of(conf)));
        });
    }

    private void toggle() {
        any(pod -> Notes.isAlive(pod) && ground.notes().isOurs(pod)).ifPresent(pod -> {
            boolean disable = !ground.notes().isDisabled(pod);
            say("%s is %s".formatted(pod.ref(), disable ? "disabled" : "enabled"));
            court.happened(pod.ref(), "toggle", 2);
            ground.api()
                    .change(
                            pod.ref(),
                            draft -> draft.label(
                                    ground.keys().networkDisabled(), disable ? Optional.of("true") : Optional.empty()));
        });
    }

    private void disturbWatch() {
        List<Operator> running = operators.running();
        if (running.isEmpty()) {
            return;
        }
        Informer informer = ground.chance().pick(running).informer();
        if (ground.chance().of(0.5)) {
            informer.breakWatch();
        } else {
            informer.slow(true);
            ground.time().after(ground.chance().millis(2000, 15_000), () -> informer.slow(false));
        }
    }

    private void badPod() {
        if (ground.api().pods().stream()
                        .filter(pod -> pod.name().startsWith("solo-"))
                        .count()
                > 4) {
            return;
        }
        int kind = ground.chance().below(4);
        if (kind < 2) {
            Optional<String> conf =
                    kind == 0 ? Optional.empty() : Optional.of(ground.far().goodConf(ground.chance()));
            PodView pod = workloads.single(conf, tampering.copied());
            court.happened(pod.ref(), "made with copies", 2);
        } else if (kind == 2) {
            workloads.single(
                    Optional.of(ground.far().goodConf(ground.chance())),
                    Map.of(Notes.FILLER, "x".repeat(ApiServer.ANNOTATION_LIMIT - 800)));
        } else {
            workloads.single(Optional.of(ground.far().badConf(ground.chance())), Map.of());
        }
    }
}
