package io.berth.tck.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import java.util.List;
import java.util.Optional;

/** All that truly stands on the balancers at one moment, whatever the vendor calls it. Immutable. */
public record BalancerState(List<ListenerThere> listeners, List<GroupThere> groups) {
    /**
     * @param mark if it is ours
     * @param running a client of the front comes to the group
     */
    public record ListenerThere(
            String balancer, String id, Front front, String groupId, Optional<SlotMark> mark, boolean running) {
        public ListenerThere {
            requireNonNull(balancer, "balancer is null");
            requireNonNull(id, "id is null");
            requireNonNull(front, "front is null");
            requireNonNull(groupId, "groupId is null");
            requireNonNull(mark, "mark is null");
        }
    }

    /** @param mark if it is ours */
    public record GroupThere(String balancer, String id, Optional<SlotMark> mark, List<TargetThere> targets) {
        public GroupThere {
            requireNonNull(balancer, "balancer is null");
            requireNonNull(id, "id is null");
            requireNonNull(mark, "mark is null");
            targets = List.copyOf(targets);
        }
    }

    /**
     * One that something new may come to.
     *
     * @param uid of the pod that it was put in for, where the vendor keeps it
     */
    public record TargetThere(String ip, int port, Optional<String> uid) {
        public TargetThere {
            requireNonNull(ip, "ip is null");
            requireNonNull(uid, "uid is null");
        }
    }

    public static final BalancerState EMPTY = new BalancerState(List.of(), List.of());

    public BalancerState {
        listeners = List.copyOf(listeners);
        groups = List.copyOf(groups);
    }

    public Optional<GroupThere> group(String balancer, String id) {
        return groups.stream()
                .filter(group -> group.balancer().equals(balancer) && group.id().equals(id))
                .findFirst();
    }
}
