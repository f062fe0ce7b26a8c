package io.berth.operator.runtime;

import static io.berth.operator.runtime.Games.HOST_PORT;
import static io.berth.operator.runtime.Games.NONE;
import static io.berth.operator.runtime.Games.PORTS;
import static io.berth.operator.runtime.Games.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import io.berth.spi.Address;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole operator in its surroundings: SDK, webhook, Lease, engine and plugins together. */
@OnEveryCluster
@Timeout(180)
class OperatorRuntimeIT {
    private Sandbox sandbox;
    private Games games;

    @BeforeEach
    void open(Sandbox own) {
        sandbox = own;
        games = new Games(own);
        games.addNodes(3);
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

    @Test
    void podsOfAStatefulSetAreReachedOnTheirNodesWithOneWriteEach() throws IOException {
        try (RunningOperator operator = RunningOperator.start(sandbox)) {
            games.awaitWebhook();
            games.statefulSet("arena", 3, HOST_PORT);

            games.awaitReady(3);

            for (Pod pod : games.pods()) {
                Address address = Games.address(pod);
                String node = pod.getSpec().getNodeName();
                assertThat(address.ip()).isEqualTo("203.0.113." + node.charAt(node.length() - 1));
                assertThat(address.ports()).hasSize(1);
                assertThat(address.ports().get(0).number())
                        .isEqualTo(Games.hostPort(pod).orElseThrow())
                        .isBetween(8000, 8099);
                assertThat(pod.getMetadata().getFinalizers()).isEmpty();
                assertThat(pod.getMetadata().getAnnotations()).doesNotContainKey(Games.KEYS.claim());
                assertThat(pod.getMetadata().getLabels()).doesNotContainKey(Games.KEYS.claimed());
            }
            assertOneWritePerPod(operator);
        }
    }

    @Test
    void podsOfADeploymentAreReachedAtTheirOwnAddressWithOneWriteEach() throws IOException {
        try (RunningOperator operator = RunningOperator.start(sandbox)) {
            games.awaitWebhook();
            games.deployment("lobby", 2, NONE);

            games.awaitReady(2);

            for (Pod pod : games.pods()) {
                assertThat(Games.address(pod).ip()).isEqualTo(pod.getStatus().getPodIP());
                assertThat(Games.address(pod).ports().get(0).number()).isEqualTo(7777);
                assertThat(Games.hostPort(pod)).isEmpty();
                assertThat(pod.getMetadata().getFinalizers()).isEmpty();
            }
            assertOneWritePerPod(operator);
        }
    }

    /** Of the present pods; then they go, which has to cost none. */
    private void assertOneWritePerPod(RunningOperator operator) {
        List<Pod> pods = games.pods();
        for (Pod pod : pods) {
            awaitAcceptedWrites(operator, pod, 1);
            assertThat(acceptedWrites(operator, pod))
                    .allMatch(sent -> sent.method().equals("PUT"));
        }
        sandbox.client().apps().statefulSets().delete();
        sandbox.client().apps().deployments().delete();
        soon().until(() -> games.pods().isEmpty());
        // What is under way is finished before it ends.
        operator.close();
        for (Pod pod : pods) {
            assertThat(acceptedWrites(operator, pod)).hasSize(1);
        }
    }

    /** A pod can be seen before the answer to its write has come. */
    private void awaitAcceptedWrites(RunningOperator operator, Pod pod, int count) {
        soon().untilAsserted(() -> assertThat(acceptedWrites(operator, pod)).hasSize(count));
    }

    private List<Requests.Sent> acceptedWrites(RunningOperator operator, Pod pod) {
        return operator.requests().ofPod(sandbox.namespace(), pod.getMetadata().getName()).stream()
                .filter(sent -> sent.isWrite() && sent.isAccepted())
                .toList();
    }

    @Test
    void reconcilingAReadyPodAsksTheApiServerNothing() throws IOException {
        try (RunningOperator operator = RunningOperator.start(sandbox)) {
            games.awaitWebhook();
            games.pod("still", HOST_PORT, PORTS);
            games.awaitReady(1);
            awaitAcceptedWrites(operator, games.pod("still"), 1);
            int before = operator.requests().ofPod(sandbox.namespace(), "still").size();

            for (int i = 0; i < 5; i++) {
                int round = i;
                sandbox.client()
                        .pods()
                        .withName("still")
                        .edit(pod -> new PodBuilder(pod)
                                .editMetadata()
                                .addToAnnotations("example.com/round", "" + round)
                                .endMetadata()
                                .build());
            }
            // Its events come behind those.
            games.pod("later", NONE, "[]");
            games.awaitReady(2);
            operator.close();

            assertThat(operator.requests().ofPod(sandbox.namespace(), "still")).hasSize(before);
        }
    }

    @Test
    void aStatusThatSomebodyForgedIsPutRight() throws IOException {
        try (RunningOperator operator = RunningOperator.start(sandbox)) {
            games.awaitWebhook();
            games.pod("honest", HOST_PORT, PORTS);
            games.awaitReady(1);
            int number = Games.address(games.pod("honest")).ports().get(0).number();

            sandbox.client()
                    .pods()
                    .withName("honest")
                    .edit(pod -> new PodBuilder(pod)
                            .editMetadata()
                            .addToAnnotations(Games.KEYS.networkStatus(), "{\"currentNetworkState\":\"Ready\"}")
                            .endMetadata()
                            .build());

            soon().until(() -> Games.isReady(games.pod("honest")));
            assertThat(Games.address(games.pod("honest")).ports().get(0).number())
                    .isEqualTo(number);
            awaitAcceptedWrites(operator, games.pod("honest"), 2);
        }
    }

    @Test
    void aStandbyTakesOverAndNoPodIsWritten() throws IOException, InterruptedException {
        try (RunningOperator first = RunningOperator.start(sandbox)) {
            soon().until(() -> !games.leader().isEmpty());
            String leader = games.leader();
            try (RunningOperator second = RunningOperator.start(sandbox)) {
                games.awaitWebhook();
                games.statefulSet("arena", 2, HOST_PORT);
                games.awaitReady(2);
                Map<String, String> statuses = games.statuses();
                assertThat(second.requests().acceptedWrites())
                        .as("a standby writes its registration and nothing else")
                        .allMatch(sent -> sent.path().contains("mutatingwebhookconfigurations"));
                assertThat(second.health("/readyz").statusCode()).isEqualTo(200);
                assertThat(games.leader()).isEqualTo(leader);

                first.close();
                soon().until(() -> !games.leader().isEmpty() && !games.leader().equals(leader));
                // It leads indeed.
                games.pod("new", HOST_PORT, PORTS);
                games.awaitReady(3);

                assertThat(games.statuses()).containsAllEntriesOf(statuses);
                for (Pod pod : games.pods()) {
                    awaitAcceptedWrites(second, pod, pod.getMetadata().getName().equals("new") ? 1 : 0);
                }
            }
            assertThat(games.leader()).as("given back").isEmpty();
        }
    }

    @Test
    void itStopsInOrderAndTellsSo() throws IOException, InterruptedException {
        RunningOperator operator = RunningOperator.start(sandbox);
        soon().until(() -> !games.leader().isEmpty());
        assertThat(operator.health("/healthz").body()).contains("ok   informers");
        assertThat(operator.health("/readyz").statusCode()).isEqualTo(200);
        assertThat(operator.health("/readyz").body())
                .contains("ok   caches")
                .contains("ok   webhook")
                .contains("ok   running");
        assertThat(operator.health("/metrics").statusCode()).isEqualTo(404);
        assertThat(operator.runtime().isReady()).isTrue();
        assertThat(operator.runtime().webhookPort()).isPresent();

        operator.close();
        operator.close();

        assertThat(operator.runtime().isReady()).isFalse();
        assertThat(games.leader()).isEmpty();
        assertThatThrownBy(() -> operator.health("/healthz")).isInstanceOf(ConnectException.class);
    }

    @Test
    void badPodsAreWarnedOnceAndHarmNobody() throws IOException {
        Map<String, List<String>> bad = Map.of(
                "broken", List.of(HOST_PORT, "{not json", "BadParameters", "network-conf"),
                "noarray", List.of(HOST_PORT, "{}", "BadParameters", "network-conf"),
                "untyped", List.of("Kubernetes-Hostport", PORTS, "UnknownNetworkType", "Kubernetes-HostPort"),
                "misnamed",
                        List.of(
                                NONE,
                                "[{\"name\":\"ContainerPort\",\"value\":\"game:80\"}]",
                                "BadParameters",
                                "did you mean 'ContainerPorts'"),
                "range",
                        List.of(
                                HOST_PORT,
                                "[{\"name\":\"ContainerPorts\",\"value\":\"game:0,65536,80x\"}]",
                                "BadParameters",
                                "65536"),
                "stranger",
                        List.of(
                                HOST_PORT,
                                "[{\"name\":\"ContainerPorts\",\"value\":\"gmae:80\"}]",
                                "BadParameters",
                                "gmae"));
        try (RunningOperator operator = RunningOperator.start(sandbox)) {
            games.awaitWebhook();
            bad.forEach((name, said) -> games.pod(name, said.get(0), said.get(1)));
            games.pod("good", HOST_PORT, PORTS);

            soon().until(() -> Games.isReady(games.pod("good")));

            bad.forEach((name, said) -> {
                soon().until(() -> !games.warnings(games.pod(name)).isEmpty());
                // Whatever else happens to it, this is said once.
                sandbox.client()
                        .pods()
                        .withName(name)
                        .edit(pod -> new PodBuilder(pod)
                                .editMetadata()
                                .addToAnnotations("example.com/touched", "yes")
                                .endMetadata()
                                .build());
            });
            games.pod("after", HOST_PORT, PORTS);
            soon().until(() -> Games.isReady(games.pod("after")));
            bad.forEach((name, said) -> assertThat(games.warnings(games.pod(name)))
                    .as(name)
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getReason()).isEqualTo(said.get(2));
                        assertThat(event.getMessage()).contains(said.get(3));
                        assertThat(event.getCount()).isEqualTo(1);
                    }));
            bad.keySet().forEach(name -> sandbox.client().pods().withName(name).delete());
            soon().until(
                            () -> games.pods().stream()
                                    .map(pod -> pod.getMetadata().getName())
                                    .collect(Collectors.toSet()),
                            Set.of("good", "after")::equals);
            assertThat(operator.runtime().isReady()).isTrue();
        }
    }

    @Test
    void withoutAWebhookThePolicyDecides() throws IOException {
        RunningOperator operator = RunningOperator.start(sandbox);
        games.awaitWebhook();
        operator.close();

        assertThatThrownBy(() -> games.pod("refused", HOST_PORT, PORTS))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("failed calling webhook");
        assertThat(games.pods()).isEmpty();

        // Pods that ask for nothing are nobody's business.
        Pod plain = Games.podOf("plain", NONE, "[]");
        plain.getMetadata().setAnnotations(Map.of());
        sandbox.create(plain);
        assertThat(games.pods()).hasSize(1);
    }

    @Test
    void podsThatCameWhileTheWebhookWasDownAreToldSo() throws IOException {
        String open = RunningOperator.config(sandbox).replace("failurePolicy: Fail", "failurePolicy: Ignore");
        RunningOperator operator = RunningOperator.start(open, sandbox.cluster().kubeconfig());
        games.awaitWebhook();
        operator.close();
        Pod missed = games.pod("missed", HOST_PORT, PORTS);
        assertThat(Games.hostPort(missed)).isEmpty();

        try (RunningOperator again =
                RunningOperator.start(open, sandbox.cluster().kubeconfig())) {
            soon().until(() -> games.warnings(missed).size() == 1);
            assertThat(games.warnings(missed).get(0).getReason()).isEqualTo("HostPortMissing");
            assertThat(again.runtime().isReady()).isTrue();
        }
    }

    @Test
    void podsThatAreNotServedHereAreLeftAlone() throws IOException {
        String elsewhere =
                RunningOperator.config(sandbox).replace("apiServer: {", "apiServer: {podSelector: \"served=yes\", ");
        try (RunningOperator operator =
                RunningOperator.start(elsewhere, sandbox.cluster().kubeconfig())) {
            games.pod("other", NONE, "[]");
            Pod ours = Games.podOf("ours", NONE, "[]");
            ours.getMetadata().getLabels().put("served", "yes");
            sandbox.create(ours);

            soon().until(() -> Games.isReady(games.pod("ours")));
            operator.close();

            assertThat(Games.status(games.pod("other"))).isEmpty();
            assertThat(operator.requests().ofPod(sandbox.namespace(), "other")).isEmpty();
        }
    }
}
