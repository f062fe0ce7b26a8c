package io.berth.localcluster.admission;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;

/**
 * Of the defaults that an API server gives a pod, those that networks and workloads depend on: protocol, the host ports of a
 * hostNetwork pod, restart policy, grace period, and phase Pending.
 */
public final class PodDefaults implements PodAdmission {

    @Override
    public Pod admit(Pod pod) {
        Pod copy = new PodBuilder(pod)
                .editOrNewSpec()
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
        PodSpec spec = copy.getSpec();
        if (spec.getRestartPolicy() == null) {
            spec.setRestartPolicy("Always");
        }
        if (spec.getTerminationGracePeriodSeconds() == null) {
            spec.setTerminationGracePeriodSeconds(30L);
        }
        boolean hostNetwork = Boolean.TRUE.equals(spec.getHostNetwork());
        for (List<Container> containers : List.of(spec.getContainers(), spec.getInitContainers())) {
            containers.stream()
                    .flatMap(container -> container.getPorts().stream())
                    .forEach(port -> complete(port, hostNetwork));
        }
        return copy;
    }

    private static void complete(ContainerPort port, boolean hostNetwork) {
        if (port.getProtocol() == null) {
            port.setProtocol("TCP");
        }
        if (hostNetwork && port.getHostPort() == null) {
            port.setHostPort(port.getContainerPort());
        }
    }
}
