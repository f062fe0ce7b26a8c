package io.berth.operator.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.NetworkEngine;
import io.berth.runtime.kubernetes.KubernetesViews;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the engine of the cluster's nodes. */
final class NodeFeed implements AutoCloseable {
    private final SharedIndexInformer<Node> informer;
    private final Set<String> fed;
    private volatile boolean sawAll;

    private NodeFeed(SharedIndexInformer<Node> informer, Set<String> fed) {
        this.informer = informer;
        this.fed = fed;
    }

    /** Returns when the nodes have been listed. */
    static NodeFeed start(KubernetesClient client, NetworkEngine engine) {
        Set<String> fed = ConcurrentHashMap.newKeySet();
        return new NodeFeed(client.nodes().inform(new Handler(engine, fed)), fed);
    }

    /** Whether the informer still follows the nodes. */
    boolean isRunning() {
        return informer.isRunning();
    }

    /** Whether the engine has been told of every node that was there when this was asked for the first time. */
    boolean hasSeenAll() {
        if (!sawAll) {
            sawAll = informer.hasSynced()
                    && informer.getStore().list().stream()
                            .allMatch(node -> fed.contains(node.getMetadata().getName()));
        }
        return sawAll;
    }

    @Override
    public void close() {
        informer.close();
    }

    private record Handler(NetworkEngine engine, Set<String> fed) implements ResourceEventHandler<Node> {
        private Handler {
            requireNonNull(engine, "engine is null");
        }

        @Override
        public void onAdd(Node node) {
            engine.node(KubernetesViews.node(node));
            fed.add(node.getMetadata().getName());
        }

        @Override
        public void onUpdate(Node before, Node node) {
            onAdd(node);
        }

        @Override
        public void onDelete(Node node, boolean stateUnknown) {
            engine.nodeGone(node.getMetadata().getName());
        }
    }
}
