package io.berth.simulator.aws;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All load balancers, listeners and target groups of an account in a region at one moment, by their ARNs. Immutable.
 *
 * @param unwell IPs that fail their health checks
 */
public record AwsState(
        SortedMap<String, Balancer> balancers,
        SortedMap<String, Listener> listeners,
        SortedMap<String, Group> groups,
        Set<String> unwell) {
    public enum Status {
        PROVISIONING,
        ACTIVE,
        ACTIVE_IMPAIRED,
        FAILED
    }

    /** @param type {@code network}, {@code application} or {@code gateway} */
    public record Balancer(
            String arn,
            String name,
            String type,
            String dnsName,
            String vpcId,
            Status status,
            Map<String, String> tags) {
        public Balancer {
            requireNonNull(status, "status is null");
            tags = Map.copyOf(tags);
        }

        Balancer in(Status other) {
            return new Balancer(arn, name, type, dnsName, vpcId, other, tags);
        }
    }

    /** @param groupArns one, or several by weight */
    public record Listener(
            String arn,
            String balancerArn,
            AwsProtocol protocol,
            int port,
            List<String> groupArns,
            Map<String, String> tags,
            long madeAt) {
        public Listener {
            groupArns = List.copyOf(groupArns);
            tags = Map.copyOf(tags);
        }

        Listener untagged() {
            return new Listener(arn, balancerArn, protocol, port, groupArns, Map.of(), madeAt);
        }
    }

    /** Of type ip. */
    public record Group(
            String arn,
            String name,
            AwsProtocol protocol,
            int port,
            String vpcId,
            AwsCheck check,
            Map<String, String> tags,
            SortedMap<Place, Target> targets) {
        public Group {
            requireNonNull(check, "check is null");
            tags = Map.copyOf(tags);
            targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
        }

        Group with(SortedMap<Place, Target> others) {
            return new Group(arn, name, protocol, port, vpcId, check, tags, others);
        }

        Group untagged() {
            return new Group(arn, name, protocol, port, vpcId, check, Map.of(), targets);
        }
    }

    public record Place(String ip, int port) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::ip).thenComparingInt(Place::port).compare(this, other);
        }
    }

    /** @param goneAt there while it drains */
    public record Target(Place place, long registeredAt, OptionalLong goneAt) {
        public boolean isDraining() {
            return goneAt.isPresent();
        }
    }

    static final AwsState EMPTY = new AwsState(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Set.of());

    public AwsState {
        balancers = Collections.unmodifiableSortedMap(new TreeMap<>(balancers));
        listeners = Collections.unmodifiableSortedMap(new TreeMap<>(listeners));
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        unwell = Set.copyOf(unwell);
    }

    /** The listeners that lead to this group. */
    public List<Listener> leadingTo(String groupArn) {
        return listeners.values().stream()
                .filter(listener -> listener.groupArns().contains(groupArn))
                .toList();
    }

    public List<Listener> of(String balancerArn) {
        return listeners.values().stream()
                .filter(listener -> listener.balancerArn().equals(balancerArn))
                .toList();
    }

    AwsState with(Balancer balancer) {
        return new AwsState(put(balancers, balancer.arn(), balancer), listeners, groups, unwell);
    }

    AwsState withoutBalancer(String arn) {
        SortedMap<String, Listener> left = new TreeMap<>(listeners);
        left.values().removeIf(listener -> listener.balancerArn().equals(arn));
        SortedMap<String, Balancer> others = new TreeMap<>(balancers);
        others.remove(arn);
        return new AwsState(others, left, groups, unwell);
    }

    AwsState with(Listener listener) {
        return new AwsState(balancers, put(listeners, listener.arn(), listener), groups, unwell);
    }

    AwsState withoutListeners(Collection<Listener> gone) {
        SortedMap<String, Listener> left = new TreeMap<>(listeners);
        left.values().removeAll(new HashSet<>(gone));
        return new AwsState(balancers, left, groups, unwell);
    }

    AwsState with(Group group) {
        return new AwsState(balancers, listeners, put(groups, group.arn(), group), unwell);
    }

    AwsState withoutGroup(String arn) {
        SortedMap<String, Group> left = new TreeMap<>(groups);
        left.remove(arn);
        return new AwsState(balancers, listeners, left, unwell);
    }

    AwsState withUnwell(Set<String> ips) {
        return new AwsState(balancers, listeners, groups, ips);
    }

    private static <V> SortedMap<String, V> put(SortedMap<String, V> map, String key, V value) {
        SortedMap<String, V> changed = new TreeMap<>(map);
        changed.put(key, value);
        return changed;
    }

    /** Without the targets whose drain is over. */
    AwsState settled(long now) {
        AwsState state = this;
        for (Group group : groups.values()) {
            if (group.targets().values().stream().anyMatch(target -> isOver(target, now))) {
                SortedMap<Place, Target> left = new TreeMap<>(group.targets());
                left.values().removeIf(target -> isOver(target, now));
                state = state.with(group.with(left));
            }
        }
        return state;
    }

    private static boolean isOver(Target target, long now) {
        return target.goneAt().isPresent() && target.goneAt().getAsLong() - now <= 0;
    }
}
