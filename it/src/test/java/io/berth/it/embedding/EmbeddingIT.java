package io.berth.it.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import io.fabric8.kubernetes.api.model.Node;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The README's example works, and is what the README shows. */
@OnEveryCluster
@Timeout(120)
class EmbeddingIT {
    private static final int MOST_LINES = 20;

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: game-0
              annotations:
                game.kruise.io/network-type: Kubernetes-HostPort
                game.kruise.io/network-conf: '[{"name":"ContainerPorts","value":"gameserver:80/TCPUDP"}]'
            spec:
              containers:
              - name: gameserver
                image: game:1
            """;

    @Test
    void aPodGetsItsAddress(Sandbox sandbox) {
        Node unused = sandbox.addNode("n1", "10.1.0.1", "203.0.113.1");

        String status = EmbeddingExample.createAndAwaitAddress(
                sandbox.client(), new ByteArrayInputStream(POD.getBytes(StandardCharsets.UTF_8)));

        assertThat(status)
                .contains("203.0.113.1")
                .contains("\"currentNetworkState\":\"Ready\"")
                .containsPattern("\"protocol\":\"TCP\",\"port\":7\\d\\d\\d")
                .containsPattern("\"protocol\":\"UDP\",\"port\":7\\d\\d\\d");
    }

    @Test
    void theReadmeShowsThisVeryCode(Sandbox sandbox) throws IOException {
        Path root = Path.of(System.getProperty("berth.root", ".."));
        List<String> source =
                Files.readAllLines(root.resolve("it/src/test/java/io/berth/it/embedding/EmbeddingExample.java"));
        int begin = source.indexOf("    // README: begin");
        int end = source.indexOf("    // README: end");
        List<String> shown = source.subList(begin + 1, end).stream()
                .map(line -> line.isEmpty() ? line : line.substring(4))
                .toList();

        assertThat(shown).hasSizeBetween(1, MOST_LINES);
        assertThat(Files.readString(root.resolve("README.md")))
                .contains("```java\n" + String.join("\n", shown) + "\n```");
    }
}
