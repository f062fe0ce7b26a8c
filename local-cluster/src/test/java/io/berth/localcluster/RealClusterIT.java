package io.berth.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryCluster(ClusterTier.REAL)
class RealClusterIT {

    @TempDir
    Path folder;

    @Test
    void kubectlWorksWithTheKubeconfig(Sandbox sandbox) throws Exception {
        sandbox.addNode("a", "192.168.0.10", "203.0.113.10");
        Path manifest = Files.writeString(folder.resolve("web.yaml"), """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: web}
                spec:
                  replicas: 2
                  serviceName: web
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: web}]}
                """);

        assertThat(kubectl(sandbox, "apply", "-f", manifest.toString())).contains("statefulset.apps/web created");
        assertThat(kubectl(sandbox, "rollout", "status", "statefulset/web", "--timeout=20s"))
                .contains("2 new pods have been updated");
        assertThat(kubectl(sandbox, "get", "pods")).contains("web-0", "web-1");
    }

    @Test
    void saysWhatItIs(LocalCluster cluster) {
        assertThat(cluster.isReal()).isTrue();
        assertThat(cluster.describe())
                .startsWith("real control plane, Kubernetes v1.")
                .contains("https://127.0.0.1:")
                .doesNotContain("\n");
        assertThat(LocalCluster.realIsAvailable()).isTrue();
    }

    @Test
    void closedClusterLeavesNoProcessAndNoFile() {
        List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
        long started = System.nanoTime();
        LocalCluster second = LocalCluster.best();
        Duration start = Duration.ofNanos(System.nanoTime() - started);
        List<ProcessHandle> its = ProcessHandle.current()
                .descendants()
                .filter(process -> !before.contains(process))
                .toList();
        Path scratch = scratch(second.kubeconfig());
        assertThat(second.isReal()).isTrue();
        assertThat(its).hasSize(5).allMatch(ProcessHandle::isAlive);
        assertThat(start).isLessThan(Duration.ofSeconds(30));

        second.close();
        second.close();

        assertThat(its).noneMatch(ProcessHandle::isAlive);
        assertThat(scratch).doesNotExist();
    }

    @Test
    void endsWithItsJvmAndRemovesItsFiles() throws Exception {
        Held held = hold();

        held.jvm.destroy();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(held.programs).noneMatch(ProcessHandle::isAlive);
            assertThat(held.scratch).doesNotExist();
        });
    }

    @Test
    void endsWhenItsJvmIsKilled() throws Exception {
        Held held = hold();

        held.jvm.destroyForcibly();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> held.programs.stream().noneMatch(ProcessHandle::isAlive));
        // Nobody was left to remove its files: the next one does.
        assertThat(held.scratch).exists();
        ScratchFolder.create(folder, Instant.now().plus(Duration.ofMinutes(2))).close();
        assertThat(held.scratch).doesNotExist();
    }

    private record Held(Process jvm, List<ProcessHandle> programs, Path scratch) {}

    private Held hold() throws IOException {
        Path ready = folder.resolve("ready");
        Process jvm = ChildJvm.start(
                ClusterHolder.class,
                Map.of(),
                folder.resolve("output").toFile(),
                "-Dready=" + ready,
                "-Djava.io.tmpdir=" + folder);
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(ready) && Files.size(ready) > 0);
        List<ProcessHandle> programs = jvm.descendants().toList();
        assertThat(programs).hasSize(5);
        return new Held(jvm, programs, scratch(Path.of(Files.readString(ready))));
    }

    private static Path scratch(Path kubeconfig) {
        Path parent = kubeconfig.getParent();
        assertThat(parent).isNotNull().exists();
        return parent;
    }

    private String kubectl(Sandbox sandbox, String... arguments) throws Exception {
        Path output = folder.resolve("kubectl.txt");
        ProcessBuilder kubectl = new ProcessBuilder(
                        sandbox.cluster().kubectl().orElseThrow().toString(), "--namespace", sandbox.namespace())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        kubectl.command().addAll(List.of(arguments));
        kubectl.environment().put("KUBECONFIG", sandbox.cluster().kubeconfig().toString());
        Process process = kubectl.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
