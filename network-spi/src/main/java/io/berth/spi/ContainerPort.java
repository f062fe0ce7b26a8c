package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** A declared port of a container. */
public record ContainerPort(Optional<String> name, int number, Protocol protocol, Optional<Integer> hostPort) {
    public ContainerPort {
        requireNonNull(name, "name is null");
        requireNonNull(protocol, "protocol is null");
        requireNonNull(hostPort, "hostPort is null");
    }

    public static ContainerPort of(int number, Protocol protocol) {
        return new ContainerPort(Optional.empty(), number, protocol, Optional.empty());
    }

    public ContainerPort onHost(int hostPort) {
        return new ContainerPort(name, number, protocol, Optional.of(hostPort));
    }
}
