package io.berth.simulator.volcengine;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A load balancer with all that belongs to it.
 *
 * @param eip its public address, or empty
 * @param eniAddresses its private addresses
 * @param status as people have set it: {@code Active}, {@code Inactive}, {@code Provisioning} ...
 * @param lockReason empty where it is not locked
 * @param serviceManaged made by another product of Volcengine, which alone may change it
 * @param lockedUntil it is {@code Configuring} until then
 */
public record Clb(
        String id,
        String eip,
        List<String> eniAddresses,
        String status,
        String lockReason,
        boolean serviceManaged,
        OptionalLong lockedUntil,
        Map<String, ClbListener> listeners,
        Map<String, ServerGroup> groups) {
    public Clb {
        requireNonNull(id, "id is null");
        requireNonNull(eip, "eip is null");
        eniAddresses = List.copyOf(eniAddresses);
        requireNonNull(status, "status is null");
        requireNonNull(lockReason, "lockReason is null");
        requireNonNull(lockedUntil, "lockedUntil is null");
        listeners = Ordered.copy(listeners);
        groups = Ordered.copy(groups);
    }

    /** A public one, active and empty. */
    public static Clb active(String id, String eip, String eniAddress) {
        return new Clb(id, eip, List.of(eniAddress), "Active", "", false, OptionalLong.empty(), Map.of(), Map.of());
    }

    public Clb withStatus(String now, String reason) {
        return new Clb(id, eip, eniAddresses, now, reason, serviceManaged, lockedUntil, listeners, groups);
    }

    public Clb managed() {
        return new Clb(id, eip, eniAddresses, status, lockReason, true, lockedUntil, listeners, groups);
    }

    public Clb withAddresses(String publicOne, List<String> privateOnes) {
        return new Clb(id, publicOne, privateOnes, status, lockReason, serviceManaged, lockedUntil, listeners, groups);
    }

    /** The status that a read shows. */
    public String status(long now) {
        return isLocked(now) && status.equals("Active") ? "Configuring" : status;
    }

    boolean isLocked(long now) {
        return lockedUntil.isPresent() && lockedUntil.getAsLong() - now > 0;
    }

    boolean hasGone(long now) {
        return listeners.values().stream().anyMatch(listener -> listener.isGone(now));
    }

    /** Without what is gone by then. */
    Clb at(long now) {
        Map<String, ClbListener> left = new LinkedHashMap<>(listeners);
        left.values().removeIf(listener -> listener.isGone(now));
        return new Clb(id, eip, eniAddresses, status, lockReason, serviceManaged, lockedUntil, left, groups);
    }

    Clb locked(long until) {
        return new Clb(
                id, eip, eniAddresses, status, lockReason, serviceManaged, OptionalLong.of(until), listeners, groups);
    }

    Clb with(ClbListener listener) {
        return with(Ordered.with(listeners, listener.id(), listener), groups);
    }

    Clb with(ServerGroup group) {
        return with(listeners, Ordered.with(groups, group.id(), group));
    }

    Clb withoutListener(String listener) {
        return with(Ordered.without(listeners, listener), groups);
    }

    Clb withoutGroup(String group) {
        return with(listeners, Ordered.without(groups, group));
    }

    private Clb with(Map<String, ClbListener> newListeners, Map<String, ServerGroup> newGroups) {
        return new Clb(id, eip, eniAddresses, status, lockReason, serviceManaged, lockedUntil, newListeners, newGroups);
    }
}
