package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A number of a node that one pod alone may have. */
record HostPort(String ip, String protocol, int number) {

    private static final String ANY = "0.0.0.0";

    static Set<HostPort> of(Pod pod) {
        boolean hostNetwork = Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
        return Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .flatMap(container -> container.getPorts().stream())
                .filter(port -> number(port, hostNetwork) > 0)
                .map(port -> new HostPort(
                        port.getHostIP() == null || port.getHostIP().isEmpty() ? ANY : port.getHostIP(),
                        port.getProtocol() == null ? "TCP" : port.getProtocol(),
                        number(port, hostNetwork)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static int number(ContainerPort port, boolean hostNetwork) {
        if (port.getHostPort() != null) {
            return port.getHostPort();
        }
        return hostNetwork ? port.getContainerPort() : 0;
    }

    boolean excludes(HostPort other) {
        return number == other.number
                && protocol.equals(other.protocol)
                && (ip.equals(other.ip) || ip.equals(ANY) || other.ip.equals(ANY));
    }
}
