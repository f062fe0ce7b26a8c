package io.berth.spi;

import static java.util.Objects.requireNonNull;

/** One entry of a node's {@code status.addresses}, in the node's order; the value is as the node says, unchecked. */
public record NodeAddress(String type, String value) {
    public NodeAddress {
        requireNonNull(type, "type is null");
        requireNonNull(value, "value is null");
    }
}
