package io.berth.localcluster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.localcluster.LocalCluster;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEveryCluster
class SandboxIT {

    private String namespaceBefore = "";

    @BeforeEach
    void remember(Sandbox sandbox) {
        namespaceBefore = sandbox.namespace();
    }

    @Test
    void isOneForAllMethodsOfATest(Sandbox sandbox) {
        assertThat(sandbox.namespace()).isEqualTo(namespaceBefore);
        assertThat(sandbox.client().getNamespace()).isEqualTo(namespaceBefore);
    }

    @Test
    void leavesNeitherPodsNorNodesWhateverHoldsThem(LocalCluster cluster) {
        Sandbox closed = Sandbox.open(cluster, 1_000_000);
        String node =
                closed.addNode("a", "192.168.9.1", "203.0.113.9").getMetadata().getName();
        closed.client().resource(Workloads.statefulSet("web", 2)).create();
        closed.create(new PodBuilder(Workloads.pod("held"))
                .editMetadata()
                .addToFinalizers("example.com/hold")
                .endMetadata()
                .editSpec()
                .withTerminationGracePeriodSeconds(600L)
                .endSpec()
                .build());
        closed.client().pods().withName("held").delete();

        closed.close();

        // A controller that was just about to make one more is too late, and the collector sees to it.
        await().during(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(5))
                .until(() -> closed.client().pods().list().getItems().isEmpty());
        assertThat(cluster.client().nodes().withName(node).get()).isNull();
    }
}
