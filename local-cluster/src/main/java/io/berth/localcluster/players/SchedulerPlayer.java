package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Binds pods to nodes, the oldest pod first, each to the fitting node with the fewest pods. A node fits when it is not cordoned,
 * has the labels of the pod's node selector, and all its host ports free; resources, affinity and taints are not looked at. A
 * pod that fits nowhere stays Pending with a condition PodScheduled=False that says why.
 */
final class SchedulerPlayer implements Player {

    private static final String SCHEDULED = "PodScheduled";
    private static final String DEFAULT_SCHEDULER = "default-scheduler";

    private final KubernetesClient client;
    private final Clock clock;
    private final ControlLoop<String> loop = new ControlLoop<>("scheduler-player", pass -> schedule());

    SchedulerPlayer(KubernetesClient client, ClusterInformers informers, Clock clock) {
        this.client = client;
        this.clock = clock;
        informers.onPod(pod -> loop.add("all pods"));
        informers.onNode(node -> loop.add("all pods"));
    }

    private void schedule() {
        List<Pod> pods = client.pods().inAnyNamespace().list().getItems();
        List<Pod> pending = pods.stream()
                .filter(SchedulerPlayer::isToBeScheduled)
                .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                        .thenComparing(pod -> pod.getMetadata().getName()))
                .toList();
        if (pending.isEmpty()) {
            return;
        }
        List<Candidate> candidates = candidates(pods);
        for (Pod pod : pending) {
            Optional<Candidate> chosen = candidates.stream()
                    .filter(candidate -> candidate.obstacle(pod) == null)
                    .min(Comparator.comparing(candidate -> candidate.pods));
            if (chosen.isPresent()) {
                bind(pod, chosen.get());
            } else {
                explain(pod, candidates);
            }
        }
    }

    private List<Candidate> candidates(List<Pod> pods) {
        Map<String, List<Pod>> byNode = pods.stream()
                .filter(pod -> pod.getSpec().getNodeName() != null && !PodStates.isFinished(pod))
                .collect(Collectors.groupingBy(pod -> pod.getSpec().getNodeName()));
        return client.nodes().list().getItems().stream()
                .map(node -> new Candidate(
                        node, byNode.getOrDefault(node.getMetadata().getName(), List.of())))
                .toList();
    }

    private static boolean isToBeScheduled(Pod pod) {
        String scheduler = pod.getSpec().getSchedulerName();
        return pod.getSpec().getNodeName() == null
                && !PodStates.isTerminating(pod)
                && !PodStates.isFinished(pod)
                && pod.getSpec().getSchedulingGates().isEmpty()
                && (scheduler == null || scheduler.equals(DEFAULT_SCHEDULER));
    }

    private void bind(Pod pod, Candidate candidate) {
        // Not by the subresource: the embedded server knows no binding.
        client.resource(new PodBuilder(pod)
                        .editSpec()
                        .withNodeName(candidate.name())
                        .endSpec()
                        .editOrNewStatus()
                        .withConditions(withScheduled(pod, condition("True", null, null)))
                        .endStatus()
                        .build())
                .update();
        candidate.take(pod);
    }

    private void explain(Pod pod, List<Candidate> candidates) {
        Map<String, Long> obstacles = new TreeMap<>(candidates.stream()
                .collect(Collectors.groupingBy(
                        candidate -> Objects.requireNonNull(candidate.obstacle(pod)), Collectors.counting())));
        String message = candidates.isEmpty()
                ? "no nodes available to schedule pods"
                : obstacles.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", ", "0/" + candidates.size() + " nodes are available: ", "."));
        boolean known = PodStates.conditions(pod).stream()
                .anyMatch(condition -> SCHEDULED.equals(condition.getType()) && message.equals(condition.getMessage()));
        if (!known) {
            client.resource(new PodBuilder(pod)
                            .editOrNewStatus()
                            .withPhase("Pending")
                            .withConditions(withScheduled(pod, condition("False", "Unschedulable", message)))
                            .endStatus()
                            .build())
                    .update();
        }
    }

    private PodCondition condition(String status, @Nullable String reason, @Nullable String message) {
        return new PodConditionBuilder()
                .withType(SCHEDULED)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .build();
    }

    private static List<PodCondition> withScheduled(Pod pod, PodCondition scheduled) {
        List<PodCondition> conditions = new ArrayList<>(PodStates.conditions(pod));
        conditions.removeIf(condition -> SCHEDULED.equals(condition.getType()));
        conditions.add(scheduled);
        return conditions;
    }

    @Override
    public void close() {
        loop.close();
    }

    /** A node, and what one pass has put on it. */
    private static final class Candidate {

        private final Node node;
        private final Set<HostPort> taken = new HashSet<>();
        private int pods;

        Candidate(Node node, List<Pod> pods) {
            this.node = node;
            pods.forEach(this::take);
        }

        String name() {
            return node.getMetadata().getName();
        }

        void take(Pod pod) {
            taken.addAll(HostPort.of(pod));
            pods++;
        }

        /** In kube-scheduler's words. Null: it fits. */
        @Nullable
        String obstacle(Pod pod) {
            if (PodStates.isTerminating(node)
                    || (node.getSpec() != null
                            && Boolean.TRUE.equals(node.getSpec().getUnschedulable()))) {
                return "node(s) were unschedulable";
            }
            Map<String, String> selector = pod.getSpec().getNodeSelector();
            Map<String, String> labels = node.getMetadata().getLabels();
            if (selector != null
                    && !(labels == null ? Map.<String, String>of() : labels)
                            .entrySet()
                            .containsAll(selector.entrySet())) {
                return "node(s) didn't match Pod's node affinity/selector";
            }
            boolean conflict =
                    HostPort.of(pod).stream().anyMatch(wanted -> taken.stream().anyMatch(wanted::excludes));
            return conflict ? "node(s) didn't have free ports for the requested pod ports" : null;
        }
    }
}
