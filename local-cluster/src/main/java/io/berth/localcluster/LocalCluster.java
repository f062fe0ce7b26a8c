package io.berth.localcluster;

import io.berth.localcluster.admission.PodAdmission;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Kubernetes cluster of this process's own, on loopback, with nothing in it: no node, and of namespaces only what its
 * API server makes itself. It ends with {@link #close()} and with the JVM, and leaves no process and no file.
 *
 * <p>All methods may be called from any thread. After {@link #close()} only close may be called again.
 */
public sealed interface LocalCluster extends AutoCloseable permits RealCluster, EmbeddedCluster {

    /**
     * Starts etcd, kube-apiserver, kube-controller-manager, kube-scheduler, and kwok as every node's kubelet. Takes three
     * to four seconds.
     *
     * @throws MissingControlPlaneException when the programs are not on this machine; says where they were looked for and
     *     how to build them
     * @throws ClusterStartException when one of them does not start; has the end of its log
     */
    static LocalCluster real() {
        return RealCluster.start(ControlPlaneBinaries.require());
    }

    /** Whether {@link #real()} would find its programs. */
    static boolean realIsAvailable() {
        return ControlPlaneBinaries.search().found().isPresent();
    }

    /**
     * Does nothing when {@link #real()} would find its programs.
     *
     * @throws MissingControlPlaneException as {@link #real()}
     */
    static void requireReal() {
        ControlPlaneBinaries.require();
    }

    /**
     * Starts fabric8's embedded API server, with players for what runs around one: StatefulSets, Deployments and
     * ReplicaSets, scheduler, kubelets, garbage collector. Pods that they create, and those of {@link #create}, pass the
     * mutating webhooks stored in the server.
     */
    static LocalCluster embedded() {
        return embedded(PodAdmission.unchanged());
    }

    /** As {@link #embedded()}, and pods also pass this hook, before any webhook. */
    static LocalCluster embedded(PodAdmission admission) {
        return EmbeddedCluster.start(admission);
    }

    /** The real cluster where its programs are found, else the embedded one. {@link #describe()} says which it became. */
    static LocalCluster best() {
        return realIsAvailable() ? real() : embedded();
    }

    /**
     * A client that may do everything, with namespace {@code default}. It does not repeat a request that failed, so a
     * caller sees 429 and 5xx at once. The cluster closes it.
     */
    KubernetesClient client();

    /** A kubeconfig file for other processes, readable by this user only, with the same rights as {@link #client()}. */
    Path kubeconfig();

    /** A kubectl that fits this cluster. Empty where kubectl does not work: the embedded server has no discovery. */
    Optional<Path> kubectl();

    ClusterTier tier();

    default boolean isReal() {
        return tier() == ClusterTier.REAL;
    }

    /** One line for people: what kind of cluster this is, and where it listens. */
    String describe();

    /**
     * Adds a node and waits until it is Ready. {@code status.addresses} is taken over, the rest of the status is the
     * kubelet's. A node without an InternalIP runs its hostNetwork pods without a usable address.
     *
     * @return the node as stored
     */
    Node addNode(Node node);

    /** {@link #addNode(Node)} for a node with an internal and an external address, and its name as Hostname. */
    default Node addNode(String name, String internalIp, String externalIp) {
        return addNode(new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .endMetadata()
                .withNewStatus()
                .addNewAddress(internalIp, "InternalIP")
                .addNewAddress(externalIp, "ExternalIP")
                .addNewAddress(name, "Hostname")
                .endStatus()
                .build());
    }

    /**
     * Creates a pod as an API server would: defaults, admission, store. Use it for pods without a workload, since the
     * embedded server itself neither sets defaults nor asks a webhook.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 403 where admission denies the pod
     */
    Pod create(Pod pod);

    /** Ends the cluster at once. Idempotent. */
    @Override
    void close();
}
