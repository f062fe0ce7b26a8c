package io.berth.spi;

import static java.util.Objects.requireNonNull;

/** Who holds a key. */
public sealed interface Holder {
    record Pod(PodRef ref) implements Holder {
        public Pod {
            requireNonNull(ref, "ref is null");
        }

        @Override
        public String toString() {
            return "pod " + ref;
        }
    }

    /** An address that outlives its pod. */
    record Reservation(String namespace, String name, String uid) implements Holder {
        public Reservation {
            requireNonNull(namespace, "namespace is null");
            requireNonNull(name, "name is null");
            requireNonNull(uid, "uid is null");
        }

        @Override
        public String toString() {
            return "reservation " + namespace + "/" + name + "/" + uid;
        }
    }

    /** A release that could not be proven before its pod was let go. */
    record Debt(PodRef former) implements Holder {
        public Debt {
            requireNonNull(former, "former is null");
        }

        @Override
        public String toString() {
            return "debt of " + former;
        }
    }
}
