package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a pod is known before it exists. At admission it may have no name yet.
 *
 * @param name absent while the API server has not made one from a generateName
 * @param hostNetwork true: the API server has set hostPort = containerPort on every declared port, and refuses others
 */
public record PodTemplateView(
        String namespace,
        Optional<String> name,
        Map<String, String> labels,
        Map<String, String> annotations,
        boolean hostNetwork,
        List<ContainerView> containers,
        Optional<OwnerView> controller) {
    public PodTemplateView {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        containers = List.copyOf(containers);
        requireNonNull(controller, "controller is null");
    }

    public Optional<ContainerView> container(String containerName) {
        return containers.stream().filter(c -> c.name().equals(containerName)).findFirst();
    }
}
