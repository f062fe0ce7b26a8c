package io.berth.localcluster.junit;

import io.berth.localcluster.LocalCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A namespace and nodes of one test's own in a shared cluster. A new one has no nodes. Closing it deletes the namespace, its pods
 * at once whatever finalizers and grace periods they have, and the nodes; JUnit does that when the test has ended.
 */
public final class Sandbox implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LocalCluster cluster;
    private final String namespace;
    private final NamespacedKubernetesClient client;
    private final List<String> nodes = new CopyOnWriteArrayList<>();

    private Sandbox(LocalCluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.client = cluster.client().adapt(NamespacedKubernetesClient.class).inNamespace(namespace);
    }

    static Sandbox open(LocalCluster cluster, int number) {
        Sandbox sandbox = new Sandbox(cluster, "t" + number);
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(sandbox.namespace)
                        .endMetadata()
                        .build())
                .create();
        return sandbox;
    }

    public LocalCluster cluster() {
        return cluster;
    }

    public String namespace() {
        return namespace;
    }

    /** A client whose namespace is this one. */
    public NamespacedKubernetesClient client() {
        return client;
    }

    /**
     * Adds a node as {@link LocalCluster#addNode(Node)} does. Its name gets the namespace in front, so that no pod of an earlier
     * test can be on it.
     */
    public Node addNode(Node node) {
        String name = namespace + "-" + node.getMetadata().getName();
        nodes.add(name);
        return cluster.addNode(new NodeBuilder(node)
                .editMetadata()
                .withName(name)
                .endMetadata()
                .build());
    }

    /** {@link LocalCluster#addNode(String, String, String)}, its name as with {@link #addNode(Node)}. */
    public Node addNode(String name, String internalIp, String externalIp) {
        String full = namespace + "-" + name;
        nodes.add(full);
        return cluster.addNode(full, internalIp, externalIp);
    }

    /** {@link LocalCluster#create(Pod)} in this namespace. */
    public Pod create(Pod pod) {
        return cluster.create(new PodBuilder(pod)
                .editMetadata()
                .withNamespace(namespace)
                .endMetadata()
                .build());
    }

    @Override
    public void close() {
        KubernetesClient all = cluster.client();
        // First, so that no controller makes new pods.
        all.namespaces().withName(namespace).delete();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (List<Pod> left = pods(); !left.isEmpty(); left = pods()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Pods of namespace " + namespace + " cannot be removed: "
                        + left.stream().map(pod -> pod.getMetadata().getName()).toList());
            }
            left.forEach(this::remove);
        }
        nodes.forEach(name -> all.nodes().withName(name).delete());
    }

    private List<Pod> pods() {
        return client.pods().list().getItems();
    }

    private void remove(Pod pod) {
        try {
            if (!pod.getMetadata().getFinalizers().isEmpty()) {
                client.resource(new PodBuilder(pod)
                                .editMetadata()
                                .withFinalizers(List.of())
                                .endMetadata()
                                .build())
                        .update();
            }
            client.resource(pod).withGracePeriod(0).delete();
        } catch (KubernetesClientException e) {
            boolean changedMeanwhile =
                    e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_CONFLICT;
            if (!changedMeanwhile) {
                throw e;
            }
        }
    }
}
