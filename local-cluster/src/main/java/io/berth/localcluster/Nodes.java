package io.berth.localcluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
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
        List<NodeAddress> addresses = node.getStatus() == null
                ? List.of()
                : List.copyOf(node.getStatus().getAddresses());
        String name = node.getMetadata().getName();
        client.resource(node).create();
        // An API server drops the status of what is created; and the kubelet may be writing its own part right now.
        while (!hasAddresses(name, addresses)) {
            writeAddresses(name, addresses);
        }
        return client.nodes()
                .withName(name)
                .waitUntilCondition(
                        found -> found != null && isReady(found) && addresses.equals(addresses(found)),
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    private boolean hasAddresses(String name, List<NodeAddress> addresses) {
        Node node = client.nodes().withName(name).require();
        return addresses.equals(addresses(node));
    }

    private void writeAddresses(String name, List<NodeAddress> addresses) {
        try {
            Node node = client.nodes().withName(name).require();
            client.resource(new NodeBuilder(node)
                            .editOrNewStatus()
                            .withAddresses(addresses)
                            .endStatus()
                            .build())
                    .updateStatus();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
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
