package io.berth.spi;

import static java.util.Objects.requireNonNull;

/** An address that outlives its pod; it has the name of the pods that it is for. */
public record ReservationView(String namespace, String name, String uid) implements Subject {
    public ReservationView {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(uid, "uid is null");
    }

    @Override
    public Holder holder() {
        return new Holder.Reservation(namespace, name, uid);
    }
}
