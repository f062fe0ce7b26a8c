package io.berth.tck.toy;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * The toy's far side as one client sees it: one request a method. Everything may throw a {@link
 * io.berth.spi.NetworkException}.
 */
public interface ToyApi extends ToyReads, ToyWrites {
    /** The most IPs that {@link #interfaces} takes. */
    int IPS_A_CALL = 5;

    /** @param next the token of the next page */
    record Page<T>(List<T> items, Optional<String> next) {
        public Page {
            items = List.copyOf(items);
            requireNonNull(next, "next is null");
        }
    }

    /** At most one per protocol and port; a client reaches the backends of its group. */
    record Listener(Protocol protocol, int port, String groupId, String mark) {}

    /** @param backends with at most one interface each time */
    record Group(String id, String mark, List<Backend> backends) {
        public Group {
            backends = List.copyOf(backends);
        }
    }

    record Backend(String interfaceId, String ip, int port, String mark) {}

    /** One backend for one group. */
    record Binding(String groupId, Backend backend) {}
}
