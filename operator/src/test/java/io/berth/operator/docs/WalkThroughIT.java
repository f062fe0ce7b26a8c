package io.berth.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.localcluster.ClusterTier;
import io.berth.localcluster.LocalCluster;
import io.berth.localcluster.junit.OnEveryCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/operator.md tells a newcomer to do, command by command, on a control plane that the commands start. */
@OnEveryCluster(ClusterTier.REAL)
@Timeout(240)
class WalkThroughIT {
    private static final String TITLE = "Walk-through: a StatefulSet gets its addresses";

    @TempDir
    private Path parent = Path.of("unset");

    /** @param tier there so that this runs where the control plane's programs are; the commands start their own */
    @Test
    void everyCommandWorksAndEveryPodGetsItsAddress(LocalCluster tier) throws Exception {
        Guide.Section section = Guide.read().section(TITLE);
        // A folder whose name has a space, into which the project's commands are linked.
        Path folder = Files.createDirectory(parent.resolve("a newcomer's folder"));
        Path root = Guide.root().toRealPath();
        Files.createSymbolicLink(folder.resolve("berth"), root.resolve("berth"));
        Files.createSymbolicLink(folder.resolve("it"), root.resolve("it"));
        String health = String.valueOf(freePort());
        for (Guide.Block block : section.blocks()) {
            if (block.file().isPresent()) {
                Files.writeString(
                        folder.resolve(block.file().get()),
                        block.text().replace("port: 8080", "port: " + health).replace("port: 9443", "port: 0"));
            }
        }
        Path script = Files.writeString(
                folder.resolve("script"),
                "set -euo pipefail\n" + section.script().replace("127.0.0.1:8080", "127.0.0.1:" + health));
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // The reactor has built it, and is at work in its folders.
        builder.environment().put("BERTH_BUILD", "never");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(200, TimeUnit.SECONDS))
                    .as(Files.readString(log))
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroyForcibly();
        }

        String said = Files.readString(log);
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said)
                .contains("arena.yaml, document 1: StatefulSet default/arena: correct, Kubernetes-HostPort")
                .containsPattern(
                        "pod default/arena-2, Kubernetes-HostPort\\n    gets     host port 8\\d{3} for port 7777/UDP")
                .contains("ContainerPort: unknown parameter; did you mean 'ContainerPorts'?");
        assertThat(Files.readAllLines(folder.resolve("before.txt")))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("arena-0"))
                .allMatch(line -> line.startsWith("POD")
                        || (line.contains("\"currentNetworkState\":\"Ready\"") && line.contains("\"203.0.113.")));
        assertThat(Files.readString(folder.resolve("operator.log")))
                .contains("Serving the network types [Kubernetes-HostPort]")
                .contains("is given back");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
