package io.berth.plugin.hostport;

import io.berth.plugin.hostport.PortMatch.Slot;
import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.PodTemplateView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which ports of a pod are published, and where: in the order of the spec, those that only the parameters know last.
 *
 * @param onHost reached at the node's address and the host port
 * @param direct reached at the pod's IP and the container's port
 */
record PublishedPorts(List<Address.Port> inside, List<Address.Port> onHost, List<Address.Port> direct) {
    private record Of(String container, ContainerPort port) {}

    PublishedPorts {
        inside = List.copyOf(inside);
        onHost = List.copyOf(onHost);
        direct = List.copyOf(direct);
    }

    /** Every host port of the spec. */
    static PublishedPorts all(PodTemplateView pod) {
        Set<Of> chosen = new LinkedHashSet<>(inSpec(pod));
        chosen.removeIf(one -> one.port().hostPort().isEmpty());
        return of(chosen, Set.of());
    }

    /** What serves the entries. */
    static PublishedPorts of(PodTemplateView pod, List<Slot> slots) {
        Set<Of> chosen = new LinkedHashSet<>();
        Set<Of> direct = new LinkedHashSet<>();
        for (Slot slot : slots) {
            for (ContainerPort port : slot.found().values()) {
                Of one = new Of(slot.wanted().container(), port);
                chosen.add(one);
                if (slot.wanted().is(PortPolicy.Kind.NONE)) {
                    direct.add(one);
                }
            }
        }
        Set<Of> ordered = new LinkedHashSet<>(inSpec(pod));
        ordered.retainAll(chosen);
        ordered.addAll(chosen);
        return of(ordered, direct);
    }

    boolean isEmpty() {
        return inside.isEmpty();
    }

    /** @param nodeAddress where host ports are reached; not asked for where there are none */
    Addresses at(String podIp, Optional<String> nodeAddress) {
        List<Address> external = new ArrayList<>();
        nodeAddress
                .filter(address -> !onHost.isEmpty())
                .ifPresent(address -> external.add(Address.of(address, onHost)));
        if (!direct.isEmpty()) {
            external.add(Address.of(podIp, direct));
        }
        return new Addresses(List.of(Address.of(podIp, inside)), external);
    }

    private static PublishedPorts of(Set<Of> ports, Set<Of> direct) {
        List<Address.Port> inside = new ArrayList<>();
        List<Address.Port> onHost = new ArrayList<>();
        List<Address.Port> outsideDirect = new ArrayList<>();
        for (Of one : ports) {
            ContainerPort port = one.port();
            Address.Port atContainer = named(one, port.number());
            inside.add(atContainer);
            if (direct.contains(one)) {
                outsideDirect.add(atContainer);
            } else {
                port.hostPort().ifPresent(number -> onHost.add(named(one, number)));
            }
        }
        return new PublishedPorts(inside, onHost, outsideDirect);
    }

    /** As OpenKruiseGame names it, whatever the number is outside. */
    private static Address.Port named(Of one, int number) {
        return new Address.Port(
                one.container() + "-" + one.port().number(), one.port().protocol(), number);
    }

    private static List<Of> inSpec(PodTemplateView pod) {
        List<Of> ports = new ArrayList<>();
        for (ContainerView container : pod.containers()) {
            container.ports().forEach(port -> ports.add(new Of(container.name(), port)));
        }
        return ports;
    }
}
