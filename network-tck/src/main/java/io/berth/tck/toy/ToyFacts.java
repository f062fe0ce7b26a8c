package io.berth.tck.toy;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was seen of one holder. As a reply it says what the last request made or took away, whether lists show it yet or
 * not.
 *
 * @param fronts the listeners on the holder's keys, whoever made them
 * @param groups behind those listeners, or marked for the holder; by id
 * @param interfaceId of the pod's first IP
 * @param address of each pool that could be read
 * @param lost pools that refuse to be read: what stands there stays unknown until somebody acts
 * @param changed groups whose backends the last requests have changed
 */
public record ToyFacts(
        Map<Key.Port, Front> fronts,
        List<GroupSeen> groups,
        Optional<String> interfaceId,
        Map<PoolId, String> address,
        Set<PoolId> lost,
        Set<String> changed) {
    public record Front(boolean ours, String groupId) {}

    public record GroupSeen(
            PoolId pool,
            String id,
            boolean ours,
            Optional<PodRef> holder,
            Optional<ToyMark.Line> line,
            List<BackendSeen> backends) {
        public GroupSeen {
            requireNonNull(pool, "pool is null");
            requireNonNull(id, "id is null");
            backends = List.copyOf(backends);
        }

        Optional<Key.Port> key() {
            return line.map(l -> new Key.Port(pool, PortSpace.of(l.protocol()), l.number()));
        }

        boolean isFor(PodRef pod) {
            return ours && holder.equals(Optional.of(pod));
        }
    }

    /** @param holder whose mark the bind wrote; empty: not ours */
    public record BackendSeen(String interfaceId, String ip, int port, Optional<PodRef> holder) {}

    static final ToyFacts NOTHING = new ToyFacts(Map.of(), List.of(), Optional.empty(), Map.of(), Set.of(), Set.of());

    public ToyFacts {
        fronts = Map.copyOf(fronts);
        groups = List.copyOf(groups);
        requireNonNull(interfaceId, "interfaceId is null");
        address = Map.copyOf(address);
        lost = Set.copyOf(lost);
        changed = Set.copyOf(changed);
    }

    static ToyFacts madeGroup(PoolId pool, String id, PodRef holder, ToyMark.Line line) {
        return new ToyFacts(
                Map.of(),
                List.of(new GroupSeen(pool, id, true, Optional.of(holder), Optional.of(line), List.of())),
                Optional.empty(),
                Map.of(),
                Set.of(),
                Set.of());
    }

    static ToyFacts madeFront(Key.Port key, String groupId) {
        return new ToyFacts(
                Map.of(key, new Front(true, groupId)),
                List.of(),
                Optional.empty(),
                Map.of(),
                Set.of(),
                Set.of(groupId));
    }

    /** The backends of these groups have just changed. */
    static ToyFacts changed(Set<String> groupIds) {
        return new ToyFacts(Map.of(), List.of(), Optional.empty(), Map.of(), Set.of(), groupIds);
    }

    /** The groups that have to be read by id, since a list may show an earlier state of them. */
    Set<String> changedGroups() {
        Set<String> ids = new TreeSet<>(changed);
        groups.forEach(group -> ids.add(group.id()));
        return ids;
    }

    Optional<Front> front(Key.Port key) {
        return Optional.ofNullable(fronts.get(key));
    }

    Optional<GroupSeen> group(PoolId pool, String id) {
        return groups.stream()
                .filter(g -> g.pool().equals(pool) && g.id().equals(id))
                .findFirst();
    }

    /** The key that this group is behind: that of its listener, else the one that it was made for. */
    Optional<Key.Port> keyOf(GroupSeen group) {
        Map<String, Key.Port> found = new LinkedHashMap<>();
        fronts.forEach((key, front) -> {
            if (front.groupId().equals(group.id()) && key.pool().equals(group.pool())) {
                found.merge(group.id(), key, (a, b) -> a.toString().compareTo(b.toString()) < 0 ? a : b);
            }
        });
        return Optional.ofNullable(found.get(group.id())).or(group::key);
    }

    static Optional<ToyMark.Line> line(Key.Port key) {
        return switch (key.space()) {
            case TCP -> Optional.of(new ToyMark.Line(Protocol.TCP, key.number()));
            case UDP -> Optional.of(new ToyMark.Line(Protocol.UDP, key.number()));
            case SCTP, ANY -> Optional.empty();
        };
    }

    boolean isFronted(GroupSeen group) {
        return fronts.entrySet().stream()
                .anyMatch(e -> e.getKey().pool().equals(group.pool())
                        && Objects.equals(e.getValue().groupId(), group.id()));
    }
}
