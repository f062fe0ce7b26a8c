package io.berth.localcluster;

import static io.berth.localcluster.ControlPlaneProgram.API_SERVER;
import static io.berth.localcluster.ControlPlaneProgram.CONTROLLER_MANAGER;
import static io.berth.localcluster.ControlPlaneProgram.ETCD;
import static io.berth.localcluster.ControlPlaneProgram.KWOK;
import static io.berth.localcluster.ControlPlaneProgram.SCHEDULER;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one real control plane. The flags are those of {@code it/apiserver/run}, and for the same reasons; nothing
 * here needs a shell, openssl or Go.
 */
final class ControlPlane {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private final ControlPlaneBinaries binaries;
    private final Path folder;
    private final LoopbackPorts ports;
    private final List<RunningProgram> programs = new ArrayList<>();
    private @Nullable KubernetesClient client;

    ControlPlane(ControlPlaneBinaries binaries, Path folder, LoopbackPorts ports) {
        this.binaries = binaries;
        this.folder = folder;
        this.ports = ports;
    }

    /**
     * Starts everything.
     *
     * @return a client of the API server, which answers already
     * @throws ClusterStartException when it does not within a minute, or a program ends; the caller then calls {@link #kill}
     */
    KubernetesClient start(Path kubeconfig) throws InterruptedException {
        try {
            int etcdPort = ports.free();
            int apiPort = ports.free();
            String token = UUID.randomUUID().toString();
            ServiceAccountKeys keys = ServiceAccountKeys.generate(folder);
            PrivateFile.write(folder.resolve("tokens.csv"), token + ",admin,admin,system:masters\n");

            startEtcd(etcdPort, ports.free());
            startApiServer(etcdPort, apiPort, keys);
            Path certificate = folder.resolve("certs").resolve("apiserver.crt");
            await("has made its certificate", () -> Files.exists(certificate) && Files.size(certificate) > 0);
            ClusterAccess access = new ClusterAccess(
                    "https://127.0.0.1:" + apiPort,
                    token,
                    Optional.of(Base64.getEncoder().encodeToString(Files.readAllBytes(certificate))));
            access.writeKubeconfig(kubeconfig);
            KubernetesClient ready = access.newClient();
            client = ready;
            await("answers", () -> answers(ready));

            startControllers(kubeconfig, keys, certificate);
            start(SCHEDULER, List.of("--kubeconfig=" + kubeconfig, "--leader-elect=false", "--secure-port=0"));
            start(
                    KWOK,
                    List.of(
                            "--kubeconfig=" + kubeconfig,
                            "--config=" + unpackStages(),
                            "--manage-all-nodes=true",
                            "--cidr=10.244.0.1/16"));
            programs.forEach(RunningProgram::reportUnexpectedEnd);
            return ready;
        } catch (IOException e) {
            throw new ClusterStartException("Cannot start the control plane of " + binaries.folder() + ": " + e, e);
        }
    }

    /** Ends every program at once, and waits until they are gone. */
    void kill() {
        KubernetesClient toClose = client;
        if (toClose != null) {
            toClose.close();
        }
        programs.forEach(RunningProgram::kill);
        programs.forEach(RunningProgram::awaitEnd);
    }

    private void startEtcd(int clientPort, int peerPort) throws IOException {
        String clients = "http://127.0.0.1:" + clientPort;
        String peers = "http://127.0.0.1:" + peerPort;
        start(
                ETCD,
                List.of(
                        "--data-dir=" + folder.resolve("etcd"),
                        "--unsafe-no-fsync",
                        "--log-level=warn",
                        "--listen-client-urls=" + clients,
                        "--advertise-client-urls=" + clients,
                        "--listen-peer-urls=" + peers,
                        "--initial-advertise-peer-urls=" + peers,
                        "--initial-cluster=default=" + peers));
    }

    private void startApiServer(int etcdPort, int port, ServiceAccountKeys keys) throws IOException {
        start(
                API_SERVER,
                List.of(
                        "--etcd-servers=http://127.0.0.1:" + etcdPort,
                        "--bind-address=127.0.0.1",
                        "--secure-port=" + port,
                        "--cert-dir=" + folder.resolve("certs"),
                        // No address of this machine is looked up or published: this one is reserved for documentation.
                        "--advertise-address=192.0.2.1",
                        "--endpoint-reconciler-type=none",
                        "--token-auth-file=" + folder.resolve("tokens.csv"),
                        "--authorization-mode=RBAC",
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-signing-key-file=" + keys.privateKey(),
                        "--service-account-key-file=" + keys.publicKey(),
                        // Pods need no service account, and nodes no controller that takes their taint away.
                        "--disable-admission-plugins=ServiceAccount,TaintNodesByCondition",
                        "--service-cluster-ip-range=10.0.0.0/16",
                        "--allow-privileged=true"));
    }

    private void startControllers(Path kubeconfig, ServiceAccountKeys keys, Path certificate) throws IOException {
        String controllers = String.join(
                ",",
                "garbage-collector-controller",
                "namespace-controller",
                "pod-garbage-collector-controller",
                "serviceaccount-controller",
                "serviceaccount-token-controller",
                "clusterrole-aggregation-controller",
                "deployment-controller",
                "replicaset-controller",
                "statefulset-controller",
                "job-controller",
                "endpointslice-controller",
                "disruption-controller",
                "resourcequota-controller");
        start(
                CONTROLLER_MANAGER,
                List.of(
                        "--kubeconfig=" + kubeconfig,
                        "--leader-elect=false",
                        "--secure-port=0",
                        "--service-account-private-key-file=" + keys.privateKey(),
                        "--root-ca-file=" + certificate,
                        "--controllers=" + controllers));
    }

    private Path unpackStages() throws IOException {
        Path stages = folder.resolve("kwok.yaml");
        try (InputStream resource = ControlPlane.class.getResourceAsStream("kwok.yaml")) {
            if (resource == null) {
                throw new IOException("kwok.yaml is missing beside " + ControlPlane.class.getName()
                        + ": local-cluster was packed without its resources");
            }
            Files.copy(resource, stages);
        }
        return stages;
    }

    private void start(ControlPlaneProgram program, List<String> arguments) throws IOException {
        programs.add(RunningProgram.start(binaries.path(program), arguments, folder));
    }

    private interface Check {
        boolean isMet() throws IOException;
    }

    private void await(String what, Check check) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!check.isMet()) {
            List<RunningProgram> ended =
                    programs.stream().filter(program -> !program.isAlive()).collect(Collectors.toList());
            if (!ended.isEmpty() || System.nanoTime() > deadline) {
                throw new ClusterStartException(
                        "No API server that " + what + ". "
                                + (ended.isEmpty() ? programs : ended)
                                        .stream().map(RunningProgram::lastWords).collect(Collectors.joining("\n")),
                        null);
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private static boolean answers(KubernetesClient client) {
        try {
            return "ok".equals(client.raw("/readyz"))
                    && client.namespaces().withName("default").get() != null;
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }
}
