package io.berth.it.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.localcluster.junit.Sandbox;
import io.berth.runtime.kubernetes.KubernetesEngine;
import io.berth.runtime.kubernetes.LeaseSettings;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A sandbox with pods as a StatefulSet makes them, an engine, and the cloud's controller played by hand. */
final class Games {
    static final String CLB = "Volcengine-CLB";
    static final String EXTERNAL_IPS = "Kubernetes-ExternalIPs";
    static final String NODE_PORT = "Kubernetes-NodePort";
    static final String STATUS = "game.kruise.io/network-status";
    static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
    static final String ID = "service.beta.kubernetes.io/volcengine-loadbalancer-id";

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Sandbox sandbox;

    Games(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    KubernetesEngine engine() {
        return KubernetesEngine.on(sandbox.client())
                .identity("it", "berth")
                .namespaces(sandbox.namespace())
                .lease(new LeaseSettings(
                        sandbox.namespace(),
                        "berth",
                        "berth",
                        Duration.ofSeconds(4),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1)))
                .cloud("kubernetes", "main", Map.of())
                .serve(CLB, Map.of("mode", "service", "range", "7000-7009"))
                .serve(EXTERNAL_IPS, Map.of("range", "7000-7009"))
                .serve(NODE_PORT)
                .start();
    }

    Pod pod(String name, String type, String conf, Map<String, String> annotations) {
        return pod(name, type, conf, annotations, Map.of(POD_NAME, name));
    }

    Pod pod(String name, String type, String conf, Map<String, String> annotations, Map<String, String> labels) {
        return sandbox.create(new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(sandbox.namespace())
                .addToLabels(labels)
                .addToAnnotations("game.kruise.io/network-type", type)
                .addToAnnotations("game.kruise.io/network-conf", conf)
                .addToAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(1L)
                .addNewContainer()
                .withName("game")
                .withImage("game:1")
                .endContainer()
                .endSpec()
                .build());
    }

    static String conf(String... pairs) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < pairs.length; i += 2) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"%s\",\"value\":\"%s\"}".formatted(pairs[i], pairs[i + 1]));
        }
        return json.append("]").toString();
    }

    Optional<Service> service(String name) {
        return Optional.ofNullable(sandbox.client().services().withName(name).get());
    }

    Service awaitService(String name) {
        await("Service " + name).atMost(PATIENCE).until(() -> service(name).isPresent());
        return service(name).orElseThrow();
    }

    /** What the cloud's controller does once it has made the listeners. */
    void serve(String name, String... ips) {
        Service unused = sandbox.client()
                .services()
                .withName(name)
                .editStatus(service -> new ServiceBuilder(service)
                        .editOrNewStatus()
                        .withNewLoadBalancer()
                        .withIngress(List.of(ips).stream()
                                .map(ip -> new LoadBalancerIngressBuilder()
                                        .withIp(ip)
                                        .build())
                                .toList())
                        .endLoadBalancer()
                        .endStatus()
                        .build());
    }

    Optional<Pod> find(String name) {
        return Optional.ofNullable(sandbox.client().pods().withName(name).get());
    }

    JsonNode status(String name) {
        String text = find(name)
                .map(pod -> pod.getMetadata().getAnnotations().get(STATUS))
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

    JsonNode awaitReady(String name) {
        await(name + " is ready")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(isReady(name))
                        .as(status(name) + " " + warnings(name))
                        .isTrue());
        return status(name);
    }

    void awaitNotReady(String name) {
        await(name + " is not ready").atMost(PATIENCE).until(() -> !isReady(name));
    }

    void label(String name, String key, String value) {
        Pod unused = sandbox.client()
                .pods()
                .withName(name)
                .edit(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToLabels(key, value)
                        .endMetadata()
                        .build());
    }

    void delete(String name) {
        var unused = sandbox.client().pods().withName(name).delete();
        await(name + " is gone").atMost(PATIENCE).until(() -> find(name).isEmpty());
    }

    List<String> warnings(String pod) {
        return sandbox.client().v1().events().list().getItems().stream()
                .filter(event -> Objects.equals(event.getType(), "Warning"))
                .filter(event -> Objects.equals(event.getInvolvedObject().getName(), pod))
                .map(event -> event.getReason() + ": " + event.getMessage())
                .toList();
    }
}
