package io.berth.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the operator and the plan say to their user beside an API server. */
@OnEveryCluster
@Timeout(120)
class OperatorCommandIT {
    private static final String CONFIG = """
            identity: {clusterId: test, operatorId: o1}
            apiServer: {requestTimeout: 3s}
            leaderElection: {namespace: %s}
            health: {host: 127.0.0.1, port: %d}
            webhook: {enabled: %s, host: 127.0.0.1, port: 0%s}
            networkTypes:
              Kubernetes-HostPort: {ranges: {default: 8000-8001}, whenFull: refuse}
            """;

    @TempDir
    private Path folder = Path.of("unset");

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private CommandRun operator(Sandbox sandbox, String config) throws IOException {
        return CommandRun.of(
                "operator",
                "--config",
                file("berth.yaml", config),
                "--kubeconfig",
                sandbox.cluster().kubeconfig().toString());
    }

    @Test
    void aPortThatIsTakenIsNamed(Sandbox sandbox) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run =
                    operator(sandbox, CONFIG.formatted(sandbox.namespace(), taken.getLocalPort(), "false", ""));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("The health server cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aCertificateThatCannotBeUsedIsNamed(Sandbox sandbox) throws IOException {
        String tls = ", tls: {certFile: %s, keyFile: %s}".formatted(folder.resolve("c"), folder.resolve("k"));

        CommandRun run = operator(sandbox, CONFIG.formatted(sandbox.namespace(), 0, "true", tls));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(folder.resolve("c") + " cannot be read").doesNotContain("\tat ");
        assertThat(sandbox.client().leases().withName("berth").get())
                .satisfiesAnyOf(
                        lease -> assertThat(lease).isNull(),
                        lease -> assertThat(lease.getSpec().getHolderIdentity()).isNull());
    }

    @Test
    void anApiServerThatIsNotThereIsNamed(Sandbox sandbox) throws IOException {
        String kubeconfig = Files.readString(sandbox.cluster().kubeconfig())
                .replaceAll("https?://127.0.0.1:\\d+", "https://127.0.0.1:1");

        CommandRun run = CommandRun.of(
                "operator",
                "--config",
                file("berth.yaml", CONFIG.formatted(sandbox.namespace(), 0, "false", "")),
                "--kubeconfig",
                file("kubeconfig", kubeconfig));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("127.0.0.1:1").doesNotContain("\tat ");
    }

    @Test
    void planCountsTheNodesAndPortsOfTheCluster(Sandbox sandbox) throws IOException {
        String namespace = sandbox.namespace();
        sandbox.addNode("node1", "10.0.0.1", "203.0.113.1");
        String pod = """
                kind: Pod
                apiVersion: v1
                metadata:
                  name: p
                  namespace: %s
                  annotations:
                    game.kruise.io/network-type: Kubernetes-HostPort
                    game.kruise.io/network-conf: '[{"name":"ContainerPorts","value":"game:80"}]'
                spec:
                  nodeName: %s-node1
                  containers: [{name: game, image: "game:1", ports: [{containerPort: 80, hostPort: 8000}]}]
                """.formatted(namespace, namespace);
        sandbox.create(sandbox.client()
                .getKubernetesSerialization()
                .unmarshal(pod, io.fabric8.kubernetes.api.model.Pod.class));
        String planned = pod.replace("name: p\n", "name: q\n")
                .replaceAll("  nodeName: .*\n", "")
                .replace(", hostPort: 8000", "");

        CommandRun run = CommandRun.of(
                "plan",
                "-f",
                file("q.yaml", planned),
                "--config",
                file("berth.yaml", CONFIG.formatted(namespace, 0, "false", "")),
                "--kubeconfig",
                sandbox.cluster().kubeconfig().toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("gets     host port 8001 for port 80/TCP of container game");
        assertThat(run.exitCode()).isZero();
        assertThat(sandbox.client().pods().list().getItems()).hasSize(1);
    }
}
