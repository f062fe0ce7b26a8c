package io.berth.tck.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Occupant;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * All that there is at the spec's far side at one moment. Immutable.
 *
 * @param interfaces by IP
 */
record SpecState(SortedMap<String, L> listeners, SortedMap<String, G> groups, SortedMap<String, String> interfaces) {
    /** A listener. */
    record L(String balancer, Front front, String groupId, Optional<SlotMark> mark, boolean running) {
        L {
            requireNonNull(balancer, "balancer is null");
            requireNonNull(front, "front is null");
            requireNonNull(groupId, "groupId is null");
            requireNonNull(mark, "mark is null");
        }
    }

    /** A group. */
    record G(String balancer, Optional<SlotMark> mark, List<T> targets) {
        G {
            requireNonNull(balancer, "balancer is null");
            requireNonNull(mark, "mark is null");
            targets = List.copyOf(targets);
        }

        G with(T target) {
            List<T> more = new ArrayList<>(targets);
            more.add(target);
            return new G(balancer, mark, more);
        }

        G without(String id) {
            return new G(
                    balancer,
                    mark,
                    targets.stream().filter(target -> !target.id().equals(id)).toList());
        }
    }

    /** A target. */
    record T(String id, String ip, int port, Optional<String> interfaceId, Occupant occupant) {
        T {
            requireNonNull(id, "id is null");
            requireNonNull(ip, "ip is null");
            requireNonNull(interfaceId, "interfaceId is null");
            requireNonNull(occupant, "occupant is null");
        }
    }

    static final SpecState EMPTY = new SpecState(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    SpecState {
        listeners = Collections.unmodifiableSortedMap(new TreeMap<>(listeners));
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        interfaces = Collections.unmodifiableSortedMap(new TreeMap<>(interfaces));
    }

    SpecState listener(String id, Optional<L> listener) {
        return new SpecState(changed(listeners, id, listener), groups, interfaces);
    }

    SpecState group(String id, Optional<G> group) {
        return new SpecState(listeners, changed(groups, id, group), interfaces);
    }

    SpecState group(String id, UnaryOperator<G> change) {
        return group(id, Optional.ofNullable(groups.get(id)).map(change));
    }

    SpecState networkInterface(String ip, Optional<String> id) {
        return new SpecState(listeners, groups, changed(interfaces, ip, id));
    }

    private static <V> SortedMap<String, V> changed(Map<String, V> map, String key, Optional<V> value) {
        SortedMap<String, V> copy = new TreeMap<>(map);
        value.ifPresentOrElse(v -> copy.put(key, v), () -> copy.remove(key));
        return copy;
    }

    BalancerState seen() {
        List<BalancerState.ListenerThere> all = new ArrayList<>();
        listeners.forEach((id, l) -> all.add(
                new BalancerState.ListenerThere(l.balancer(), id, l.front(), l.groupId(), l.mark(), l.running())));
        List<BalancerState.GroupThere> behind = new ArrayList<>();
        groups.forEach((id, g) -> behind.add(new BalancerState.GroupThere(
                g.balancer(),
                id,
                g.mark(),
                g.targets().stream()
                        .map(target -> new BalancerState.TargetThere(
                                target.ip(),
                                target.port(),
                                target.occupant() instanceof Occupant.Uid uid
                                        ? Optional.of(uid.uid())
                                        : Optional.empty()))
                        .toList())));
        return new BalancerState(all, behind);
    }
}
