package io.berth.plugin.hostport;

import io.berth.spi.NodeView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** From where a node's address is taken, in this order. */
record AddressPreference(List<AddressSource> sources) {
    /** As OpenKruiseGame chooses, so that a game that moves over is reached where it was. */
    static final String DEFAULT = "ExternalDNS:last,ExternalIP:last,InternalDNS:last,InternalIP:last";

    AddressPreference {
        sources = List.copyOf(sources);
    }

    Optional<String> of(NodeView node) {
        return sources.stream()
                .map(source -> source.of(node))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public String toString() {
        return sources.stream().map(AddressSource::toString).collect(Collectors.joining(", "));
    }
}
