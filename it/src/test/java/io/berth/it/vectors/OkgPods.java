package io.berth.it.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pods that a case gives by a few words. */
final class OkgPods {
    private OkgPods() {}

    /** @param ports of the one container, {@code game} */
    static Pod of(String key, String type, String conf, List<ContainerPort> ports) {
        int slash = key.indexOf('/');
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(key.substring(0, slash))
                .withName(key.substring(slash + 1))
                .addToAnnotations(World.KEYS.networkType(), type)
                .addToAnnotations(World.KEYS.networkConf(), conf)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("game")
                .withImage("game")
                .withPorts(ports)
                .endContainer()
                .endSpec()
                .build();
    }

    /** Asks for as many ports. */
    static Pod asking(String key, String type, int ports) {
        return of(key, type, conf(ports), List.of());
    }

    private static String conf(int ports) {
        return "[{\"name\":\"ContainerPorts\",\"value\":\"game:%s\"}]"
                .formatted(IntStream.range(0, ports)
                        .mapToObj(i -> Integer.toString(80 + i))
                        .collect(Collectors.joining(",")));
    }

    /** {@code {"podKey":"default/a","hostPorts":[8000]}}: it has them already. */
    static Pod holding(JsonNode json, String type) {
        Vector.onlyFields(json, "a pod", "podKey", "hostPorts");
        List<ContainerPort> ports = new ArrayList<>();
        json.path("hostPorts")
                .forEach(number -> ports.add(new ContainerPortBuilder()
                        .withContainerPort(80 + ports.size())
                        .withHostPort(number.asInt())
                        .withProtocol("TCP")
                        .build()));
        return of(json.path("podKey").asText(), type, conf(Math.max(1, ports.size())), ports);
    }

    /** It runs, at host port 8000. */
    static Pod onNode(String key, String node) {
        Pod pod = of(
                key,
                PortPods.TYPE,
                conf(1),
                List.of(new ContainerPortBuilder()
                        .withContainerPort(80)
                        .withHostPort(8000)
                        .withProtocol("TCP")
                        .build()));
        return new PodBuilder(pod)
                .editSpec()
                .withNodeName(node)
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP("10.1.0.1")
                .endStatus()
                .build();
    }
}
