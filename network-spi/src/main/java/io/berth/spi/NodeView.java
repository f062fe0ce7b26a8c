package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** A node. What a plugin is given has kept its addresses for the engine's settling time, unless it is new. */
public record NodeView(
        String name,
        String uid,
        boolean schedulable,
        List<NodeAddress> addresses,
        Map<String, String> labels,
        Map<String, String> annotations) {
    public NodeView {
        requireNonNull(name, "name is null");
        requireNonNull(uid, "uid is null");
        addresses = List.copyOf(addresses);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
