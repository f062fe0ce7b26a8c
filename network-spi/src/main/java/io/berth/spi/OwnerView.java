package io.berth.spi;

import static java.util.Objects.requireNonNull;

/** The controller of a pod. */
public record OwnerView(String apiVersion, String kind, String name, String uid) {
    public OwnerView {
        requireNonNull(apiVersion, "apiVersion is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(name, "name is null");
        requireNonNull(uid, "uid is null");
    }
}
