package io.berth.runtime.kubernetes;

import io.berth.runtime.AdmissionAnswer;
import io.berth.spi.Admission.PortEdit;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What an admission answer makes of a pod, for operators that create pods themselves and need no webhook. */
public final class AdmittedPod {
    private AdmittedPod() {}

    /**
     * A copy of the pod with the answer's ports and annotations.
     *
     * @throws IllegalArgumentException if the answer speaks of a container or port that the pod has not: it is another
     *     pod's
     */
    public static Pod of(Pod pod, AdmissionAnswer answer) {
        Pod admitted = new PodBuilder(pod).editOrNewMetadata().endMetadata().build();
        boolean hostNetwork = admitted.getSpec() != null
                && Boolean.TRUE.equals(admitted.getSpec().getHostNetwork());
        answer.ports().forEach(edit -> set(container(admitted, edit.container()), edit, hostNetwork));
        Map<String, String> annotations = new HashMap<>();
        Optional.ofNullable(admitted.getMetadata().getAnnotations()).ifPresent(annotations::putAll);
        annotations.putAll(answer.annotations());
        admitted.getMetadata().setAnnotations(annotations);
        return admitted;
    }

    private static Container container(Pod pod, String name) {
        return Stream.of(pod.getSpec().getContainers(), pod.getSpec().getInitContainers())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(container -> name.equals(container.getName()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The pod has no container '%s'".formatted(name)));
    }

    private static void set(Container container, PortEdit edit, boolean hostNetwork) {
        List<ContainerPort> ports =
                container.getPorts() == null ? new ArrayList<>() : new ArrayList<>(container.getPorts());
        if (edit.replaces().isPresent()) {
            int at = 0;
            while (at < ports.size()
                    && !KubernetesViews.port(ports.get(at), hostNetwork).equals(edit.replaces())) {
                at++;
            }
            if (at == ports.size()) {
                throw new IllegalArgumentException("Container '%s' does not declare %s"
                        .formatted(edit.container(), edit.replaces().get()));
            }
            ports.set(at, written(new ContainerPortBuilder(ports.get(at)), edit.port()));
        } else {
            ports.add(written(new ContainerPortBuilder(), edit.port()));
        }
        container.setPorts(ports);
    }

    /** What the edit does not speak of, such as a host IP, stays. */
    private static ContainerPort written(ContainerPortBuilder port, io.berth.spi.ContainerPort wanted) {
        return port.withName(wanted.name().orElse(null))
                .withContainerPort(wanted.number())
                .withProtocol(wanted.protocol().name())
                .withHostPort(wanted.hostPort().orElse(null))
                .build();
    }
}
