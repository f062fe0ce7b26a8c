package io.berth.tck.toy;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The port to the toy's far side: one request a method. Lists show a write late; a read by id shows it at once.
 * Everything may throw a {@link io.berth.spi.NetworkException}.
 */
public interface ToyApi {
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

    /** The IP at which clients reach the balancer. */
    String address(String balancer);

    Page<Listener> listeners(String balancer, Optional<String> token);

    Page<Group> groups(String balancer, Optional<String> token);

    Optional<Group> group(String balancer, String groupId);

    /** The network interface that has the IP, for those that have one. At most {@link #IPS_A_CALL} IPs. */
    Map<String, String> interfaces(Set<String> ips);

    /** Returns the id, which the far side chooses. */
    String createGroup(String balancer, String mark);

    void createListener(String balancer, Listener listener);

    /** All or none. */
    void bind(String balancer, List<Binding> bindings);

    void unbind(String balancer, String groupId, String interfaceId);

    void deleteListener(String balancer, Protocol protocol, int port);

    /** Only a group without backends that no listener uses. */
    void deleteGroup(String balancer, String groupId);
}
