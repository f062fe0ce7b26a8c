package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.AdmissionAnswer;
import io.berth.runtime.Answer;
import io.berth.runtime.Configured;
import io.berth.runtime.NetworkEngine;
import io.berth.runtime.Permits;
import io.berth.runtime.PodEvents;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One process of an operator: an engine, and the host around it that feeds it. */
final class Operator {
    private record Sight(long at, PodView pod) {}

    private static final Duration IN_FLIGHT = Duration.ofSeconds(2);
    private static final Duration REMEMBERED = Duration.ofSeconds(6);

    private final String name;
    private final Ground ground;
    private final VirtualTime.Strand strand;
    private final Elector elector;
    private final Informer informer;
    private final NetworkEngine engine;
    private final Map<String, Answer> answers = new TreeMap<>();
    private final Map<String, Deque<Sight>> sights = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Long> toldGone = new TreeMap<>();
    private String recovered = "";

    Operator(String name, Ground ground, Court court, Storms storms, Lease lease, Gate gate, Simulation.Plan plan) {
        this.name = requireNonNull(name, "name is null");
        this.ground = ground;
        Chance chance = ground.chance();
        this.strand = ground.time().strand(name, Duration.ofMillis(20));
        this.elector = new Elector(name, lease, strand, chance, ground.trace(), storms::fails);
        this.informer = new Informer(ground, strand, this::feed, this::gone);
        FarSide.Equipment equipment = ground.far().equip(ground.settings().identity(), gate);
        Permits permits = budget -> chance.of(plan.permitDelays()) ? chance.millis(20, 400) : Duration.ZERO;
        PodEvents events = (pod, reason, message) -> {
            warnings.add(pod + " " + reason + " " + message);
            ground.trace().add(name, "warns %s: %s %s".formatted(pod, reason, message));
        };
        this.engine = plan.engines()
                .build(new EngineParts(
                        ground.settings(),
                        equipment.providers(),
                        new Configured(
                                ground.settings().identity(),
                                equipment.networkTypes(),
                                equipment.clouds(),
                                equipment.provided()),
                        new SimPods(ground, gate, court, storms, plan.meanwhile(), this::listed, this::sees),
                        new SimDebts(ground, gate, court, storms),
                        elector,
                        strand,
                        task -> strand.after(
                                chance.of(plan.slowCalls()) ? chance.millis(2000, 12_000) : chance.latency(25, 1200),
                                task),
                        permits,
                        events,
                        chance.generator(),
                        pod -> strand.after(chance.millis(0, 20), () -> reconcile(pod))));
    }

    void start(List<NodeView> nodes) {
        ground.trace().add(name, "starts");
        elector.begin();
        engine.start();
        nodes.forEach(this::node);
        informer.begin();
    }

    /** The process is no more, from one instruction to the next. */
    void die() {
        strand.stop();
        informer.end();
    }

    void stop() {
        ground.trace().add(name, "stops");
        engine.close();
        elector.release();
        die();
    }

    void hold(Duration time) {
        ground.trace().add(name, "is held for " + time);
        strand.hold(time);
    }

    boolean isHeld() {
        return strand.isHeld();
    }

    Informer informer() {
        return informer;
    }

    String name() {
        return name;
    }

    Optional<String> sureTerm() {
        return elector.sureTerm();
    }

    /** The term, if what is held has been read in it. */
    Optional<String> recoveredTerm() {
        return elector.sureTerm().filter(recovered::equals);
    }

    private void listed() {
        recovered = elector.sureTerm().orElse("");
    }

    void node(NodeView node) {
        strand.after(ground.chance().latency(50, 1500), () -> engine.node(node));
    }

    void nodeGone(String node) {
        strand.after(ground.chance().latency(50, 1500), () -> engine.nodeGone(node));
    }

    PodTemplateView admitted(PodTemplateView pod) {
        AdmissionAnswer answer = engine.admit(pod, false);
        ground.trace().add(name, "admits %s: %s".formatted(pod.name().orElse("a pod"), answer));
        return answer.changesPod() ? AdmittedPod.of(pod, answer) : pod;
    }

    private void feed(PodView pod) {
        sees(pod);
        reconcile(pod.ref());
    }

    private void gone(PodRef pod) {
        answers.remove(pod.uid());
        toldGone.put(pod.uid(), ground.now());
        engine.gone(pod);
    }

    private void reconcile(PodRef ref) {
        Optional<PodView> pod = informer.cached(ref);
        if (pod.isEmpty()) {
            return;
        }
        Supplier<Answer> fully = () -> engine.reconcile(pod.get());
        Answer answer = ground.chance().of(0.3)
                ? engine.unchanged(ref.uid(), pod.get().resourceVersion()).orElseGet(fully)
                : fully.get();
        if (!answer.equals(answers.put(ref.uid(), answer))) {
            ground.trace().add(name, "answers for %s: %s".formatted(ref, answer));
        }
        if (answer instanceof Answer.Waiting waiting && !waiting.recheckAfter().isZero()) {
            strand.after(waiting.recheckAfter(), () -> reconcile(ref));
        }
    }

    private void sees(PodView pod) {
        Deque<Sight> seen = sights.computeIfAbsent(pod.uid(), uid -> new ArrayDeque<>());
        seen.addLast(new Sight(ground.now(), pod));
        while (seen.size() > 1) {
            Sight first = seen.removeFirst();
            if (seen.getFirst().at() > ground.now() - REMEMBERED.toNanos()) {
                seen.addFirst(first);
                return;
            }
        }
    }

    /** It has been shown the pod with this IP, and not long ago another way. */
    boolean hasSeen(PodRef pod, String ip) {
        return sights.getOrDefault(pod.uid(), new ArrayDeque<>()).stream()
                .map(Sight::pod)
                .anyMatch(seen -> !seen.isFinished()
                        && seen.ips().stream().anyMatch(own -> own.text().equals(ip)));
    }

    boolean knew(PodView pod) {
        return sights.getOrDefault(pod.uid(), new ArrayDeque<>()).stream()
                .anyMatch(
                        sight -> sight.at() < ground.now() && sight.pod().ips().equals(pod.ips()));
    }

    /** It has known for a while that the pod is no more. */
    boolean knowsGone(PodRef pod) {
        return ground.now() - toldGone.getOrDefault(pod.uid(), Long.MAX_VALUE / 2) > IN_FLIGHT.toNanos();
    }

    Optional<Answer> answer(PodRef pod) {
        return Optional.ofNullable(answers.get(pod.uid()));
    }

    @Override
    public String toString() {
        return name;
    }
}
