package io.berth.runtime;

import static java.util.Objects.requireNonNull;

/**
 * An address that outlives its pod. It names no holder: the pod of its name is.
 *
 * @param envelope the claim, as it is stored on the pod
 */
public record Reservation(String namespace, String name, String uid, String envelope) {
    public Reservation {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(uid, "uid is null");
        requireNonNull(envelope, "envelope is null");
    }
}
