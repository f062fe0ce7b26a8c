package io.berth.spi.cloud.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * In what a vendor differs from the others; what the clouds have in common is this: a slot is opened by a group, its
 * target, a listener that leads to it, and closed in the reverse order. Offered by {@link
 * io.berth.spi.cloud.CloudFactory#rules}, and there without an account.
 *
 * @param bothOnOne what TCP and UDP on one number of a balancer are
 * @param bindsAtCreate a group is made with its first target, by one request
 * @param startsListeners a listener is made stopped, and has to be started
 * @param namesInterfaces a target is named by the network interface that has its IP
 * @param healthByListener whether targets are healthy is read from the listener; else from the targets, if at all
 * @param marksApart how many marks are told by one read of their own; 0: lists tell them
 * @param interfacesAtOnce how many IPs one read takes
 * @param writesAtOnce how many writes of one balancer may be under way at once: 1 where the vendor locks all of it
 * @param listenersPerBalancer the vendor's usual quota; empty where none is published
 */
public record LoadBalancerRules(
        BothOnOne bothOnOne,
        boolean bindsAtCreate,
        boolean startsListeners,
        boolean namesInterfaces,
        boolean healthByListener,
        int marksApart,
        int interfacesAtOnce,
        int writesAtOnce,
        OptionalInt listenersPerBalancer,
        ShapeRule shapes) {
    /** What TCP and UDP on one number of a balancer are. */
    public enum BothOnOne {
        /** Two listeners, of different pods even. */
        APART,
        /** One listener for both, and can be nothing else. */
        JOINED,
        /** Two listeners, in accounts that were allowed to; in others the second one is refused. */
        IF_ALLOWED
    }

    /** What a vendor can make of a shape. */
    @FunctionalInterface
    public interface ShapeRule {
        /** What is wrong with it: each problem names the value and what may be given instead. */
        List<String> problems(Shape shape, Transport transport);
    }

    public LoadBalancerRules {
        requireNonNull(bothOnOne, "bothOnOne is null");
        requireNonNull(listenersPerBalancer, "listenersPerBalancer is null");
        requireNonNull(shapes, "shapes is null");
        if (writesAtOnce < 1 || interfacesAtOnce < 1 || marksApart < 0) {
            throw new IllegalArgumentException("Nothing could be asked, or told, by one request");
        }
    }

    /** The listeners that these protocols on one number take. */
    public List<Transport> listeners(Set<Protocol> protocols) {
        boolean tcp = protocols.contains(Protocol.TCP);
        boolean udp = protocols.contains(Protocol.UDP);
        if (tcp && udp && bothOnOne == BothOnOne.JOINED) {
            return List.of(Transport.TCP_UDP);
        }
        List<Transport> all = new ArrayList<>();
        if (tcp) {
            all.add(Transport.TCP);
        }
        if (udp) {
            all.add(Transport.UDP);
        }
        return all;
    }
}
