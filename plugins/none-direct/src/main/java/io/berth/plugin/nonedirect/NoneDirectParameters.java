package io.berth.plugin.nonedirect;

import io.berth.spi.ContainerPorts;
import io.berth.spi.IpAddress.Family;
import io.berth.spi.PortText;
import io.berth.spi.Protocol;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Excerpt;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * @param ports those to publish; empty: all that the containers declare
 * @param families those to publish, in this order; empty: all, in the pod's order
 */
record NoneDirectParameters(List<ListedPort> ports, List<Family> families) {
    record ListedPort(String container, int number, Protocol protocol) {
        @Override
        public String toString() {
            return "%d/%s of container %s".formatted(number, protocol, Excerpt.quoted(container));
        }
    }

    private static final Option<List<ContainerPorts<List<ListedPort>>>> CONTAINER_PORTS = Option.repeated(
            "ContainerPorts",
            ContainerPorts.of("port[/protocol]", NoneDirectParameters::listed),
            "Which ports are published: 'game:80,81/UDP', with the protocols TCP (default), UDP, TCPUDP (both) and SCTP;"
                    + " once per container or more often, all of them count. A port need not be declared by its"
                    + " container. Without it all declared ports of all containers are published.");
    private static final Option<List<List<Family>>> IP_FAMILIES = Option.repeated(
            "IpFamilies",
            ValueType.listOf(ValueType.oneOf(Family.class, NoneDirectParameters::spelling)),
            "Which of the pod's IPs are published, and in which order: 'IPv6', 'IPv4,IPv6'. Without it all are, the"
                    + " pod's primary one first.");

    static final ConfigSchema<NoneDirectParameters> SCHEMA = ConfigSchema.of(
            "parameter",
            values -> checked(
                    values.get(CONTAINER_PORTS).stream()
                            .flatMap(one -> one.ports().stream())
                            .flatMap(List::stream)
                            .toList(),
                    values.get(IP_FAMILIES).stream().flatMap(List::stream).toList()),
            CONTAINER_PORTS,
            IP_FAMILIES);

    NoneDirectParameters {
        ports = List.copyOf(ports);
        families = List.copyOf(families);
    }

    private static NoneDirectParameters checked(List<ListedPort> ports, List<Family> families) {
        List<String> problems = new ArrayList<>();
        Set<ListedPort> seen = new HashSet<>();
        Set<ListedPort> twice = new HashSet<>();
        for (ListedPort port : ports) {
            if (!seen.add(port) && twice.add(port)) {
                problems.add("ContainerPorts: %s is listed more than once; list it once".formatted(port));
            }
        }
        for (Family family : Family.values()) {
            if (families.stream().filter(family::equals).count() > 1) {
                problems.add("IpFamilies: %s is listed more than once; list it once".formatted(spelling(family)));
            }
        }
        if (!problems.isEmpty()) {
            throw new BadValueException(problems);
        }
        return new NoneDirectParameters(ports, families);
    }

    private static List<ListedPort> listed(String container, String text) {
        PortText port = PortText.parse(container, text);
        int number = port.number();
        return port.protocols().stream()
                .map(protocol -> new ListedPort(container, number, protocol))
                .toList();
    }

    /** As Kubernetes spells it. */
    static String spelling(Family family) {
        return switch (family) {
            case IPV4 -> "IPv4";
            case IPV6 -> "IPv6";
        };
    }
}
