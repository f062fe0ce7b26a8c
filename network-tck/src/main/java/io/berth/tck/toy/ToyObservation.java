package io.berth.tck.toy;

import io.berth.spi.Far;
import io.berth.spi.Found;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.PodRef;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** One round of reads. */
final class ToyObservation {
    private final Far far;

    ToyObservation(Far far) {
        this.far = far;
    }

    Map<Holder, ToyFacts> of(Collection<Held<ToyClaim, ToyFacts>> held) {
        Set<PoolId> pools = new LinkedHashSet<>();
        held.forEach(one -> pools.addAll(ToyPlugin.poolsOf(one)));
        Map<PoolId, String> addresses = new LinkedHashMap<>();
        Map<Key.Port, Front> fronts = new LinkedHashMap<>();
        Map<PoolId, List<GroupSeen>> groups = new LinkedHashMap<>();
        for (PoolId pool : pools) {
            addresses.put(pool, far.ask(new ToyCalls.ReadAddress(pool)));
            listeners(pool).forEach(listener -> fronts.put(key(pool, listener), front(listener)));
            groups.put(
                    pool,
                    pages(token -> far.ask(new ToyCalls.ListGroups(pool, token))).stream()
                            .map(group -> seen(pool, group))
                            .toList());
        }
        Map<String, String> interfaces = interfaces(held, pools);
        Map<Holder, ToyFacts> facts = new LinkedHashMap<>();
        held.forEach(one -> facts.put(one.holder(), facts(one, addresses, fronts, groups, interfaces)));
        return facts;
    }

    private ToyFacts facts(
            Held<ToyClaim, ToyFacts> held,
            Map<PoolId, String> addresses,
            Map<Key.Port, Front> fronts,
            Map<PoolId, List<GroupSeen>> groups,
            Map<String, String> interfaces) {
        Set<PoolId> pools = ToyPlugin.poolsOf(held);
        Map<Key.Port, Front> mine = new LinkedHashMap<>();
        Set<String> behind = new TreeSet<>();
        for (Key key : held.keys()) {
            if (key instanceof Key.Port port && fronts.containsKey(port)) {
                mine.put(port, fronts.get(port));
                behind.add(fronts.get(port).groupId());
            }
            if (key instanceof Key.Member member) {
                behind.add(member.id());
            }
        }
        Set<String> changed = held.reply().map(ToyFacts::changedGroups).orElse(Set.of());
        Map<String, GroupSeen> found = new TreeMap<>();
        for (PoolId pool : pools) {
            Map<String, GroupSeen> there = new TreeMap<>();
            groups.getOrDefault(pool, List.of()).forEach(group -> there.put(group.id(), group));
            // A read by id shows what a list shows only later.
            for (String id : changed) {
                far.ask(new ToyCalls.ReadGroup(pool, id))
                        .ifPresentOrElse(group -> there.put(id, seen(pool, group)), () -> there.remove(id));
            }
            there.values().stream()
                    .filter(group -> behind.contains(group.id()) || concerns(held, group))
                    .forEach(group -> found.put(group.id(), group));
        }
        Map<PoolId, String> address = new LinkedHashMap<>(addresses);
        address.keySet().retainAll(pools);
        Optional<String> interfaceId = ip(held).map(IpAddress::text).map(interfaces::get);
        return new ToyFacts(mine, List.copyOf(found.values()), interfaceId, address, Set.of());
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
        return new Front(ToyMark.parse(listener.mark(), far.identity()).isPresent(), listener.groupId());
    }

    private GroupSeen seen(PoolId pool, ToyApi.Group group) {
        Optional<ToyMark> mark = ToyMark.parse(group.mark(), far.identity());
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
                                ToyMark.parse(backend.mark(), far.identity()).flatMap(ToyMark::holder)))
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
            Optional<PodRef> bound = Optional.ofNullable(groups.get(listener.groupId())).stream()
                    .flatMap(group -> group.backends().stream())
                    .flatMap(backend -> backend.holder().stream())
                    .findFirst();
            return new Found(key(pool, listener), front(listener).ours(), bound, Instant.EPOCH);
        });
    }
}
