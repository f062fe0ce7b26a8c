package io.berth.plugin.clb;

import io.berth.plugin.clb.SlotFacts.GroupSeen;
import io.berth.plugin.clb.SlotFacts.Made;
import io.berth.spi.Far;
import io.berth.spi.Found;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.NetworkException;
import io.berth.spi.Occupant;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.cloud.loadbalancer.Balancer;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.Group;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One round of reads. A balancer's listeners and groups are listed once for all holders; the targets are read for each
 * group of a holder's own slots.
 */
final class SlotObservation {
    private record PoolSeen(Balancer balancer, List<Listener> listeners, List<Group> groups) {}

    private final Far far;
    private final LoadBalancerRules rules;
    private final boolean whole;

    /** @param whole whether numbers are held for both protocols now */
    SlotObservation(Far far, LoadBalancerRules rules, boolean whole) {
        this.far = far;
        this.rules = rules;
        this.whole = whole;
    }

    /** The balancers of all keys, old ones included, in a fixed order. */
    static Set<PoolId> pools(Held<ClbClaim, SlotFacts> held) {
        return held.keys().stream()
                .flatMap(key -> key.inPool().stream())
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(PoolId::toString))));
    }

    /** The port keys, also those that only the stored claim still has; in a fixed order. */
    static Set<Key.Port> slots(Held<ClbClaim, SlotFacts> held) {
        Set<Key.Port> slots = new TreeSet<>(Comparator.comparing(Key.Port::toString));
        for (Key key : held.keys()) {
            if (key instanceof Key.Port port) {
                slots.add(port);
            }
        }
        return slots;
    }

    /** The IP that traffic is sent to. */
    static Optional<IpAddress> ip(Held<ClbClaim, SlotFacts> held) {
        return held.pod().filter(pod -> !pod.isFinished()).map(PodView::ips).stream()
                .flatMap(List::stream)
                .filter(ip -> ip.family() == IpAddress.Family.IPV4)
                .findFirst();
    }

    Map<Holder, SlotFacts> of(Collection<Held<ClbClaim, SlotFacts>> held) {
        Set<PoolId> pools = new LinkedHashSet<>();
        held.forEach(one -> pools.addAll(pools(one)));
        Map<PoolId, PoolSeen> seen = new LinkedHashMap<>();
        Set<PoolId> lost = new LinkedHashSet<>();
        for (PoolId pool : pools) {
            try {
                seen.put(pool, read(pool));
            } catch (NetworkException e) {
                // Who stands on several balancers for a while is not to wait for the worst of them.
                if (e.kind() == NetworkException.Kind.INVALID) {
                    // There is no such balancer. Whether we may look is another matter, and takes no Ready away.
                    lost.add(pool);
                } else if (pools.size() == 1) {
                    throw e;
                }
            }
        }
        if (seen.isEmpty() && lost.isEmpty()) {
            return Map.of();
        }
        Map<String, String> interfaces = interfaces(held, seen.keySet());
        Map<Holder, SlotFacts> facts = new LinkedHashMap<>();
        held.forEach(one -> facts.put(one.holder(), facts(one, seen, lost, interfaces)));
        return facts;
    }

    private PoolSeen read(PoolId pool) {
        Balancer balancer = far.ask(new LoadBalancerCalls.ReadBalancer(pool));
        List<Listener> listeners = pages(token -> far.ask(new LoadBalancerCalls.ListListeners(pool, token)));
        List<Group> groups = pages(token -> far.ask(new LoadBalancerCalls.ListGroups(pool, token)));
        if (rules.marksApart() > 0) {
            Set<String> ids = new TreeSet<>();
            listeners.forEach(listener -> ids.add(listener.id()));
            groups.forEach(group -> ids.add(group.id()));
            Map<String, SlotMark> marks = new TreeMap<>();
            Set<String> gone = new TreeSet<>();
            parts(ids, rules.marksApart()).forEach(some -> readMarks(pool, some, marks, gone));
            listeners = listeners.stream()
                    .filter(listener -> !gone.contains(listener.id()))
                    .toList();
            groups = groups.stream().filter(group -> !gone.contains(group.id())).toList();
            listeners = listeners.stream()
                    .map(listener -> listener.marked(Optional.ofNullable(marks.get(listener.id()))))
                    .toList();
            groups = groups.stream()
                    .map(group -> new Group(group.id(), Optional.ofNullable(marks.get(group.id()))))
                    .toList();
        }
        return new PoolSeen(balancer, listeners, groups);
    }

    /** A list may still show what is gone, and then none of the marks is told: they are asked for one by one. */
    private void readMarks(PoolId pool, Set<String> ids, Map<String, SlotMark> marks, Set<String> gone) {
        try {
            marks.putAll(far.ask(new LoadBalancerCalls.ReadMarks(pool, ids)));
        } catch (NetworkException e) {
            if (e.kind() != NetworkException.Kind.CONFLICT) {
                throw e;
            }
            if (ids.size() == 1) {
                gone.addAll(ids);
            } else {
                ids.forEach(id -> readMarks(pool, Set.of(id), marks, gone));
            }
        }
    }

    private static <T> List<T> pages(Function<Optional<String>, Page<T>> read) {
        List<T> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<T> page = read.apply(token);
            all.addAll(page.items());
            token = page.next();
        } while (token.isPresent());
        return all;
    }

    private static List<Set<String>> parts(Collection<String> all, int size) {
        List<String> sorted = all.stream().sorted().toList();
        List<Set<String>> parts = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += size) {
            parts.add(new TreeSet<>(sorted.subList(from, Math.min(sorted.size(), from + size))));
        }
        return parts;
    }

    private Map<String, String> interfaces(Collection<Held<ClbClaim, SlotFacts>> held, Set<PoolId> pools) {
        Optional<PoolId> payer = pools.stream().findFirst();
        Map<String, String> found = new TreeMap<>();
        if (rules.namesInterfaces() && payer.isPresent()) {
            Set<String> ips = new TreeSet<>();
            held.forEach(one -> ip(one).ifPresent(ip -> ips.add(ip.text())));
            parts(ips, rules.interfacesAtOnce())
                    .forEach(some -> found.putAll(far.ask(new LoadBalancerCalls.FindInterfaces(payer.get(), some))));
        }
        return found;
    }

    private SlotFacts facts(
            Held<ClbClaim, SlotFacts> held,
            Map<PoolId, PoolSeen> seen,
            Set<PoolId> lost,
            Map<String, String> interfaces) {
        Optional<Made> made = held.reply().flatMap(SlotFacts::made);
        Map<PoolId, Balancer> balancers = new LinkedHashMap<>();
        Map<Key.Port, Listener> listeners = new LinkedHashMap<>();
        List<GroupSeen> groups = new ArrayList<>();
        Set<Key> foreign = new LinkedHashSet<>();
        for (PoolId pool : pools(held)) {
            PoolSeen there = seen.get(pool);
            if (there == null) {
                continue;
            }
            balancers.put(pool, there.balancer());
            Set<String> behind = new TreeSet<>();
            for (Key.Port slot : slots(held)) {
                if (slot.pool().equals(pool)) {
                    on(slot, held, there).ifPresent(listener -> {
                        listeners.put(slot, listener);
                        listener.groupId().ifPresent(behind::add);
                    });
                }
            }
            groups.addAll(groups(pool, there, slots(held), behind, made));
            foreign.addAll(foreign(held, pool, there));
        }
        Set<PoolId> mine = new LinkedHashSet<>(pools(held));
        mine.retainAll(lost);
        List<GroupSeen> checked =
                groups.stream().map(group -> withHealth(group, held, listeners)).toList();
        return new SlotFacts(
                balancers,
                listeners,
                checked,
                foreign,
                ip(held).map(IpAddress::text).flatMap(ip -> Optional.ofNullable(interfaces.get(ip))),
                mine,
                Optional.empty());
    }

    /** What a client of this key would come to. Of several, first what has to go, last what is not ours. */
    private static Optional<Listener> on(Key.Port slot, Held<ClbClaim, SlotFacts> held, PoolSeen there) {
        Set<Front> wanted = held.claim().stream()
                .flatMap(claim -> claim.lines().stream())
                .map(ClbClaim.Line::front)
                .collect(Collectors.toSet());
        return there.listeners().stream()
                .filter(listener -> transports(slot.space()).stream()
                        .anyMatch(transport -> listener.takes(new Front(transport, slot.number()))))
                .min(Comparator.comparing((Listener listener) -> listener.mark().isEmpty())
                        .thenComparing(listener -> wanted.contains(listener.front()))
                        .thenComparing(Listener::id));
    }

    private static List<Transport> transports(PortSpace space) {
        return switch (space) {
            case TCP -> List.of(Transport.TCP);
            case UDP -> List.of(Transport.UDP);
            case ANY -> List.of(Transport.TCP, Transport.UDP);
            case SCTP -> List.of();
        };
    }

    private List<GroupSeen> groups(
            PoolId pool, PoolSeen there, Set<Key.Port> slots, Set<String> behind, Optional<Made> made) {
        Map<String, Optional<SlotMark>> candidates = new TreeMap<>();
        there.groups().forEach(group -> {
            boolean ours =
                    group.mark().flatMap(mark -> slotOf(pool, mark, slots)).isPresent();
            if (ours || behind.contains(group.id())) {
                candidates.put(group.id(), group.mark());
            }
        });
        behind.forEach(id -> candidates.putIfAbsent(id, Optional.empty()));
        made.filter(one -> one.slot().pool().equals(pool) && slots.contains(one.slot()))
                .ifPresent(one -> candidates.merge(
                        one.groupId(), Optional.of(one.mark()), (listed, told) -> listed.isPresent() ? listed : told));
        List<GroupSeen> groups = new ArrayList<>();
        candidates.forEach((id, mark) -> far.ask(new LoadBalancerCalls.ReadTargets(pool, id))
                .ifPresent(targets ->
                        groups.add(new GroupSeen(pool, id, mark, mark.flatMap(m -> slotOf(pool, m, slots)), targets))));
        return groups;
    }

    private static Optional<Key.Port> slotOf(PoolId pool, SlotMark mark, Set<Key.Port> slots) {
        return slots.stream()
                .filter(slot -> slot.pool().equals(pool)
                        && slot.number() == mark.front().number()
                        && transports(slot.space()).stream()
                                .anyMatch(mark.front().transport()::overlaps))
                .findFirst();
    }

    /** Every key of the pool on which something of somebody else's stands, as far as its numbers are few. */
    private Set<Key> foreign(Held<ClbClaim, SlotFacts> held, PoolId pool, PoolSeen there) {
        boolean both = held.claim().map(ClbClaim::whole).orElse(whole);
        Set<Key> keys = new LinkedHashSet<>();
        there.listeners().stream()
                .filter(listener -> listener.mark().isEmpty())
                .filter(listener -> listener.last() - listener.front().number() < 1000)
                .forEach(listener -> {
                    for (int number = listener.front().number(); number <= listener.last(); number++) {
                        for (PortSpace space : spaces(listener.front().transport(), both)) {
                            keys.add(new Key.Port(pool, space, number));
                        }
                    }
                });
        return keys;
    }

    private static List<PortSpace> spaces(Transport transport, boolean whole) {
        if (whole) {
            return List.of(PortSpace.ANY);
        }
        return switch (transport) {
            case TCP -> List.of(PortSpace.TCP);
            case UDP -> List.of(PortSpace.UDP);
            case TCP_UDP -> List.of(PortSpace.TCP, PortSpace.UDP);
        };
    }

    /** Where a check is on and the vendor tells its results by listener, they are read; else the targets tell. */
    private GroupSeen withHealth(GroupSeen group, Held<ClbClaim, SlotFacts> held, Map<Key.Port, Listener> listeners) {
        boolean checks =
                held.claim().flatMap(claim -> claim.shape().healthCheck()).isPresent();
        if (!rules.healthByListener() || !checks || group.live().isEmpty()) {
            return group;
        }
        Optional<Listener> listener = listeners.values().stream()
                .filter(one -> one.groupId().equals(Optional.of(group.id()))
                        && one.mark().isPresent())
                .min(Comparator.comparing(Listener::id));
        if (listener.isEmpty()) {
            return group;
        }
        Map<String, Target.State> health = far.ask(new LoadBalancerCalls.ReadHealth(group.pool(), listener.get()));
        return new GroupSeen(
                group.pool(),
                group.id(),
                group.mark(),
                group.slot(),
                group.targets().stream()
                        .map(target -> target.state() == Target.State.DRAINING
                                ? target
                                : in(target, health.getOrDefault(target.id(), Target.State.STARTING)))
                        .toList());
    }

    private static Target in(Target target, Target.State state) {
        return new Target(target.id(), target.ip(), target.port(), target.interfaceId(), target.boundTo(), state);
    }

    /** Everything on the balancer, whoever made it. */
    Stream<Found> everything(PoolId pool) {
        PoolSeen there = read(pool);
        List<Found> all = new ArrayList<>();
        for (Listener listener : there.listeners()) {
            Optional<Occupant> bound = listener.groupId().stream()
                    .filter(id -> listener.mark().isPresent())
                    .flatMap(id -> far.ask(new LoadBalancerCalls.ReadTargets(pool, id)).stream())
                    .flatMap(List::stream)
                    .flatMap(target -> target.boundTo().stream())
                    .findFirst();
            for (PortSpace space : spaces(listener.front().transport(), whole)) {
                all.add(new Found(
                        new Key.Port(pool, space, listener.front().number()),
                        listener.mark().isPresent(),
                        bound,
                        Instant.EPOCH));
            }
        }
        return all.stream();
    }
}
