package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.berth.runtime.AdmissionAnswer;
import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.Answer;
import io.berth.runtime.EngineSettings;
import io.berth.spi.Admission;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.config.NameValue;
import io.berth.tck.sim.ApiServer;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.Crash;
import io.berth.tck.sim.Gate;
import io.berth.tck.sim.Trace;
import io.berth.tck.sim.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** One cluster, one outside, and as many engines as a check starts; single-threaded, in virtual time. */
final class KitWorld {
    private static final AnnotationKeys KEYS = AnnotationKeys.openKruiseGame();

    static final EngineSettings SETTINGS = new EngineSettings(
            PluginFixture.IDENTITY,
            KEYS,
            Duration.ofSeconds(60),
            Duration.ofMinutes(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(3),
            Duration.ofMinutes(10),
            Duration.ofMillis(500),
            Duration.ofSeconds(10));

    /** How long anything may take while nothing goes wrong. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** After it, every claim has been read back more than once. */
    static final Duration ROTATIONS = SETTINGS.rotation().multipliedBy(3);

    private static final String NAMESPACE = "kit";

    private record Read(String version, Shown shown) {}

    private final PluginFixture fixture;
    private final Gate.Fate fate;
    private final long seed;
    private final VirtualTime time;
    private final Chance chance;
    private final Trace trace;
    private final ApiServer api;
    private final Outside outside;
    private final KitCluster cluster;
    private final KitLease lease = new KitLease();
    private final KitDebts debts = new KitDebts();
    private final Witness witness;
    private final List<KitInstance> running = new ArrayList<>();
    private final Map<PodRef, List<String>> writes = new HashMap<>();
    private final Map<String, Read> read = new HashMap<>();
    private int started;

    /** In which no process ends. */
    KitWorld(PluginFixture fixture) {
        this(fixture, (instance, call, before) -> false);
    }

    KitWorld(PluginFixture fixture, Gate.Fate fate) {
        this.fixture = requireNonNull(fixture, "fixture is null");
        this.fate = requireNonNull(fate, "fate is null");
        this.seed = Long.getLong("berth.seed", 20_260_101L);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.time = new VirtualTime(random);
        this.chance = new Chance(random);
        this.trace = new Trace(time);
        this.api = new ApiServer(time);
        this.outside = fixture.outside(time, chance);
        this.cluster = new KitCluster(time, api, outside);
        this.witness = new Witness(outside::standing);
        new Bystander(this).watch();
    }

    VirtualTime time() {
        return time;
    }

    Chance chance() {
        return chance;
    }

    Trace trace() {
        return trace;
    }

    ApiServer api() {
        return api;
    }

    Outside outside() {
        return outside;
    }

    KitCluster cluster() {
        return cluster;
    }

    KitLease lease() {
        return lease;
    }

    KitDebts debts() {
        return debts;
    }

    Witness witness() {
        return witness;
    }

    // Engines.

    /** A process more, which does not lead. */
    KitInstance start() {
        KitInstance instance = new KitInstance("engine-" + ++started, this, fixture, fate);
        running.add(instance);
        instance.start();
        return instance;
    }

    /** One that leads. */
    KitInstance lead() {
        KitInstance instance = start();
        lease.give(instance.seat());
        return instance;
    }

    /** Ends every process, and begins another one that has to find everything by itself. */
    KitInstance restart() {
        running.forEach(KitInstance::die);
        running.clear();
        lease.vacate();
        return lead();
    }

    Optional<Answer> answer(PodRef pod) {
        return running.stream()
                .filter(instance -> instance.seat().sureTerm().isPresent())
                .findFirst()
                .flatMap(instance -> instance.answer(pod));
    }

    private void died(String name) {
        running.stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst()
                .ifPresent(instance -> {
                    instance.die();
                    running.remove(instance);
                    lease.vacate();
                    time.after(Duration.ofSeconds(1), this::lead);
                });
    }

    // Time.

    private void step() {
        try {
            if (!time.step()) {
                throw new IllegalStateException("Nothing happens any more");
            }
        } catch (Crash crash) {
            died(crash.instance());
        }
    }

    void pass(Duration duration) {
        until(duration, () -> false);
    }

    /** Whether it has come about before that long has passed. */
    boolean until(Duration most, BooleanSupplier condition) {
        long end = time.nanos() + most.toNanos();
        time.after(most, () -> {});
        while (!condition.getAsBoolean()) {
            if (time.nanos() >= end) {
                return false;
            }
            step();
        }
        return true;
    }

    // Pods.

    /** As a workload controller makes it: through admission, which fails open. */
    PodView create(String name, List<NameValue> parameters) {
        PodTemplateView wanted = template(name, parameters, fixture.containers());
        AdmissionAnswer answer = running.get(0).admit(wanted);
        List<ContainerView> containers = new ArrayList<>();
        for (ContainerView container : wanted.containers()) {
            List<ContainerPort> ports = new ArrayList<>(container.ports());
            for (Admission.PortEdit edit : answer.ports()) {
                if (edit.container().equals(container.name())) {
                    edit.replaces().ifPresent(ports::remove);
                    ports.add(edit.port());
                }
            }
            containers.add(new ContainerView(container.name(), ports));
        }
        PodTemplateView admitted = template(name, parameters, containers);
        Map<String, String> annotations = new HashMap<>(admitted.annotations());
        annotations.putAll(answer.annotations());
        trace.add("people", "create %s with %s".formatted(name, Plugged.text(parameters)));
        return api.create(new PodTemplateView(
                admitted.namespace(),
                admitted.name(),
                admitted.labels(),
                annotations,
                admitted.hostNetwork(),
                containers,
                admitted.controller()));
    }

    private PodTemplateView template(String name, List<NameValue> parameters, List<ContainerView> containers) {
        return new PodTemplateView(
                NAMESPACE,
                Optional.of(name),
                Map.of("statefulset.kubernetes.io/pod-name", name),
                Map.of(KEYS.networkType(), fixture.networkType(), KEYS.networkConf(), conf(parameters)),
                false,
                containers,
                Optional.empty());
    }

    static String conf(List<NameValue> parameters) {
        ArrayNode list = JsonMapper.builder().build().createArrayNode();
        parameters.forEach(pair -> list.addObject().put("name", pair.name()).put("value", pair.value()));
        return list.toString();
    }

    void delete(PodRef pod) {
        trace.add("people", "delete " + pod);
        api.delete(pod, Duration.ofSeconds(5));
    }

    void annotate(PodRef pod, String key, String value) {
        trace.add("people", "%s is to have %s %s".formatted(pod, key, value));
        api.change(pod, draft -> draft.annotation(key, Optional.of(value)));
    }

    void label(PodRef pod, String key, Optional<String> value) {
        trace.add("people", "%s is to have %s %s".formatted(pod, key, value));
        api.change(pod, draft -> draft.label(key, value));
    }

    boolean isGone(PodRef pod) {
        return api.read(pod).isEmpty();
    }

    Shown shown(PodRef pod) {
        return api.read(pod).map(this::read).orElse(Shown.NOTHING);
    }

    /** Conditions ask after each event, and a pod is mostly as it was. */
    private Shown read(PodView pod) {
        Read before = read.get(pod.uid());
        if (before != null && before.version().equals(pod.resourceVersion())) {
            return before.shown();
        }
        Shown now = Shown.of(pod, KEYS);
        read.put(pod.uid(), new Read(pod.resourceVersion(), now));
        return now;
    }

    boolean isReady(PodRef pod) {
        return answer(pod).filter(Answer.Ready.class::isInstance).isPresent()
                && shown(pod).ready();
    }

    // Writes to pods.

    void wrote(PodRef pod, String what) {
        trace.add("api", "%s: %s".formatted(pod.name(), what));
        writes.computeIfAbsent(pod, ref -> new ArrayList<>()).add(what);
    }

    /** The accepted writes of all engines to this pod. */
    int writes(PodRef pod) {
        return writes.getOrDefault(pod, List.of()).size();
    }

    List<String> writesAfter(PodRef pod, int first) {
        List<String> all = writes.getOrDefault(pod, List.of());
        return all.subList(first, all.size());
    }

    /** How it stands, for messages. */
    String story(PodRef pod) {
        return "with -Dberth.seed=%d the engine answers %s; the pod shows %s; outside there is %s; the history ends with%n%s"
                .formatted(
                        seed,
                        answer(pod).map(Object::toString).orElse("nothing"),
                        shown(pod),
                        outside.standing(),
                        trace.tail(25));
    }
}
