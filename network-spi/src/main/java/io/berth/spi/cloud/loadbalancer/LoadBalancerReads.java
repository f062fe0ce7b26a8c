package io.berth.spi.cloud.loadbalancer;

import io.berth.spi.ReadPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the load balancers of an account can be asked. One request a method, from several threads, never waiting for a
 * state; every fault is a {@link io.berth.spi.NetworkException}. A balancer that does not exist is one of kind
 * {@code INVALID}; what is in a balancer and does not exist is simply not in the answer.
 *
 * <p>Lists may show a write late, by up to {@link io.berth.spi.cloud.Cloud#readDelay}. A list that is read in parts and
 * changes meanwhile may hide nothing that was there all the time: an adapter that cannot rule it out by the vendor's
 * tokens compares the totals, and throws {@code CONFLICT} when they differ.
 */
public interface LoadBalancerReads extends ReadPort {
    Balancer balancer(String balancer);

    /**
     * All listeners of the balancer, whoever made them.
     *
     * @param token empty for the first part
     */
    Page<Listener> listeners(String balancer, Optional<String> token);

    /** All groups of the balancer that have our mark, with listeners or without; others may be among them. */
    Page<Group> groups(String balancer, Optional<String> token);

    /** Empty: there is no such group. Those that are draining are told. */
    Optional<List<Target>> targets(String balancer, String groupId);

    /**
     * The marks of our things among these listeners and groups. Only where {@link LoadBalancerRules#marksApart()}.
     *
     * @param ids at most that many
     */
    default Map<String, SlotMark> marks(String balancer, Set<String> ids) {
        return Map.of();
    }

    /**
     * The network interface of each of these IPs that has one. Only where {@link LoadBalancerRules#namesInterfaces()}.
     *
     * @param ips at most that many
     */
    default Map<String, String> interfaces(String balancer, Set<String> ips) {
        return Map.of();
    }

    /**
     * How the targets behind a listener are, by the {@link Target#id()}; those of which nothing is known yet are not in
     * it. Only where {@link LoadBalancerRules#healthByListener()}.
     */
    default Map<String, Target.State> health(String balancer, Listener listener) {
        return Map.of();
    }
}
