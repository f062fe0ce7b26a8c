package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A container that runs as long as its pod: an app container, or an init container that restarts always. */
public record ContainerView(String name, List<ContainerPort> ports) {
    public ContainerView {
        requireNonNull(name, "name is null");
        ports = List.copyOf(ports);
    }
}
