package io.berth.spi;

import static java.util.Objects.requireNonNull;

/** Whom something at the far side serves, as far as it can be told from there. */
public sealed interface Occupant {
    /** The far side names the pod: a mark in the description of a backend. */
    record Pod(PodRef ref) implements Occupant {
        public Pod {
            requireNonNull(ref, "ref is null");
        }

        @Override
        public String toString() {
            return "pod " + ref;
        }
    }

    /** The far side has room for the UID alone. */
    record Uid(String uid) implements Occupant {
        public Uid {
            requireNonNull(uid, "uid is null");
        }

        @Override
        public String toString() {
            return "the pod of UID " + uid;
        }
    }

    /** The far side knows no pods: an IP target, an association with a private address. */
    record Ip(IpAddress ip) implements Occupant {
        public Ip {
            requireNonNull(ip, "ip is null");
        }

        @Override
        public String toString() {
            return "whoever had " + ip.text();
        }
    }
}
