package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes every node Ready, with room for any pod. */
final class NodePlayer implements Player {

    private static final Map<String, Quantity> ROOM =
            Map.of("cpu", new Quantity("1k"), "memory", new Quantity("1Ti"), "pods", new Quantity("1M"));

    private final KubernetesClient client;
    private final Clock clock;
    private final ControlLoop<String> loop = new ControlLoop<>("node-player", this::reconcile);

    NodePlayer(KubernetesClient client, ClusterInformers informers, Clock clock) {
        this.client = client;
        this.clock = clock;
        informers.onNode(node -> loop.add(node.getMetadata().getName()));
    }

    private void reconcile(String name) {
        Node node = client.nodes().withName(name).get();
        if (node == null || PodStates.isTerminating(node)) {
            return;
        }
        List<NodeCondition> conditions = node.getStatus() == null
                ? new ArrayList<>()
                : new ArrayList<>(node.getStatus().getConditions());
        boolean ready = conditions.stream()
                .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
        if (ready) {
            return;
        }
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        conditions.removeIf(condition -> "Ready".equals(condition.getType()));
        conditions.add(new NodeConditionBuilder()
                .withType("Ready")
                .withStatus("True")
                .withReason("KubeletReady")
                .withLastHeartbeatTime(now)
                .withLastTransitionTime(now)
                .build());
        client.resource(new NodeBuilder(node)
                        .editOrNewStatus()
                        .withConditions(conditions)
                        .withAllocatable(ROOM)
                        .withCapacity(ROOM)
                        .endStatus()
                        .build())
                .update();
    }

    @Override
    public void close() {
        loop.close();
    }
}
