package io.berth.operator.runtime;

import static org.awaitility.Awaitility.await;

import io.berth.localcluster.junit.Sandbox;
import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.status.NetworkStatus;
import io.berth.runtime.status.StatusCodec;
import io.berth.spi.Address;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.core.ConditionFactory;

/** Game servers in a sandbox, and what can be seen of them there. */
final class Games {
    static final String HOST_PORT = "Kubernetes-HostPort";
    static final String NONE = "Kubernetes-None";
    static final String PORTS = "[{\"name\":\"ContainerPorts\",\"value\":\"game:7777/UDP\"}]";
    static final AnnotationKeys KEYS = AnnotationKeys.openKruiseGame();

    private static final StatusCodec CODEC = new StatusCodec();

    private final Sandbox sandbox;

    Games(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    void addNodes(int count) {
        for (int i = 1; i <= count; i++) {
            sandbox.addNode("node" + i, "10.0.0." + i, "203.0.113." + i);
        }
    }

    static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    static PodTemplateSpec template(String type, String conf) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels("app", "game")
                .addToAnnotations(KEYS.networkType(), type)
                .addToAnnotations(KEYS.networkConf(), conf)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("game")
                .withImage("game:1")
                .addNewPort()
                .withContainerPort(7777)
                .withProtocol("UDP")
                .endPort()
                .endContainer()
                .endSpec()
                .build();
    }

    void statefulSet(String name, int replicas, String type) {
        sandbox.client()
                .resource(new StatefulSetBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withServiceName(name)
                        .withPodManagementPolicy("Parallel")
                        .withNewSelector()
                        .addToMatchLabels("app", "game")
                        .endSelector()
                        .withTemplate(template(type, PORTS))
                        .endSpec()
                        .build())
                .create();
    }

    void deployment(String name, int replicas, String type) {
        sandbox.client()
                .resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withNewSelector()
                        .addToMatchLabels("app", "game")
                        .endSelector()
                        .withTemplate(template(type, PORTS))
                        .endSpec()
                        .build())
                .create();
    }

    Pod pod(String name, String type, String conf) {
        return sandbox.create(podOf(name, type, conf));
    }

    static Pod podOf(String name, String type, String conf) {
        PodTemplateSpec template = template(type, conf);
        return new PodBuilder()
                .withMetadata(template.getMetadata())
                .editMetadata()
                .withName(name)
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    List<Pod> pods() {
        return sandbox.client().pods().list().getItems();
    }

    Pod pod(String name) {
        return sandbox.client().pods().withName(name).require();
    }

    static Optional<NetworkStatus> status(Pod pod) {
        return CODEC.read(annotation(pod).orElse(""));
    }

    private static Optional<String> annotation(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getAnnotations()).map(all -> all.get(KEYS.networkStatus()));
    }

    static boolean isReady(Pod pod) {
        return status(pod)
                .filter(status -> status.current().text().equals("Ready"))
                .filter(status -> !status.addresses().external().isEmpty())
                .isPresent();
    }

    static Address address(Pod pod) {
        return status(pod).orElseThrow().addresses().external().get(0);
    }

    void awaitReady(int count) {
        soon().until(() -> {
            List<Pod> pods = pods();
            return pods.size() == count && pods.stream().allMatch(Games::isReady);
        });
    }

    /** By UID, what the pods say of their addresses, to the letter. */
    Map<String, String> statuses() {
        Map<String, String> statuses = new TreeMap<>();
        pods().forEach(pod ->
                statuses.put(pod.getMetadata().getUid(), annotation(pod).orElse("")));
        return statuses;
    }

    List<Event> warnings(Pod pod) {
        return sandbox.client().v1().events().list().getItems().stream()
                .filter(event -> pod.getMetadata()
                        .getUid()
                        .equals(event.getInvolvedObject().getUid()))
                .filter(event -> "Warning".equals(event.getType()))
                // The scheduler and others warn, too.
                .filter(event -> "berth".equals(event.getSource().getComponent()))
                .toList();
    }

    /** A real API server hears of a registration a moment after it has stored it. */
    void awaitWebhook() {
        if (sandbox.cluster().isReal()) {
            Pod probe = podOf("webhook-probe", HOST_PORT, PORTS);
            soon().ignoreExceptionsInstanceOf(KubernetesClientException.class)
                    .until(() -> hostPort(sandbox.client()
                                    .pods()
                                    .resource(probe)
                                    .dryRun(true)
                                    .create())
                            .isPresent());
        }
    }

    static Optional<Integer> hostPort(Pod pod) {
        return Optional.ofNullable(
                pod.getSpec().getContainers().get(0).getPorts().get(0).getHostPort());
    }

    String leader() {
        var lease = sandbox.client().leases().withName("berth").get();
        return lease == null || lease.getSpec() == null || lease.getSpec().getHolderIdentity() == null
                ? ""
                : lease.getSpec().getHolderIdentity();
    }
}
