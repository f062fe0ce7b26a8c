package io.berth.tck.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.berth.spi.IpAddress;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.Occupant;
import io.berth.spi.cloud.loadbalancer.Balancer;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.Group;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules.BothOnOne;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.TargetDraft;
import io.berth.tck.loadbalancer.SpecState.G;
import io.berth.tck.loadbalancer.SpecState.L;
import io.berth.tck.loadbalancer.SpecState.T;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The requests to {@link SpecBalancers}, and what each of them refuses. */
final class SpecPorts implements LoadBalancerReads, LoadBalancerWrites {
    private static final int PAGE = 3;

    private final SpecBalancers balancers;
    private final LoadBalancerRules rules;

    SpecPorts(SpecBalancers balancers, LoadBalancerRules rules) {
        this.balancers = requireNonNull(balancers, "balancers is null");
        this.rules = requireNonNull(rules, "rules is null");
    }

    @Override
    public Balancer balancer(String balancer) {
        return balancers.read(
                balancer,
                false,
                state -> Balancer.active(List.of(
                        Balancer.Ingress.ip(requireNonNull(balancers.addresses().get(balancer))))));
    }

    @Override
    public Page<Listener> listeners(String balancer, Optional<String> token) {
        return balancers.read(balancer, true, state -> {
            SortedMap<String, L> there = new TreeMap<>(state.listeners());
            there.values().removeIf(one -> !one.balancer().equals(balancer));
            return page(
                    there,
                    token,
                    (id, l) -> Listener.on(
                            id,
                            l.front(),
                            Optional.of(l.groupId()),
                            shown(l.mark()),
                            l.running() ? Listener.State.RUNNING : Listener.State.STOPPED));
        });
    }

    @Override
    public Page<Group> groups(String balancer, Optional<String> token) {
        return balancers.read(balancer, true, state -> {
            SortedMap<String, G> there = new TreeMap<>(state.groups());
            there.values().removeIf(one -> !one.balancer().equals(balancer));
            return page(there, token, (id, g) -> new Group(id, shown(g.mark())));
        });
    }

    private Optional<SlotMark> shown(Optional<SlotMark> mark) {
        return rules.marksApart() > 0 ? Optional.empty() : mark;
    }

    /** The token is the last item's id: what comes and goes meanwhile hides nothing else. */
    private static <S, V> Page<V> page(
            SortedMap<String, S> all, Optional<String> token, BiFunction<String, S, V> seen) {
        SortedMap<String, S> left = token.map(last -> all.tailMap(last + "\0")).orElse(all);
        List<String> ids = left.keySet().stream().limit(PAGE).toList();
        return new Page<>(
                ids.stream()
                        .map(id -> seen.apply(id, requireNonNull(left.get(id))))
                        .toList(),
                left.size() > PAGE ? Optional.of(ids.get(PAGE - 1)) : Optional.empty());
    }

    @Override
    public Optional<List<Target>> targets(String balancer, String groupId) {
        return balancers.read(
                balancer,
                false,
                state -> Optional.ofNullable(state.groups().get(groupId))
                        .map(group -> group.targets().stream()
                                .map(one -> new Target(
                                        one.id(),
                                        one.ip(),
                                        one.port(),
                                        one.interfaceId(),
                                        Optional.of(one.occupant()),
                                        Target.State.SERVING))
                                .toList()));
    }

    @Override
    public Map<String, SlotMark> marks(String balancer, Set<String> ids) {
        if (ids.size() > rules.marksApart()) {
            throw new NetworkException(Kind.INVALID, "too many ids: " + ids.size());
        }
        return balancers.read(balancer, true, state -> {
            Map<String, SlotMark> marks = new TreeMap<>();
            for (String id : ids) {
                if (!state.listeners().containsKey(id) && !state.groups().containsKey(id)) {
                    throw conflict("there is no '%s'".formatted(id));
                }
                Optional.ofNullable(state.listeners().get(id))
                        .flatMap(L::mark)
                        .or(() -> Optional.ofNullable(state.groups().get(id)).flatMap(G::mark))
                        .ifPresent(mark -> marks.put(id, mark));
            }
            return marks;
        });
    }

    @Override
    public Map<String, String> interfaces(String balancer, Set<String> ips) {
        if (ips.size() > rules.interfacesAtOnce()) {
            throw new NetworkException(Kind.INVALID, "too many IPs: " + ips.size());
        }
        return balancers.read(balancer, false, state -> {
            Map<String, String> found = new TreeMap<>(state.interfaces());
            found.keySet().retainAll(ips);
            return found;
        });
    }

    @Override
    public String createGroup(String balancer, GroupDraft draft) {
        return balancers.write(balancer, () -> {
            String id = balancers.newId("sg");
            G empty = new G(balancer, Optional.of(draft.mark()), List.of());
            G group = draft.target()
                    .filter(target -> rules.bindsAtCreate())
                    .map(target -> empty.with(target(target)))
                    .orElse(empty);
            balancers.become(balancers.state().group(id, Optional.of(group)));
            return id;
        });
    }

    private T target(TargetDraft draft) {
        if (rules.namesInterfaces()
                && !draft.interfaceId()
                        .equals(Optional.ofNullable(
                                balancers.state().interfaces().get(draft.ip())))) {
            throw conflict("no interface %s has %s".formatted(draft.interfaceId(), draft.ip()));
        }
        return new T(
                balancers.newId("rs"),
                draft.ip(),
                draft.port(),
                draft.interfaceId(),
                rules.namesInterfaces()
                        ? new Occupant.Uid(draft.uid())
                        : new Occupant.Ip(IpAddress.parse(draft.ip()).orElseThrow()));
    }

    @Override
    public String createListener(String balancer, ListenerDraft draft) {
        return balancers.write(balancer, () -> {
            SpecState state = balancers.state();
            if (standsOn(balancer, draft.front()).isPresent()) {
                throw conflict("there is a listener on %s".formatted(draft.front()));
            }
            group(balancer, draft.groupId());
            long there = state.listeners().values().stream()
                    .filter(one -> one.balancer().equals(balancer))
                    .count();
            if (there >= balancers.listenersPerBalancer()) {
                throw new NetworkException(Kind.QUOTA, "balancer '%s' has %d listeners".formatted(balancer, there));
            }
            String id = balancers.newId("lsn");
            L listener = new L(
                    balancer, draft.front(), draft.groupId(), Optional.of(draft.mark()), !rules.startsListeners());
            balancers.become(state.listener(id, Optional.of(listener)));
            return id;
        });
    }

    /** What keeps a listener of this front away. */
    Optional<L> standsOn(String balancer, Front front) {
        return balancers.state().listeners().values().stream()
                .filter(one -> one.balancer().equals(balancer)
                        && one.front().number() == front.number()
                        && (rules.bothOnOne() != BothOnOne.APART
                                || one.front().transport().overlaps(front.transport())))
                .findFirst();
    }

    @Override
    public void startListener(String balancer, Listener listener) {
        balancers.write(balancer, () -> {
            L there = listener(balancer, listener);
            L running = new L(there.balancer(), there.front(), there.groupId(), there.mark(), true);
            balancers.become(balancers.state().listener(listener.id(), Optional.of(running)));
            return true;
        });
    }

    @Override
    public void addTarget(String balancer, String groupId, TargetDraft draft) {
        balancers.write(balancer, () -> {
            G there = group(balancer, groupId);
            boolean twice =
                    there.targets().stream().anyMatch(one -> one.ip().equals(draft.ip()) && one.port() == draft.port());
            if (twice && rules.namesInterfaces()) {
                throw conflict("group '%s' has %s:%d".formatted(groupId, draft.ip(), draft.port()));
            }
            if (!twice) {
                T target = target(draft);
                balancers.become(balancers.state().group(groupId, group -> group.with(target)));
            }
            return true;
        });
    }

    @Override
    public void removeTarget(String balancer, String groupId, Target target) {
        balancers.write(balancer, () -> {
            G there = group(balancer, groupId);
            if (there.targets().stream().noneMatch(one -> one.id().equals(target.id()))) {
                throw conflict("group '%s' has no target '%s'".formatted(groupId, target.id()));
            }
            balancers.become(balancers.state().group(groupId, group -> group.without(target.id())));
            return true;
        });
    }

    @Override
    public void deleteListener(String balancer, Listener listener) {
        balancers.write(balancer, () -> {
            listener(balancer, listener);
            balancers.become(balancers.state().listener(listener.id(), Optional.empty()));
            return true;
        });
    }

    @Override
    public void deleteGroup(String balancer, String groupId) {
        balancers.write(balancer, () -> {
            group(balancer, groupId);
            boolean used = balancers.state().listeners().values().stream()
                    .anyMatch(one ->
                            one.balancer().equals(balancer) && one.groupId().equals(groupId));
            if (used) {
                throw conflict("group '%s' is in use".formatted(groupId));
            }
            balancers.become(balancers.state().group(groupId, Optional.empty()));
            return true;
        });
    }

    private L listener(String balancer, Listener listener) {
        L there = balancers.state().listeners().get(listener.id());
        if (there == null || !there.balancer().equals(balancer)) {
            throw conflict("there is no listener '%s'".formatted(listener.id()));
        }
        return there;
    }

    private G group(String balancer, String id) {
        G there = balancers.state().groups().get(id);
        if (there == null || !there.balancer().equals(balancer)) {
            throw conflict("there is no group '%s'".formatted(id));
        }
        return there;
    }

    private static NetworkException conflict(String message) {
        return new NetworkException(Kind.CONFLICT, message);
    }
}
