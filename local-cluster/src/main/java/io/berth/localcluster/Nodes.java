package io.berth.localcluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Adds nodes that nobody runs: something else keeps them ready. */
final class Nodes {

    private static final int PATIENCE_SECONDS = 30;

    private final KubernetesClient client;

    Nodes(KubernetesClient client) {
        this.client = client;
    }

    Node add(Node node) {
        // Of nodes, other than of pods, an API server takes the status over when they are created.
        client.resource(node).create();
        String name = node.getMetadata().getName();
        List<NodeAddress> addresses = addresses(node);
        return client.nodes()
                .withName(name)
                .waitUntilCondition(
                        found -> found != null && isReady(found) && addresses.equals(addresses(found)),
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    private static List<NodeAddress> addresses(Node node) {
        return node.getStatus() == null ? List.of() : node.getStatus().getAddresses();
    }

    private static boolean isReady(Node node) {
        return node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition -> Objects.equals(condition.getType(), "Ready")
                                && Objects.equals(condition.getStatus(), "True"));
    }
}
