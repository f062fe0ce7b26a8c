package io.berth.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.localcluster.junit.Sandbox;
import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.kubernetes.KubernetesEngine;
import io.berth.runtime.kubernetes.LeaseSettings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A sandbox with pods that ask for addresses, and engines that serve it. */
final class Site {
    static final AnnotationKeys KEYS = AnnotationKeys.openKruiseGame();
    static final String NONE = "Kubernetes-None";
    static final String HOST_PORT = "Kubernetes-HostPort";

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Sandbox sandbox;

    Site(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    KubernetesEngine engine() {
        return engine(sandbox.client());
    }

    KubernetesEngine engine(KubernetesClient client) {
        return KubernetesEngine.on(client)
                .identity("it", "berth")
                .namespaces(sandbox.namespace())
                .lease(new LeaseSettings(
                        sandbox.namespace(),
                        "berth",
                        "berth",
                        Duration.ofSeconds(4),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1)))
                .serve(NONE)
                .serve(HOST_PORT, Map.of("ranges.default", "7000-7099"))
                .start();
    }

    static Pod pod(String name, String type, String conf) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations(KEYS.networkType(), type)
                .addToAnnotations(KEYS.networkConf(), conf)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(1L)
                .addNewContainer()
                .withName("game")
                .withImage("game:1")
                .addNewPort()
                .withContainerPort(80)
                .withProtocol("UDP")
                .endPort()
                .endContainer()
                .endSpec()
                .build();
    }

    static Pod direct(String name) {
        return pod(name, NONE, "[]");
    }

    static Pod onHost(String name) {
        return pod(name, HOST_PORT, "[{\"name\":\"ContainerPorts\",\"value\":\"game:80/UDP\"}]");
    }

    Pod create(KubernetesEngine engine, Pod pod) {
        return sandbox.create(engine.admit(new PodBuilder(pod)
                .editMetadata()
                .withNamespace(sandbox.namespace())
                .endMetadata()
                .build()));
    }

    Optional<Pod> find(String name) {
        return Optional.ofNullable(sandbox.client().pods().withName(name).get());
    }

    Pod require(String name) {
        return find(name).orElseThrow(() -> new AssertionError("no pod " + name));
    }

    /** As somebody else who may write the pod. */
    void change(String name, UnaryOperator<Pod> change) {
        Pod unused = sandbox.client().pods().withName(name).edit(change);
    }

    JsonNode status(String name) {
        String text = find(name)
                .map(pod -> pod.getMetadata().getAnnotations().get(KEYS.networkStatus()))
                .orElse("{}");
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    boolean isReady(String name) {
        return status(name).path("currentNetworkState").asText().equals("Ready");
    }

    /** Ready, at the IP that the pod has now. */
    void awaitTrue(String name) {
        await(name + " is ready at its own IP").atMost(PATIENCE).untilAsserted(() -> {
            JsonNode status = status(name);
            assertThat(status.path("currentNetworkState").asText()).isEqualTo("Ready");
            assertThat(status.path("internalAddresses").path(0).path("ip").asText())
                    .isNotEmpty()
                    .isEqualTo(require(name).getStatus().getPodIP());
        });
    }

    void awaitNotReady(String name) {
        await(name + " is not ready").atMost(PATIENCE).until(() -> !isReady(name));
    }

    void awaitGone(String name) {
        await(name + " is gone").atMost(PATIENCE).until(() -> find(name).isEmpty());
    }

    /** Deletes it, and sees it go. */
    void assertDeletable(String name) {
        var unused = sandbox.client().pods().withName(name).delete();
        awaitGone(name);
    }

    void awaitWarning(String pod, String reason) {
        await("a warning %s on %s".formatted(reason, pod))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(warnings(pod)).contains(reason));
    }

    List<String> warnings(String pod) {
        return sandbox.client().v1().events().list().getItems().stream()
                .filter(event -> Objects.equals(event.getType(), "Warning"))
                .filter(event -> Objects.equals(event.getInvolvedObject().getName(), pod))
                .map(event -> event.getReason())
                .toList();
    }

    /** Uses of the host port range, by the engine's count. */
    static long used(KubernetesEngine engine) {
        return engine.engine()
                .capacity()
                .getOrDefault(HOST_PORT, List.of())
                .get(0)
                .used();
    }

    void awaitUsed(KubernetesEngine engine, long uses) {
        await("%d host ports in use".formatted(uses)).atMost(PATIENCE).until(() -> used(engine) == uses);
    }
}
