package io.berth.spi;

import java.util.List;

/** What is published for a pod: how it is reached from inside the cluster, and from outside. */
public record Addresses(List<Address> internal, List<Address> external) {
    public static final Addresses NONE = new Addresses(List.of(), List.of());

    public Addresses {
        internal = List.copyOf(internal);
        external = List.copyOf(external);
    }
}
