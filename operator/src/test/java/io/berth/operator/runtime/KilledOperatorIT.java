package io.berth.operator.runtime;

import static io.berth.operator.runtime.Games.HOST_PORT;
import static io.berth.operator.runtime.Games.NONE;
import static io.berth.operator.runtime.Games.PORTS;
import static io.berth.operator.runtime.Games.soon;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The operator as a process that gets SIGKILL: what pods show is the same afterwards, to the letter. */
@OnEveryCluster
@Timeout(240)
class KilledOperatorIT {
    @TempDir
    private Path folder = Path.of("unset");

    private Sandbox sandbox;
    private Games games;

    @BeforeEach
    void open(Sandbox own) {
        sandbox = own;
        games = new Games(own);
    }

    @AfterEach
    void unregister() {
        sandbox.cluster()
                .client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(RunningOperator.webhookName(sandbox))
                .delete();
    }

    private OperatorProcess start() throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("berth.yaml"), RunningOperator.config(sandbox));
        return OperatorProcess.start(config, sandbox.cluster().kubeconfig(), folder.resolve("operator.log"));
    }

    @Test
    void killedWhileItRestsAndAPodIsDeletedMeanwhile() throws Exception {
        games.addNodes(3);
        Map<String, String> before;
        String leader;
        try (OperatorProcess operator = start()) {
            games.awaitWebhook();
            games.statefulSet("arena", 3, HOST_PORT);
            games.pod("lobby", NONE, "[]");
            games.pod("gone", HOST_PORT, PORTS);
            games.awaitReady(5);
            leader = games.leader();
            operator.kill();
        }
        sandbox.client().pods().withName("gone").delete();
        soon().until(() -> games.pods().size() == 4);
        before = games.statuses();
        try (OperatorProcess operator = start()) {
            awaitOtherLeaderThan(leader);
            // It acts, so it has looked at the others.
            games.awaitWebhook();
            games.pod("later", HOST_PORT, PORTS);
            games.awaitReady(5);
            assertThat(games.statuses()).containsAllEntriesOf(before);
            assertThat(operator.isAlive()).isTrue();
        }
    }

    @Test
    void killedBeforeAnyPodHasItsAddress() throws Exception {
        Map<String, Integer> admitted;
        try (OperatorProcess operator = start()) {
            games.awaitWebhook();
            // Without a node they are admitted and have no address.
            games.statefulSet("arena", 3, HOST_PORT);
            soon().until(() -> games.pods().size() == 3);
            admitted = numbers();
            assertThat(games.pods()).noneMatch(Games::isReady);
            operator.kill();
        }
        games.addNodes(3);
        try (OperatorProcess operator = start()) {
            games.awaitReady(3);
            assertThat(numbers()).isEqualTo(admitted);
            games.pods()
                    .forEach(pod -> assertThat(Games.address(pod).ports().get(0).number())
                            .isEqualTo(admitted.get(pod.getMetadata().getName())));
            assertThat(operator.isAlive()).isTrue();
        }
    }

    private Map<String, Integer> numbers() {
        return games.pods().stream()
                .collect(Collectors.toMap(
                        pod -> pod.getMetadata().getName(),
                        pod -> Games.hostPort(pod).orElseThrow()));
    }

    @Test
    void killedInTheMiddleOfARollout() throws Exception {
        games.addNodes(3);
        int count = 12;
        try (OperatorProcess operator = start()) {
            games.awaitWebhook();
            CompletableFuture<Void> creating =
                    CompletableFuture.runAsync(() -> games.statefulSet("arena", count, HOST_PORT));
            soon().until(() -> games.pods().stream().anyMatch(Games::isReady));
            operator.kill();
            creating.join();
        }
        // Those that have an address keep it; those that have none are refused by the webhook's policy until it is
        // back.
        Map<String, String> before = ready();
        assertThat(before).isNotEmpty();
        try (OperatorProcess operator = start()) {
            games.awaitReady(count);
            assertThat(ready()).containsAllEntriesOf(before);
            assertThat(games.pods().stream()
                            .map(pod -> pod.getSpec().getNodeName() + ":"
                                    + Games.hostPort(pod).orElseThrow()))
                    .doesNotHaveDuplicates();
            assertThat(operator.isAlive()).isTrue();
        }
    }

    private Map<String, String> ready() {
        return games.pods().stream()
                .filter(Games::isReady)
                .collect(Collectors.toMap(pod -> pod.getMetadata().getUid(), KilledOperatorIT::status));
    }

    private static String status(Pod pod) {
        return requireNonNull(pod.getMetadata().getAnnotations().get(Games.KEYS.networkStatus()));
    }

    /** The lease of the one that was killed has to run out first. */
    private void awaitOtherLeaderThan(String former) {
        soon().until(() -> !games.leader().isEmpty() && !games.leader().equals(former));
    }
}
