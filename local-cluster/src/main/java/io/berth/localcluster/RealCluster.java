package io.berth.localcluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** Kubernetes' own programs, as child processes. */
final class RealCluster implements LocalCluster {

    /** A port that was free a moment ago can be taken; three times in a row it is something else. */
    private static final int ATTEMPTS = 3;

    private final ScratchFolder scratch;
    private final ControlPlane controlPlane;
    private final KubernetesClient client;
    private final Path kubeconfig;
    private final Path kubectl;
    private final Nodes nodes;
    private final String description;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atExit = new Thread(this::end, "local-cluster-end");

    private RealCluster(
            ControlPlaneBinaries binaries,
            ScratchFolder scratch,
            ControlPlane controlPlane,
            KubernetesClient client,
            Path kubeconfig) {
        this.scratch = scratch;
        this.controlPlane = controlPlane;
        this.client = client;
        this.kubeconfig = kubeconfig;
        this.kubectl = binaries.path(ControlPlaneProgram.KUBECTL);
        this.nodes = new Nodes(client);
        this.description = "real control plane, Kubernetes "
                + client.getKubernetesVersion().getGitVersion() + ", at "
                + client.getConfiguration().getMasterUrl() + " (programs of " + binaries.folder() + ")";
    }

    static RealCluster start(ControlPlaneBinaries binaries) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(binaries);
            } catch (ClusterStartException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static RealCluster startOnce(ControlPlaneBinaries binaries) {
        ScratchFolder scratch = ScratchFolder.create();
        ControlPlane controlPlane =
                new ControlPlane(binaries, scratch.path(), new LoopbackPorts(RandomGenerator.getDefault()));
        boolean started = false;
        try {
            Path kubeconfig = scratch.resolve("kubeconfig");
            KubernetesClient client = controlPlane.start(kubeconfig);
            RealCluster cluster = new RealCluster(binaries, scratch, controlPlane, client, kubeconfig);
            Runtime.getRuntime().addShutdownHook(cluster.atExit);
            started = true;
            return cluster;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterStartException("Interrupted while the control plane started", e);
        } finally {
            if (!started) {
                controlPlane.kill();
                scratch.close();
            }
        }
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public Optional<Path> kubectl() {
        return Optional.of(kubectl);
    }

    @Override
    public ClusterTier tier() {
        return ClusterTier.REAL;
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public Node addNode(Node node) {
        return nodes.add(node);
    }

    @Override
    public Pod create(Pod pod) {
        return client.resource(pod).create();
    }

    @Override
    public void close() {
        ExitHook.remove(atExit);
        end();
    }

    private void end() {
        if (closed.compareAndSet(false, true)) {
            controlPlane.kill();
            scratch.close();
        }
    }
}
