package io.berth.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.operator.plan.FuturePods.FuturePod;
import io.berth.operator.runtime.AddressText;
import io.berth.operator.webhook.PodPatch;
import io.berth.runtime.AdmissionAnswer;
import io.berth.runtime.Answer;
import io.berth.runtime.Debt;
import io.berth.runtime.DebtStore;
import io.berth.runtime.EngineSettings;
import io.berth.runtime.Leadership;
import io.berth.runtime.NetworkEngine;
import io.berth.runtime.PluginCatalog;
import io.berth.runtime.SystemTimeline;
import io.berth.runtime.kubernetes.KubernetesViews;
import io.berth.spi.Address;
import io.berth.spi.Admission.PortEdit;
import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.zjsonpatch.JsonPatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Runs the real engine over pods that nobody has created, on nodes that stand in, and reads off what they would get.
 * Pods of network types that have a cloud are admitted only: nothing is sent to a vendor.
 */
public final class Planner implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** After these the engine goes on by itself. */
    private static final Set<Reason> PASSING = Set.copyOf(
            EnumSet.of(Reason.STANDBY, Reason.RECOVERING, Reason.CLAIMING, Reason.WORKING, Reason.OBSERVING));

    private static final String NODE_IP = "192.0.2.1";
    private static final String NODE_NAME = "some-node.invalid";

    private final EngineSettings settings;
    private final Set<String> cloudTypes;
    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final RememberedPods pods;
    private final SystemTimeline timeline = new SystemTimeline();
    private final ExecutorService workers = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "berth-plan");
        thread.setDaemon(true);
        return thread;
    });
    private final Semaphore woken = new Semaphore(0);
    private final NetworkEngine engine;
    private int count;

    /** @param cloudTypes the network types that have a cloud */
    public Planner(EngineSettings settings, PluginCatalog catalog, Set<String> cloudTypes) {
        this.settings = settings;
        this.cloudTypes = Set.copyOf(cloudTypes);
        this.pods = new RememberedPods(settings.keys());
        this.engine = NetworkEngine.builder(settings, catalog)
                .podStore(pods)
                .debts(new NoDebts())
                .reservations(List::of)
                .leadership(new AlwaysLeading())
                .timeline(timeline)
                .workers(workers)
                .random(RandomGenerator.getDefault())
                .wake(pod -> woken.release())
                .build();
        engine.start();
    }

    /** A node on which pods could be. */
    public void node(NodeView node) {
        engine.node(node);
    }

    /** Stand-ins for so many nodes. */
    public void nodes(int number) {
        for (int i = 1; i <= number; i++) {
            engine.node(standIn("planned-" + i, true));
        }
    }

    /** A pod that is there already: its host ports count as used. Nothing else of it does. */
    public void existing(PodView pod) {
        PodTemplateView template = pod.template();
        engine.reconcile(new PodView(
                pod.ref(),
                pod.resourceVersion(),
                new PodTemplateView(
                        template.namespace(),
                        template.name(),
                        Map.of(),
                        Map.of(),
                        template.hostNetwork(),
                        template.containers(),
                        template.controller()),
                pod.createdAt(),
                pod.deletion(),
                Set.of(),
                pod.nodeName(),
                pod.phase(),
                pod.ips()));
    }

    /** Empty optional: nobody here knows which pods such an object makes. */
    public Optional<List<PodPlan>> plan(Manifest manifest) {
        return FuturePods.of(manifest)
                .map(future -> future.stream().map(this::plan).toList());
    }

    /** As {@link #plan(Manifest)}, for one pod of the workload, whatever its number of replicas. */
    public Optional<PodPlan> check(Manifest manifest) {
        Manifest one = new Manifest(manifest.source(), manifest.json());
        if (one.json().path("spec") instanceof ObjectNode spec && spec.has("replicas")) {
            spec.put("replicas", 1);
        }
        return FuturePods.of(one).map(future -> plan(future.get(0)));
    }

    private PodPlan plan(FuturePod future) {
        String shown = future.namespace() + "/" + future.name();
        Pod created;
        try {
            created = serialization.convertValue(future.json(), Pod.class);
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return new PodPlan(shown, Optional.empty(), false, List.of(), "", List.of(), List.of("is no pod: " + why));
        }
        PodTemplateView template = KubernetesViews.template(created, future.namespace());
        Optional<String> type = Optional.ofNullable(
                        template.annotations().get(settings.keys().networkType()))
                .filter(text -> !text.isBlank());
        if (type.isEmpty()) {
            return new PodPlan(
                    shown,
                    type,
                    true,
                    List.of(),
                    "",
                    List.of("has no annotation %s and is left alone"
                            .formatted(settings.keys().networkType())),
                    List.of());
        }
        AdmissionAnswer answer = engine.admit(template, false);
        List<String> problems = new ArrayList<>();
        answer.problems()
                .forEach(problem -> problems.add(
                        answer.reason().map(reason -> reason + ": ").orElse("") + problem));
        List<String> inPod = answer.ports().stream().map(Planner::text).toList();
        if (!answer.allowed()) {
            return new PodPlan(shown, type, false, inPod, "", List.of(), problems);
        }
        if (cloudTypes.contains(type.get())) {
            List<String> notes = List.of("the address is chosen at the vendor when the pod exists");
            return new PodPlan(shown, type, true, inPod, "", notes, problems);
        }
        ArrayNode patch = PodPatch.of(future.json(), answer);
        JsonNode admitted = JsonPatch.apply(patch, future.json());
        return settled(shown, type, inPod, problems, run(serialization.convertValue(admitted, Pod.class)));
    }

    private PodPlan settled(
            String shown, Optional<String> type, List<String> inPod, List<String> problems, Answer answer) {
        return answer.fold(new Answer.Cases<>(
                ready -> new PodPlan(
                        shown, type, true, inPod, text(ready.addresses().external()), List.of(), problems),
                waiting -> new PodPlan(
                        shown, type, true, inPod, "", List.of(waiting.reason() + ": " + waiting.message()), problems),
                refused -> {
                    List<String> all = new ArrayList<>(problems);
                    refused.problems().stream()
                            .map(problem -> refused.reason() + ": " + problem)
                            .filter(problem -> !all.contains(problem))
                            .forEach(all::add);
                    return new PodPlan(shown, type, true, inPod, "", List.of(), all);
                },
                gone -> new PodPlan(shown, type, true, inPod, "", List.of(), problems),
                notOurs -> new PodPlan(shown, type, true, inPod, "", List.of(), problems)));
    }

    /** Lets the pod run on a node of its own, which no count of nodes sees. */
    private Answer run(Pod pod) {
        int number = ++count;
        String node = "planned-for-" + number;
        engine.node(standIn(node, false));
        ObjectNode json = serialization.convertValue(pod, ObjectNode.class);
        ObjectNode metadata = (ObjectNode) json.path("metadata");
        metadata.put("uid", "planned-" + number);
        if (metadata.path("name").isMissingNode() || metadata.path("name").isNull()) {
            metadata.put("name", metadata.path("generateName").asText() + number);
        }
        metadata.put("resourceVersion", pods.nextVersion());
        metadata.put("creationTimestamp", Instant.EPOCH.toString());
        ((ObjectNode) json.path("spec")).put("nodeName", node);
        String ip = json.path("spec").path("hostNetwork").asBoolean() ? NODE_IP : podIp(number);
        ObjectNode status =
                JsonNodeFactory.instance.objectNode().put("phase", "Running").put("podIP", ip);
        status.putArray("podIPs").addObject().put("ip", ip);
        json.set("status", status);
        PodView view = KubernetesViews.pod(serialization.convertValue(json, Pod.class));
        pods.put(view);
        Answer answer = await(view);
        engine.gone(new PodRef(view.namespace(), view.name(), view.uid()));
        engine.nodeGone(node);
        // Gone from its node, but its numbers stay taken for the pods that are planned after it.
        existing(view);
        return answer;
    }

    private Answer await(PodView view) {
        long end = timeline.nanos() + PATIENCE.toNanos();
        Answer answer = engine.reconcile(view);
        try {
            while (answer instanceof Answer.Waiting waiting
                    && PASSING.contains(waiting.reason())
                    && woken.tryAcquire(Math.max(0, end - timeline.nanos()), TimeUnit.NANOSECONDS)) {
                woken.drainPermits();
                answer = engine.reconcile(view);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    private static String podIp(int number) {
        return "10.%d.%d.%d".formatted(number >> 16 & 255, number >> 8 & 255, number & 255);
    }

    private static NodeView standIn(String name, boolean schedulable) {
        return new NodeView(
                name,
                name,
                schedulable,
                List.of(
                        new NodeAddress("ExternalIP", NODE_IP),
                        new NodeAddress("InternalIP", NODE_IP),
                        new NodeAddress("ExternalDNS", NODE_NAME),
                        new NodeAddress("InternalDNS", NODE_NAME),
                        new NodeAddress("Hostname", NODE_NAME)),
                Map.of(),
                Map.of());
    }

    private static String text(PortEdit edit) {
        String host =
                edit.port().hostPort().map(number -> "host port " + number).orElse("no host port");
        return "%s for port %d/%s of container %s"
                .formatted(host, edit.port().number(), edit.port().protocol(), edit.container());
    }

    private static String text(List<Address> addresses) {
        return AddressText.of(addresses)
                .replaceAll("\\b(%s|%s)(?=[:,]|$)".formatted(NODE_IP, NODE_NAME).replace(".", "\\."), "<node>")
                .replaceAll("\\b10\\.\\d+\\.\\d+\\.\\d+", "<pod>");
    }

    @Override
    public void close() {
        engine.close();
        workers.shutdownNow();
        timeline.close();
    }

    private static final class AlwaysLeading implements Leadership {
        @Override
        public Optional<String> sureTerm() {
            return Optional.of("plan");
        }

        @Override
        public void onChange(Runnable listener) {
            // It never changes.
        }
    }

    private static final class NoDebts implements DebtStore {
        @Override
        public List<Debt> list() {
            return List.of();
        }

        @Override
        public void put(Debt debt) {
            // Whatever is owed ends with the plan.
        }

        @Override
        public void remove(PodRef former) {
            // There is none.
        }
    }
}
