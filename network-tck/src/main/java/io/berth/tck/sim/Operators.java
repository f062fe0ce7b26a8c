package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Answer;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The replicas: what dies is started again by and by. */
final class Operators implements Instances {
    private final VirtualTime time;
    private final Chance chance;
    private final Trace trace;
    private final Map<Integer, Operator> running = new LinkedHashMap<>();
    private final Map<Integer, Integer> incarnations = new LinkedHashMap<>();
    private Supplier<List<NodeView>> nodes = List::of;
    private Function<String, Operator> make = name -> {
        throw new IllegalStateException("nobody makes " + name);
    };
    private long undisturbedSince;

    Operators(VirtualTime time, Chance chance, Trace trace) {
        this.time = requireNonNull(time, "time is null");
        this.chance = requireNonNull(chance, "chance is null");
        this.trace = requireNonNull(trace, "trace is null");
    }

    void begin(int replicas, Function<String, Operator> maker, Supplier<List<NodeView>> nodesNow) {
        make = maker;
        nodes = nodesNow;
        for (int i = 0; i < replicas; i++) {
            start(i);
        }
    }

    private void start(int replica) {
        int incarnation = incarnations.merge(replica, 1, Integer::sum);
        Operator operator = make.apply("op%d.%d".formatted(replica, incarnation));
        running.put(replica, operator);
        operator.start(nodes.get());
    }

    private void startLater(int replica) {
        running.remove(replica);
        undisturbedSince = time.nanos();
        time.after(chance.millis(500, 12_000), () -> start(replica));
    }

    /** The one that runs now has run into its end. */
    void died(Operator operator) {
        operator.die();
        replicaOf(operator).ifPresent(this::startLater);
    }

    void stop(Operator operator) {
        operator.stop();
        replicaOf(operator).ifPresent(this::startLater);
    }

    void hold(Operator operator, Duration long1) {
        operator.hold(long1);
        undisturbedSince = time.nanos() + long1.toNanos();
    }

    private Optional<Integer> replicaOf(Operator operator) {
        return running.entrySet().stream()
                .filter(entry -> entry.getValue().equals(operator))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** As the webhook of some replica makes it; as it is where none answers. */
    PodTemplateView admitted(PodTemplateView pod) {
        List<Operator> able =
                running().stream().filter(operator -> !operator.isHeld()).toList();
        return able.isEmpty() ? pod : chance.pick(able).admitted(pod);
    }

    List<Operator> running() {
        return new ArrayList<>(running.values());
    }

    Optional<Operator> named(String name) {
        return running().stream()
                .filter(operator -> operator.name().equals(name))
                .findFirst();
    }

    Optional<Operator> leader() {
        List<Operator> sure = running().stream()
                .filter(operator -> operator.sureTerm().isPresent())
                .toList();
        if (sure.size() > 1) {
            throw new IllegalStateException("The simulation has let two be sure of one lease: " + sure);
        }
        return sure.stream().findFirst();
    }

    @Override
    public Optional<String> leadersTerm() {
        return leader().flatMap(Operator::recoveredTerm);
    }

    @Override
    public Optional<String> recoveredTerm(String sender) {
        return named(sender).flatMap(Operator::recoveredTerm);
    }

    @Override
    public boolean hasSeen(String sender, PodRef pod, String ip) {
        return named(sender).filter(operator -> operator.hasSeen(pod, ip)).isPresent();
    }

    @Override
    public boolean knew(String sender, PodView pod) {
        return named(sender).filter(operator -> operator.knew(pod)).isPresent();
    }

    @Override
    public boolean knowsGone(String sender, PodRef pod) {
        return named(sender).filter(operator -> operator.knowsGone(pod)).isPresent();
    }

    @Override
    public Optional<Answer> leadersAnswer(PodView pod) {
        return leader().flatMap(operator -> operator.answer(pod.ref()));
    }

    @Override
    public boolean isAble() {
        return leader().filter(operator ->
                                !operator.isHeld() && operator.recoveredTerm().isPresent())
                        .isPresent()
                && time.nanos() - undisturbedSince > Duration.ofSeconds(2).toNanos();
    }

    void node(NodeView node) {
        running().forEach(operator -> operator.node(node));
    }

    void nodeGone(String node) {
        trace.add("cluster", node + " is lost");
        running().forEach(operator -> operator.nodeGone(node));
    }
}
