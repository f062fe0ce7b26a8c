package io.berth.operator.demo.clouds;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.berth.operator.plan.FuturePods;
import io.berth.operator.plan.Manifest;
import io.berth.runtime.AnnotationKeys;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All clouds of the demo. Balancers are made as the workloads name them. */
public final class SimulatedClouds implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<SimulatedCloud> clouds = List.of(new SimulatedVolcengine(), new SimulatedAws());
    private Optional<SharedIndexInformer<Pod>> pods = Optional.empty();

    /** On free ports of the loopback interface, with the balancers that these workloads name. */
    public static SimulatedClouds start(List<Manifest> manifests) {
        SimulatedClouds started = new SimulatedClouds();
        for (SimulatedCloud cloud : started.clouds) {
            cloud.usualIds().forEach(cloud::makeBalancer);
            manifests.stream()
                    .flatMap(manifest -> ids(cloud, manifest))
                    .distinct()
                    .forEach(cloud::makeBalancer);
        }
        return started;
    }

    private static Stream<String> ids(SimulatedCloud cloud, Manifest manifest) {
        AnnotationKeys keys = AnnotationKeys.openKruiseGame();
        return FuturePods.annotationsOf(manifest).stream()
                .filter(annotations -> cloud.networkType().equals(annotations.get(keys.networkType())))
                .flatMap(annotations -> values(annotations.getOrDefault(keys.networkConf(), ""), cloud.idsParameter()));
    }

    private static Stream<String> values(String conf, String name) {
        List<String> values = new ArrayList<>();
        try {
            for (JsonNode pair : JSON.readTree(conf)) {
                if (pair.path("name").asText().equals(name)) {
                    values.addAll(List.of(pair.path("value").asText().split("\\s*,\\s*")));
                }
            }
        } catch (JacksonException e) {
            // The operator will say what is wrong with it.
            return Stream.of();
        }
        return values.stream().filter(value -> !value.isBlank());
    }

    public List<String> networkTypes() {
        return clouds.stream().map(SimulatedCloud::networkType).toList();
    }

    /** Entries of the section {@code networkTypes}, indented below it, and the section {@code clouds}. */
    public String configuration() {
        StringBuilder text = new StringBuilder();
        clouds.forEach(cloud -> text.append("  ").append(cloud.networkType()).append(":\n    range: 7000-7999\n"));
        text.append("\nclouds:\n");
        for (SimulatedCloud cloud : clouds) {
            text.append("  simulated-").append(cloud.account().get("type")).append(":\n");
            cloud.account()
                    .forEach((name, value) -> text.append("    ")
                            .append(name)
                            .append(": \"")
                            .append(value)
                            .append("\"\n"));
        }
        return text.toString();
    }

    /** From now on the pods' IPs are known to the clouds, as those of a cluster's network are. */
    public void follow(KubernetesClient client) {
        pods = Optional.of(client.pods().inAnyNamespace().inform(new ResourceEventHandler<Pod>() {
            @Override
            public void onAdd(Pod pod) {
                ip(pod).ifPresent(ip -> clouds.forEach(cloud -> cloud.attach(ip)));
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                onAdd(pod);
            }

            @Override
            public void onDelete(Pod pod, boolean stateUnknown) {
                ip(pod).ifPresent(ip -> clouds.forEach(cloud -> cloud.detach(ip)));
            }
        }));
    }

    private static Optional<String> ip(Pod pod) {
        return Optional.ofNullable(pod.getStatus())
                .map(status -> status.getPodIP())
                .filter(ip -> !ip.isEmpty());
    }

    /** What stands on all balancers, one line each. */
    public List<String> standing() {
        return clouds.stream().flatMap(cloud -> cloud.standing().stream()).toList();
    }

    @Override
    public void close() {
        pods.ifPresent(SharedIndexInformer::close);
        clouds.forEach(SimulatedCloud::close);
    }
}
