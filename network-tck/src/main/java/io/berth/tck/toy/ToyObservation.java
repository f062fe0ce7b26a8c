package io.berth.tck.toy;

import io.berth.spi.Far;
import io.berth.spi.Found;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.Identity;
import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.NetworkException;
import io.berth.spi.Occupant;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.tck.toy.ToyFacts.BackendSeen;
import io.berth.tck.toy.ToyFacts.Front;
import io.berth.tck.toy.ToyFacts.GroupSeen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** One round of reads. */
final class ToyObservation {
    private final Far far;
    private final Identity identity;

    ToyObservation(Far far, Identity identity) {
        this.far = far;
        this.identity = identity;
    }

    Map<Holder, ToyFacts> of(Collection<Held<ToyClaim, ToyFacts>> held) {
        Set<PoolId> pools = new LinkedHashSet<>();
        held.forEach(one -> pools.addAll(ToyPlugin.poolsOf(one)));
        Map<PoolId, PoolSeen> seen = new LinkedHashMap<>();
        Set<PoolId> lost = new LinkedHashSet<>();
        for (PoolId pool : pools) {
            try {
                seen.put(pool, read(pool));
            } catch (NetworkException e) {
                // Who stands on several balancers for a while is not to wait for the worst of them.
                if (e.kind().next() == NetworkException.Next.STOP) {
                    lost.add(pool);
                }
            }
        }
        Map<Holder, ToyFacts> facts = new LinkedHashMap<>();
        if (!seen.isEmpty() || !lost.isEmpty()) {
            Map<String, String> interfaces = interfaces(held, seen.keySet());
            held.stream()
                    .filter(one -> ToyPlugin.poolsOf(one).stream()
                            .anyMatch(pool -> seen.containsKey(pool) || lost.contains(pool)))
                    .forEach(one -> facts.put(one.holder(), facts(one, seen, lost, interfaces)));
        }
        return facts;
    }

    private record PoolSeen(String address, Map<Key.Port, Front> fronts, List<GroupSeen> groups) {}

    private PoolSeen read(PoolId pool) {
        String address = far.ask(new ToyCalls.ReadAddress(pool));
        Map<Key.Port, Front> fronts = new LinkedHashMap<>();
        listeners(pool).forEach(listener -> fronts.put(key(pool, listener), front(listener)));
        return new PoolSeen(
                address,
                fronts,
                pages(token -> far.ask(new ToyCalls.ListGroups(pool, token))).stream()
                        .map(group -> seen(pool, group))
                        .toList());
    }

    private ToyFacts facts(
            Held<ToyClaim, ToyFacts> held,
            Map<PoolId, PoolSeen> seen,
            Set<PoolId> lost,
            Map<String, String> interfaces) {
        Set<String> changed = held.reply().map(ToyFacts::changedGroups).orElse(Set.of());
        Map<Key.Port, Front> fronts = new LinkedHashMap<>();
        Map<String, GroupSeen> groups = new TreeMap<>();
        Map<PoolId, String> address = new LinkedHashMap<>();
        for (PoolId pool : ToyPlugin.poolsOf(held)) {
            PoolSeen there = seen.get(pool);
            if (there == null) {
                continue;
            }
            address.put(pool, there.address());
            Set<String> behind = new TreeSet<>();
            for (Key key : held.keys()) {
                if (key instanceof Key.Port port && there.fronts().containsKey(port)) {
                    Front front = Objects.requireNonNull(there.fronts().get(port));
                    fronts.put(port, front);
                    behind.add(front.groupId());
                }
                if (key instanceof Key.Member member && member.pool().equals(pool)) {
                    behind.add(member.id());
                }
            }
            Map<String, GroupSeen> listed = new TreeMap<>();
            there.groups().forEach(group -> listed.put(group.id(), group));
            // A read by id shows what a list shows only later.
            for (String id : changed) {
                far.ask(new ToyCalls.ReadGroup(pool, id))
                        .ifPresentOrElse(group -> listed.put(id, seen(pool, group)), () -> listed.remove(id));
            }
            listed.values().stream()
                    .filter(group -> behind.contains(group.id()) || concerns(held, group))
                    .forEach(group -> groups.put(group.id(), group));
        }
        Set<PoolId> mine = new LinkedHashSet<>(ToyPlugin.poolsOf(held));
        mine.retainAll(lost);
        Optional<String> interfaceId = ip(held).map(IpAddress::text).map(interfaces::get);
        return new ToyFacts(fronts, List.copyOf(groups.values()), interfaceId, address, mine, Set.of());
    }

    /** Made for this pod, or for a key that it holds now. */
    private static boolean concerns(Held<ToyClaim, ToyFacts> held, GroupSeen group) {
        return group.isFor(held.podRef())
                || (group.ours() && group.key().filter(held.keys()::contains).isPresent());
    }

    static Optional<IpAddress> ip(Held<ToyClaim, ToyFacts> held) {
        return held.pod().filter(pod -> !pod.isFinished()).map(PodView::ips).stream()
                .flatMap(List::stream)
                .filter(ip -> ip.family() == IpAddress.Family.IPV4)
                .findFirst();
    }

    private Map<String, String> interfaces(Collection<Held<ToyClaim, ToyFacts>> held, Set<PoolId> pools) {
        Set<String> ips = new TreeSet<>();
        held.forEach(one -> ip(one).ifPresent(ip -> ips.add(ip.text())));
        Map<String, String> found = new LinkedHashMap<>();
        Optional<PoolId> payer = pools.stream().findFirst();
        List<String> left = new ArrayList<>(ips);
        for (int from = 0; from < left.size() && payer.isPresent(); from += ToyApi.IPS_A_CALL) {
            Set<String> some = new TreeSet<>(left.subList(from, Math.min(left.size(), from + ToyApi.IPS_A_CALL)));
            found.putAll(far.ask(new ToyCalls.FindInterfaces(payer.get(), some)));
        }
        return found;
    }

    private List<ToyApi.Listener> listeners(PoolId pool) {
        return pages(token -> far.ask(new ToyCalls.ListListeners(pool, token)));
    }

    private static <T> List<T> pages(Function<Optional<String>, ToyApi.Page<T>> read) {
        List<T> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            ToyApi.Page<T> page = read.apply(token);
            all.addAll(page.items());
            token = page.next();
        } while (token.isPresent());
        return all;
    }

    private Front front(ToyApi.Listener listener) {
        return new Front(ToyMark.parse(listener.mark(), identity).isPresent(), listener.groupId());
    }

    private GroupSeen seen(PoolId pool, ToyApi.Group group) {
        Optional<ToyMark> mark = ToyMark.parse(group.mark(), identity);
        return new GroupSeen(
                pool,
                group.id(),
                mark.isPresent(),
                mark.flatMap(ToyMark::holder),
                mark.flatMap(ToyMark::line),
                group.backends().stream()
                        .map(backend -> new BackendSeen(
                                backend.interfaceId(),
                                backend.ip(),
                                backend.port(),
                                ToyMark.parse(backend.mark(), identity).flatMap(ToyMark::holder)))
                        .toList());
    }

    private static Key.Port key(PoolId pool, ToyApi.Listener listener) {
        return new Key.Port(pool, PortSpace.of(listener.protocol()), listener.port());
    }

    Stream<Found> everything(PoolId pool) {
        Map<String, GroupSeen> groups = new LinkedHashMap<>();
        pages(token -> far.ask(new ToyCalls.ListGroups(pool, token)))
                .forEach(group -> groups.put(group.id(), seen(pool, group)));
        return listeners(pool).stream().map(listener -> {
            Optional<Occupant> bound = Optional.ofNullable(groups.get(listener.groupId())).stream()
                    .flatMap(group -> group.backends().stream())
                    .flatMap(backend -> backend.holder().stream())
                    .<Occupant>map(Occupant.Pod::new)
                    .findFirst();
            return new Found(key(pool, listener), front(listener).ours(), bound, Instant.EPOCH);
        });
    }
}
