package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.function.Consumer;

/** One informer per kind for all players. They tell that something changed; what to do about it is read afresh. */
final class ClusterInformers implements AutoCloseable {

    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<Node> nodes;
    private final SharedIndexInformer<StatefulSet> statefulSets;
    private final SharedIndexInformer<Deployment> deployments;
    private final SharedIndexInformer<ReplicaSet> replicaSets;

    ClusterInformers(KubernetesClient client) {
        pods = client.pods().inAnyNamespace().runnableInformer(0);
        nodes = client.nodes().runnableInformer(0);
        statefulSets = client.apps().statefulSets().inAnyNamespace().runnableInformer(0);
        deployments = client.apps().deployments().inAnyNamespace().runnableInformer(0);
        replicaSets = client.apps().replicaSets().inAnyNamespace().runnableInformer(0);
    }

    /** Call when every handler has been added. Returns when all have seen what there is. */
    void start() {
        List.of(pods, nodes, statefulSets, deployments, replicaSets).forEach(SharedIndexInformer::run);
    }

    void onPod(Consumer<Pod> changed) {
        on(pods, changed);
    }

    void onNode(Consumer<Node> changed) {
        on(nodes, changed);
    }

    void onStatefulSet(Consumer<StatefulSet> changed) {
        on(statefulSets, changed);
    }

    void onDeployment(Consumer<Deployment> changed) {
        on(deployments, changed);
    }

    void onReplicaSet(Consumer<ReplicaSet> changed) {
        on(replicaSets, changed);
    }

    /** The pods as last heard of; good for finding whom a change concerns, not for deciding. */
    List<Pod> knownPods() {
        return pods.getStore().list();
    }

    @Override
    public void close() {
        List.of(pods, nodes, statefulSets, deployments, replicaSets).forEach(SharedIndexInformer::close);
    }

    private static <T extends HasMetadata> void on(SharedIndexInformer<T> informer, Consumer<T> changed) {
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T added) {
                changed.accept(added);
            }

            @Override
            public void onUpdate(T before, T after) {
                changed.accept(after);
            }

            @Override
            public void onDelete(T deleted, boolean lastStateUnknown) {
                changed.accept(deleted);
            }
        });
    }
}
