package io.berth.it.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pods that ask for ports, and what they got. */
final class PortPods {
    static final String TYPE = "Kubernetes-HostPort";

    private PortPods() {}

    /** A port as the pod has it in the end. */
    record Got(WantedPort wanted, String protocol, ContainerPort port) {
        int hostPort() {
            return port.getHostPort() == null ? 0 : port.getHostPort();
        }
    }

    /** @param withHostPorts as they are stored already: the host ports are in the spec */
    static Pod of(String name, List<WantedPort> wanted, boolean withHostPorts) {
        Map<String, List<WantedPort>> byContainer = new LinkedHashMap<>();
        wanted.forEach(port -> byContainer
                .computeIfAbsent(port.container(), c -> new ArrayList<>())
                .add(port));
        List<Container> containers = new ArrayList<>();
        byContainer.forEach((container, ports) -> containers.add(new ContainerBuilder()
                .withName(container)
                .withImage("game")
                .withPorts(declared(ports, withHostPorts))
                .build()));
        if (containers.isEmpty()) {
            containers.add(
                    new ContainerBuilder().withName("game").withImage("game").build());
        }
        String conf = Vector.MAPPER
                .createArrayNode()
                .addAll(byContainer.entrySet().stream()
                        .map(entry -> Vector.MAPPER
                                .createObjectNode()
                                .put("name", "ContainerPorts")
                                .put(
                                        "value",
                                        entry.getKey() + ":"
                                                + String.join(
                                                        ",",
                                                        entry.getValue().stream()
                                                                .map(WantedPort::entry)
                                                                .toList())))
                        .toList())
                .toString();
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .addToAnnotations(World.KEYS.networkType(), TYPE)
                .addToAnnotations(World.KEYS.networkConf(), conf)
                .endMetadata()
                .withNewSpec()
                .withContainers(containers)
                .endSpec()
                .build();
    }

    private static List<ContainerPort> declared(List<WantedPort> ports, boolean withHostPorts) {
        List<ContainerPort> declared = new ArrayList<>();
        for (WantedPort port : ports) {
            if (port.isPassthrough() && !withHostPorts) {
                continue;
            }
            for (String protocol : port.protocols()) {
                declared.add(new ContainerPortBuilder()
                        .withContainerPort(
                                port.isPassthrough()
                                        ? port.hostPort().orElse(port.containerPort())
                                        : port.containerPort())
                        .withProtocol(protocol)
                        .withName(port.nameOf(protocol).orElse(null))
                        .withHostPort(withHostPorts ? port.hostPort().orElse(null) : null)
                        .build());
            }
        }
        return declared;
    }

    /**
     * The ports of a pod in the peer's order: as asked for, and the second half of a pair of protocols at the end. Empty
     * where the pod lacks one.
     */
    static Optional<List<Got>> got(Pod pod, List<WantedPort> wanted) {
        List<Got> first = new ArrayList<>();
        List<Got> second = new ArrayList<>();
        Set<ContainerPort> taken = new HashSet<>();
        for (WantedPort port : wanted) {
            int number = port.containerPort();
            for (String protocol : port.protocols()) {
                int of = number;
                Optional<ContainerPort> found = ports(pod, port.container()).stream()
                        .filter(one -> protocol.equals(one.getProtocol()) && !taken.contains(one))
                        .filter(one -> port.isPassthrough()
                                ? one.getContainerPort().equals(one.getHostPort())
                                        && (of == port.containerPort() || one.getHostPort() == of)
                                : one.getContainerPort() == port.containerPort())
                        .findFirst();
                if (found.isEmpty()) {
                    return Optional.empty();
                }
                taken.add(found.get());
                if (port.isPassthrough()) {
                    number = found.get().getHostPort();
                }
                (first.stream().anyMatch(one -> one.wanted().equals(port)) ? second : first)
                        .add(new Got(port, protocol, found.get()));
            }
        }
        first.addAll(second);
        return Optional.of(first);
    }

    private static List<ContainerPort> ports(Pod pod, String container) {
        return pod.getSpec().getContainers().stream()
                .filter(one -> one.getName().equals(container))
                .flatMap(one -> one.getPorts().stream())
                .toList();
    }

    /** Every host port of the pod's spec. */
    static List<ContainerPort> hostPorts(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(port -> port.getHostPort() != null)
                .toList();
    }

    /** What no vector has to say, since it holds for every pod that was let in without a complaint. */
    static void assertLawful(String what, List<Got> got, Map<String, Range> ranges) {
        Set<List<Object>> used = new HashSet<>();
        Map<WantedPort, Integer> numbers = new HashMap<>();
        for (Got one : got) {
            String port = what + ": " + one;
            WantedPort wanted = one.wanted();
            if (wanted.policy().equals("None")) {
                assertThat(one.port().getHostPort()).as(port).isNull();
                continue;
            }
            int number = one.hostPort();
            assertThat(used.add(List.of(one.protocol(), number)))
                    .as("%s: once in the pod", port)
                    .isTrue();
            assertThat(numbers.computeIfAbsent(wanted, w -> number))
                    .as("%s: one number for all protocols", port)
                    .isEqualTo(number);
            if (wanted.isPooled()) {
                assertThat(ranges.get(wanted.range()))
                        .as("%s: of its range", port)
                        .isNotNull()
                        .matches(range -> range.has(number));
            } else {
                assertThat(Optional.of(number)).as(port).isEqualTo(wanted.hostPort());
            }
            if (wanted.isPassthrough()) {
                assertThat(one.port().getContainerPort()).as(port).isEqualTo(number);
            }
        }
    }

    /** Inclusive, less what is blocked. */
    record Range(int min, int max, Set<Integer> blocked) {
        boolean has(int number) {
            return number >= min && number <= max && !blocked.contains(number);
        }

        List<Integer> numbers() {
            return java.util.stream.IntStream.rangeClosed(min, max)
                    .filter(this::has)
                    .boxed()
                    .toList();
        }
    }
}
