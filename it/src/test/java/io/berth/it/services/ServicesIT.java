package io.berth.it.services;

import static io.berth.it.services.Games.conf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import io.berth.runtime.kubernetes.KubernetesEngine;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pods that are reached by Services, with everything real but the cloud's controller. */
@OnEveryCluster
@Timeout(180)
class ServicesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @BeforeEach
    void addNode(Sandbox sandbox) {
        Node unused = sandbox.addNode("n1", "10.1.0.1", "203.0.113.1");
    }

    @Test
    void aSharedBalancerServesAPodFromReadyToGone(Sandbox sandbox) {
        Games games = new Games(sandbox);
        try (KubernetesEngine engine = games.engine()) {
            assertThat(engine).isNotNull();
            Pod pod = games.pod(
                    "game-0",
                    Games.CLB,
                    conf(
                            "ClbIds", "clb-1",
                            "PortProtocols", "80/TCP,81/UDP",
                            "Annotations", "example.com/team: red",
                            "AllocateLoadBalancerNodePorts", "false",
                            "EnableMultiIngress", "true"),
                    Map.of());
            Service service = games.awaitService("game-0");
            OwnerReference owner = service.getMetadata().getOwnerReferences().get(0);
            assertThat(owner.getUid()).isEqualTo(pod.getMetadata().getUid());
            assertThat(service.getSpec().getType()).isEqualTo("LoadBalancer");
            assertThat(service.getSpec().getSelector()).isEqualTo(Map.of(Games.POD_NAME, "game-0"));
            assertThat(service.getSpec().getAllocateLoadBalancerNodePorts()).isFalse();
            assertThat(service.getMetadata().getAnnotations())
                    .containsEntry(Games.ID, "clb-1")
                    .containsEntry("example.com/team", "red");
            assertThat(games.isReady("game-0")).isFalse();

            games.serve("game-0", "198.51.100.1", "198.51.100.2");
            JsonNode status = games.awaitReady("game-0");
            assertThat(status.path("externalAddresses")).hasSize(4);
            assertThat(status.at("/externalAddresses/0/ip").asText()).isEqualTo("198.51.100.1");
            int tcp = status.at("/externalAddresses/0/ports/0/port").asInt();
            assertThat(tcp)
                    .isEqualTo(service.getSpec().getPorts().get(0).getPort())
                    .isBetween(7000, 7009);

            games.label("game-0", "game.kruise.io/network-disabled", "true");
            games.awaitNotReady("game-0");
            await("traffic ends, the listener stays").atMost(PATIENCE).untilAsserted(() -> {
                Service now = games.service("game-0").orElseThrow();
                assertThat(now.getSpec().getType()).isEqualTo("LoadBalancer");
                assertThat(now.getSpec().getPorts().get(0).getPort()).isEqualTo(tcp);
                assertThat(now.getSpec().getSelector()).doesNotContainKey(Games.POD_NAME);
            });
            games.label("game-0", "game.kruise.io/network-disabled", "false");
            games.awaitReady("game-0");

            games.delete("game-0");
            assertThat(games.service("game-0")).isEmpty();
        }
    }

    @Test
    void driftIsUndone(Sandbox sandbox) {
        Games games = new Games(sandbox);
        games.pod("game-0", Games.CLB, conf("ClbIds", "clb-1", "PortProtocols", "80"), Map.of());
        try (KubernetesEngine engine = games.engine()) {
            assertThat(engine).isNotNull();
            Service unused = games.awaitService("game-0");
            Service changed = sandbox.client()
                    .services()
                    .withName("game-0")
                    .edit(service -> new ServiceBuilder(service)
                            .editMetadata()
                            .addToAnnotations("their", "annotation")
                            .endMetadata()
                            .editSpec()
                            .withSelector(Map.of("app", "other"))
                            .endSpec()
                            .build());
            assertThat(changed.getSpec().getSelector()).containsEntry("app", "other");
            await().atMost(PATIENCE).untilAsserted(() -> {
                Service now = games.service("game-0").orElseThrow();
                assertThat(now.getSpec().getSelector()).isEqualTo(Map.of(Games.POD_NAME, "game-0"));
                assertThat(now.getMetadata().getAnnotations()).containsEntry("their", "annotation");
            });
        }
    }

    @Test
    void anExternalIpServesAPodAtOnce(Sandbox sandbox) {
        Games games = new Games(sandbox);
        try (KubernetesEngine engine = games.engine()) {
            assertThat(engine).isNotNull();
            games.pod(
                    "game-0",
                    Games.EXTERNAL_IPS,
                    conf(
                            "ExternalIPs",
                            "198.51.100.7",
                            "PortProtocols",
                            "80/TCPUDP",
                            "AllowNotReadyContainers",
                            "game"),
                    Map.of());
            JsonNode status = games.awaitReady("game-0");
            Service service = games.service("game-0").orElseThrow();
            assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
            assertThat(service.getSpec().getExternalIPs()).containsExactly("198.51.100.7");
            assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
            assertThat(status.path("externalAddresses")).hasSize(2);
            assertThat(status.at("/externalAddresses/0/ip").asText()).isEqualTo("198.51.100.7");
            assertThat(status.at("/externalAddresses/0/ports/0/port").asInt())
                    .isEqualTo(status.at("/externalAddresses/1/ports/0/port").asInt())
                    .isBetween(7000, 7009);
            games.delete("game-0");
            assertThat(games.service("game-0")).isEmpty();
        }
    }

    @Test
    void theApiServerChoosesNodePorts(Sandbox sandbox) {
        if (!sandbox.cluster().isReal()) {
            return;
        }
        Games games = new Games(sandbox);
        try (KubernetesEngine engine = games.engine()) {
            assertThat(engine).isNotNull();
            games.pod("game-0", Games.NODE_PORT, conf("PortProtocols", "80/TCP,81/UDP"), Map.of());
            JsonNode status = games.awaitReady("game-0");
            Service service = games.service("game-0").orElseThrow();
            assertThat(status.at("/externalAddresses/0/ip").asText()).isEqualTo("203.0.113.1");
            assertThat(status.at("/externalAddresses/0/ports/0/name").asText()).isEqualTo("80");
            assertThat(status.at("/externalAddresses/0/ports/0/port").asInt())
                    .isEqualTo(service.getSpec().getPorts().get(0).getNodePort());
            Pod pod = games.find("game-0").orElseThrow();
            assertThat(pod.getMetadata().getFinalizers()).isEmpty();
            games.delete("game-0");
            await("the garbage collector comes")
                    .atMost(PATIENCE)
                    .until(() -> games.service("game-0").isEmpty());
        }
    }

    /** As OpenKruiseGame leaves a pod: a Service of its name, owned by it, and its address in the status. */
    @Test
    void whatOpenKruiseGameHasMadeIsTakenOverAsItStands(Sandbox sandbox) {
        Games games = new Games(sandbox);
        adopted(games, sandbox, "game-0", 7005, "{}");
        adopted(
                games,
                sandbox,
                "game-1",
                7007,
                "{\"externalAddresses\":[{\"ip\":\"198.51.100.1\",\"ports\":[{\"name\":\"80\",\"protocol\":\"TCP\",\"port\":7007}]}],\"currentNetworkState\":\"Ready\",\"createTime\":null,\"lastTransitionTime\":null}");
        String before0 = version(games, "game-0");
        String before1 = version(games, "game-1");
        try (KubernetesEngine engine = games.engine()) {
            assertThat(engine).isNotNull();
            assertPort(games.awaitReady("game-0"), 7005);
            assertPort(games.awaitReady("game-1"), 7007);
            games.pod("game-2", Games.CLB, conf("ClbIds", "clb-1", "PortProtocols", "80"), Map.of());
            assertThat(games.awaitService("game-2").getSpec().getPorts().get(0).getPort())
                    .isNotIn(7005, 7007);
            assertThat(version(games, "game-0")).isEqualTo(before0);
            assertThat(version(games, "game-1")).isEqualTo(before1);
            assertThat(games.find("game-0")
                            .orElseThrow()
                            .getMetadata()
                            .getAnnotations()
                            .get("network.berth.io/claim"))
                    .contains("lb/kubernetes/main/clb-1/tcp/7005");
            games.delete("game-0");
            assertThat(games.service("game-0")).isEmpty();
        }
    }

    private static void adopted(Games games, Sandbox sandbox, String name, int port, String status) {
        Pod pod = games.pod(
                name,
                Games.CLB,
                conf("ClbIds", "clb-2,clb-1", "PortProtocols", "80/TCP"),
                Map.of(Games.STATUS, status));
        Service unused = sandbox.client()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToAnnotations(Games.ID, "clb-1")
                        .addToAnnotations("service.beta.kubernetes.io/volcengine-loadbalancer-scheduler", "wrr")
                        .addToAnnotations("service.beta.kubernetes.io/volcengine-loadbalancer-address-type", "PUBLIC")
                        .addToAnnotations("game.kruise.io/network-config-hash", "123456")
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(name)
                        .withUid(pod.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .endOwnerReference()
                        .endMetadata()
                        .withNewSpec()
                        .withType("LoadBalancer")
                        .withSelector(Map.of(Games.POD_NAME, name))
                        .addNewPort()
                        .withName("80-tcp")
                        .withProtocol("TCP")
                        .withPort(port)
                        .withNewTargetPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        games.serve(name, "198.51.100.1");
    }

    private static String version(Games games, String name) {
        return games.service(name).orElseThrow().getMetadata().getResourceVersion();
    }

    private static void assertPort(JsonNode status, int port) {
        assertThat(status.at("/externalAddresses/0/ip").asText()).isEqualTo("198.51.100.1");
        assertThat(status.at("/externalAddresses/0/ports/0/port").asInt()).isEqualTo(port);
    }

    @Test
    void aServiceThatIsNotOursIsReportedAndLeft(Sandbox sandbox) {
        Games games = new Games(sandbox);
        Service theirs = sandbox.client()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("game-0")
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(Map.of("app", "web"))
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        try (KubernetesEngine engine = games.engine()) {
            assertThat(engine).isNotNull();
            games.pod("game-0", Games.CLB, conf("ClbIds", "clb-1", "PortProtocols", "80"), Map.of());
            await("it is reported")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(games.warnings("game-0"))
                            .anyMatch(warning -> warning.contains("Conflict") && warning.contains("is not ours")));
            assertThat(version(games, "game-0")).isEqualTo(theirs.getMetadata().getResourceVersion());
            games.delete("game-0");
            assertThat(version(games, "game-0")).isEqualTo(theirs.getMetadata().getResourceVersion());
        }
    }

    @Test
    void aPodThatNoServiceCouldFindIsRefused(Sandbox sandbox) {
        Games games = new Games(sandbox);
        try (KubernetesEngine engine = games.engine()) {
            assertThat(engine).isNotNull();
            games.pod("web-1", Games.CLB, conf("ClbIds", "clb-1", "PortProtocols", "80"), Map.of(), Map.of());
            await("it is refused")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(games.warnings("web-1"))
                            .anyMatch(
                                    warning -> warning.contains("BadParameters") && warning.contains(Games.POD_NAME)));
            games.delete("web-1");
        }
    }
}
