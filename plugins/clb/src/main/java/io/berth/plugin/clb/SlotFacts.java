package io.berth.plugin.clb;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.PoolId;
import io.berth.spi.cloud.loadbalancer.Balancer;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen of one holder.
 *
 * @param balancers of each pool that could be read
 * @param listeners what stands on the holder's keys, whoever made it
 * @param groups behind those listeners, or marked for the holder's keys; in the order of their ids
 * @param foreign all keys of the read pools on which something stands that is not ours
 * @param interfaceId of the pod's first IP
 * @param lost pools that refuse to be read: what stands there stays unknown until somebody acts
 * @param made what the last request's reply tells, whether lists show it yet or not
 */
record SlotFacts(
        Map<PoolId, Balancer> balancers,
        Map<Key.Port, Listener> listeners,
        List<GroupSeen> groups,
        Set<Key> foreign,
        Optional<String> interfaceId,
        Set<PoolId> lost,
        Optional<Made> made) {
    /** @param slot whose group it is, where it has our mark */
    record GroupSeen(PoolId pool, String id, Optional<SlotMark> mark, Optional<Key.Port> slot, List<Target> targets) {
        GroupSeen {
            requireNonNull(pool, "pool is null");
            requireNonNull(id, "id is null");
            requireNonNull(mark, "mark is null");
            requireNonNull(slot, "slot is null");
            targets = List.copyOf(targets);
        }

        boolean isOurs() {
            return mark.isPresent();
        }

        /** Those that something may still come to. */
        List<Target> live() {
            return targets.stream()
                    .filter(target -> target.state() != Target.State.DRAINING)
                    .toList();
        }
    }

    /**
     * What was made for a slot.
     *
     * @param listener whether its listener was made too
     */
    record Made(Key.Port slot, SlotMark mark, String groupId, boolean listener) {
        Made {
            requireNonNull(slot, "slot is null");
            requireNonNull(mark, "mark is null");
            requireNonNull(groupId, "groupId is null");
        }
    }

    static final SlotFacts NOTHING =
            new SlotFacts(Map.of(), Map.of(), List.of(), Set.of(), Optional.empty(), Set.of(), Optional.empty());

    SlotFacts {
        balancers = Map.copyOf(balancers);
        listeners = Map.copyOf(listeners);
        groups = List.copyOf(groups);
        foreign = Set.copyOf(foreign);
        requireNonNull(interfaceId, "interfaceId is null");
        lost = Set.copyOf(lost);
        requireNonNull(made, "made is null");
    }

    static SlotFacts made(Made made) {
        return new SlotFacts(Map.of(), Map.of(), List.of(), Set.of(), Optional.empty(), Set.of(), Optional.of(made));
    }

    Optional<Listener> listener(Key.Port slot) {
        return Optional.ofNullable(listeners.get(slot));
    }

    Optional<GroupSeen> group(PoolId pool, String id) {
        return groups.stream()
                .filter(group -> group.pool().equals(pool) && group.id().equals(id))
                .findFirst();
    }

    /** The group that the slot's listener leads to. */
    Optional<GroupSeen> behind(Key.Port slot) {
        return listener(slot).flatMap(Listener::groupId).flatMap(id -> group(slot.pool(), id));
    }

    /** The key that the group stands behind: that of its listener, else the one it is marked for. */
    Optional<Key.Port> slotOf(GroupSeen group) {
        return listeners.entrySet().stream()
                .filter(entry -> entry.getKey().pool().equals(group.pool())
                        && entry.getValue().groupId().equals(Optional.of(group.id())))
                .map(Map.Entry::getKey)
                .min((a, b) -> a.toString().compareTo(b.toString()))
                .or(group::slot);
    }

    boolean isBehindAListener(GroupSeen group) {
        return listeners.entrySet().stream()
                .anyMatch(entry -> entry.getKey().pool().equals(group.pool())
                        && entry.getValue().groupId().equals(Optional.of(group.id())));
    }
}
