package io.berth.localcluster;

import io.berth.localcluster.admission.AdmissionWebhookCaller;
import io.berth.localcluster.admission.PodAdmission;
import io.berth.localcluster.admission.PodDefaults;
import io.berth.localcluster.players.ClusterPlayers;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Version;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/** fabric8's server in this JVM, with players around it. */
final class EmbeddedCluster implements LocalCluster {

    /** It reports each request at level INFO. Held here, or its level would be forgotten with it. */
    private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

    private final ScratchFolder scratch;
    private final MockWebServer server;
    private final KubernetesClient client;
    private final PodAdmission admission;
    private final ClusterPlayers players;
    private final Path kubeconfig;
    private final Nodes nodes;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atExit;

    private EmbeddedCluster(ScratchFolder scratch, MockWebServer server, PodAdmission hook) throws IOException {
        this.scratch = scratch;
        this.server = server;
        REQUESTS.setLevel(Level.WARNING);
        EmbeddedApi api = new EmbeddedApi(server::reset);
        server.setDispatcher(api);
        server.start(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        ClusterAccess access =
                new ClusterAccess("http://127.0.0.1:" + server.getPort(), "anyone-is-admin", Optional.empty());
        kubeconfig = scratch.resolve("kubeconfig");
        access.writeKubeconfig(kubeconfig);
        client = access.newClient();
        for (String namespace : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
        }
        nodes = new Nodes(client);
        admission = new PodDefaults().andThen(hook).andThen(new AdmissionWebhookCaller(client));
        players = ClusterPlayers.start(client, api, admission, Clock.systemUTC(), RandomGenerator.getDefault());
        atExit = new Thread(scratch::close, "local-cluster-end");
    }

    static EmbeddedCluster start(PodAdmission hook) {
        ScratchFolder scratch = ScratchFolder.create();
        MockWebServer server = new MockWebServer();
        boolean started = false;
        try {
            EmbeddedCluster cluster = new EmbeddedCluster(scratch, server, hook);
            Runtime.getRuntime().addShutdownHook(cluster.atExit);
            started = true;
            return cluster;
        } catch (IOException e) {
            throw new ClusterStartException("Cannot start the embedded API server: " + e, e);
        } finally {
            if (!started) {
                server.shutdown();
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
        return Optional.empty();
    }

    @Override
    public ClusterTier tier() {
        return ClusterTier.EMBEDDED;
    }

    @Override
    public String describe() {
        return "embedded API server (fabric8 " + Version.clientVersion() + ") at "
                + client.getConfiguration().getMasterUrl() + ", with controllers, scheduler and kubelets played";
    }

    @Override
    public Node addNode(Node node) {
        return nodes.add(node);
    }

    @Override
    public Pod create(Pod pod) {
        return client.resource(admission.admit(pod)).create();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            ExitHook.remove(atExit);
            players.close();
            client.close();
            server.shutdown();
            scratch.close();
        }
    }
}
