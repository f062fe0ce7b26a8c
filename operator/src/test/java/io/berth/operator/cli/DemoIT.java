package io.berth.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.localcluster.LocalCluster;
import io.berth.localcluster.junit.OnEveryCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as its user runs it, the operator being a process of its own. */
@OnEveryCluster
@Timeout(240)
class DemoIT {
    @TempDir
    private Path folder = Path.of("unset");

    private static String tier(LocalCluster cluster) {
        return cluster.isReal() ? "--real-api-server" : "--embedded-api-server";
    }

    @Test
    void allOfItHolds(LocalCluster sameTier) throws IOException {
        CommandRun run = CommandRun.of("demo", "--json", tier(sameTier));

        assertThat(run.err()).isEmpty();
        List<JsonNode> events = new ArrayList<>();
        for (String line : run.lines()) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(run.exitCode()).as(run.out()).isZero();
        List<JsonNode> checks = events.stream()
                .filter(event -> event.path("event").asText().equals("check"))
                .toList();
        assertThat(checks)
                .extracting(check -> check.path("what").asText())
                .containsExactly(
                        "the operator is ready",
                        "10 of 10 pods have their address",
                        "the addresses are there while no operator runs",
                        "the operator is back and leads",
                        "the pod that replaces it has an address",
                        "every other pod has the address that it had",
                        "nothing is held",
                        "nothing is left in the clouds",
                        "the operator ended in order on SIGTERM",
                        "the lease was given back");
        assertThat(checks).allMatch(check -> check.path("held").asBoolean());
        assertThat(events.get(events.size() - 1).path("cluster").asText())
                .contains(sameTier.isReal() ? "real control plane" : "embedded API server");
        assertThat(events)
                .filteredOn(event -> event.path("state").asText().equals("Ready"))
                .extracting(event -> event.path("networkType").asText())
                .contains("Kubernetes-None", "Kubernetes-HostPort", "Volcengine-CLB", "AmazonWebServices-NLB");
    }

    @Test
    void whatDoesNotHoldIsSaidAndEndsInExitCodeOne(LocalCluster sameTier) throws IOException {
        // The same on both tiers, so once is enough.
        assumeThat(sameTier.isReal()).isFalse();
        Path manifests = Files.writeString(folder.resolve("mine.yaml"), """
                kind: Pod
                apiVersion: v1
                metadata:
                  name: wrong
                  namespace: mine
                  annotations:
                    game.kruise.io/network-type: Kubernetes-HostPort
                    game.kruise.io/network-conf: '[{"name":"ContainerPorts","value":"gmae:80"}]'
                spec:
                  terminationGracePeriodSeconds: 0
                  containers: [{name: game, image: "example.com/game:1", ports: [{containerPort: 80}]}]
                """);

        CommandRun run = CommandRun.of("demo", "-f", manifests.toString(), tier(sameTier));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines())
                .anyMatch(line -> line.startsWith("  [FAIL] 0 of 1 pods have their address: mine/wrong is")
                        && line.contains("BadParameters")
                        && line.contains("the pod has no container 'gmae'"))
                .contains("The end of the operator's log:")
                .anyMatch(line -> line.startsWith("NOT all of it held, on the "));
    }
}
