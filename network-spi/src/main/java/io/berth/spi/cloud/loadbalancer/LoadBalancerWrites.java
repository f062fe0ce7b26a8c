package io.berth.spi.cloud.loadbalancer;

import io.berth.spi.WritePort;

/**
 * What the load balancers of an account can be told. One request a method, from several threads, never repeated, never
 * waiting for a state. Every fault is a {@link io.berth.spi.NetworkException}: {@code BUSY} where the vendor is still at
 * another change, {@code CONFLICT} where something is there already, is gone, or is in use, {@code QUOTA},
 * {@code DENIED} with the vendor's name of the permission, {@code OUTCOME_UNKNOWN} where the request may have been done.
 */
public interface LoadBalancerWrites extends WritePort {
    /** Returns its id. May make a second one where there is one already. */
    String createGroup(String balancer, GroupDraft draft);

    /** Returns its id. {@code CONFLICT} where another listener takes any of it. */
    String createListener(String balancer, ListenerDraft draft);

    /** Only where {@link LoadBalancerRules#startsListeners()}. */
    default void startListener(String balancer, Listener listener) {
        throw new UnsupportedOperationException("listeners of this cloud are started by being made");
    }

    void addTarget(String balancer, String groupId, TargetDraft target);

    void removeTarget(String balancer, String groupId, Target target);

    void deleteListener(String balancer, Listener listener);

    /** With all of its targets. {@code CONFLICT} while a listener leads to it. */
    void deleteGroup(String balancer, String groupId);
}
