package io.berth.plugin.hostport;

import io.berth.spi.ContainerPorts;
import io.berth.spi.Protocol;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Excerpt;
import io.berth.spi.config.Option;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** @param ports those that are served, in the order given; empty: those whose host port the pod sets itself */
record HostPortParameters(List<WantedPort> ports) {
    private static final Option<List<ContainerPorts<WantedPort>>> CONTAINER_PORTS = Option.repeated(
            "ContainerPorts",
            ContainerPorts.of("port[/protocol][=policy]", WantedPort::parse),
            "Which ports of which container are reached from outside: 'game:80,81/UDP'; once per container or more often,"
                    + " all of them count. The port is a number, or SameAsHost where the container listens at whatever"
                    + " host port it gets; the protocol TCP (default), UDP, SCTP, or TCPUDP for both on one host port."
                    + " The policy is Dynamic (default): a number of the range 'default', or of another one with"
                    + " '81=Dynamic:tools'; Passthrough, with a range likewise: the same, and the container listens"
                    + " there instead of at its own port; Static: the number given, as in '80=Static:7777'; None: no"
                    + " host port, the pod's IP and the container's port are published. A host port that the pod's"
                    + " container sets itself is kept. On the host's network the two ports are one, so Dynamic means"
                    + " Passthrough there. Without ContainerPorts the host ports that the pod sets are published.");

    static final ConfigSchema<HostPortParameters> SCHEMA = ConfigSchema.of(
            "parameter",
            values -> checked(values.get(CONTAINER_PORTS).stream()
                    .flatMap(one -> one.ports().stream())
                    .toList()),
            CONTAINER_PORTS);

    HostPortParameters {
        ports = List.copyOf(ports);
    }

    private record Listed(String container, int number, Protocol protocol) {}

    private record OnHost(int number, Protocol protocol) {}

    private static HostPortParameters checked(List<WantedPort> ports) {
        Set<String> problems = new LinkedHashSet<>();
        Set<Listed> listed = new HashSet<>();
        Set<OnHost> onHost = new HashSet<>();
        for (WantedPort port : ports) {
            for (Protocol protocol : port.protocols()) {
                port.number().ifPresent(number -> {
                    if (!listed.add(new Listed(port.container(), number, protocol))) {
                        problems.add("ContainerPorts: port %d/%s of container %s is listed more than once; list it once"
                                .formatted(number, protocol, Excerpt.quoted(port.container())));
                    }
                });
                port.policy().hostPort().ifPresent(number -> {
                    if (!onHost.add(new OnHost(number, protocol))) {
                        problems.add(
                                "ContainerPorts: host port %d/%s is wanted more than once; give each port another one"
                                        .formatted(number, protocol));
                    }
                });
            }
        }
        if (!problems.isEmpty()) {
            throw new BadValueException(List.copyOf(problems));
        }
        return new HostPortParameters(ports);
    }
}
