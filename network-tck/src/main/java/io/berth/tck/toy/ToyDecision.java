package io.berth.tck.toy;

import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.Identity;
import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.Lane;
import io.berth.spi.Occupant;
import io.berth.spi.PodRef;
import io.berth.spi.PoolId;
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Step;
import io.berth.spi.Urgency;
import io.berth.tck.toy.ToyFacts.BackendSeen;
import io.berth.tck.toy.ToyFacts.Front;
import io.berth.tck.toy.ToyFacts.GroupSeen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The next step for one pod. First what leads to the wrong place is unbound, then what is not claimed any more is taken
 * down, then what is missing is made. Ids come from the far side, so a group is made only when its absence is proven;
 * a listener and a backend are unique by their place, and the far side refuses a second one.
 */
final class ToyDecision {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Identity identity;
    private final Held<ToyClaim, ToyFacts> held;
    private final Goal goal;
    private final Seen<ToyFacts> seen;
    private final ToyFacts facts;
    private final PodRef pod;
    private final Optional<IpAddress> ip;

    /** What serves after this: of no claim when the goal is GONE. */
    private final List<ToyClaim.Line> lines;

    ToyDecision(Identity identity, Held<ToyClaim, ToyFacts> held, Goal goal, Seen<ToyFacts> seen) {
        this.identity = identity;
        this.held = held;
        this.goal = goal;
        this.seen = seen;
        this.facts = seen.facts().orElse(ToyFacts.NOTHING);
        this.pod = held.podRef();
        this.ip = ToyObservation.ip(held);
        this.lines = goal == Goal.GONE
                ? List.of()
                : held.claim().map(ToyClaim::lines).orElse(List.of());
    }

    Step<ToyClaim, ToyFacts> next() {
        return unbind().or(this::takeDown).orElseGet(() -> switch (goal) {
            case GONE -> proven(Step.Reached.with(Addresses.NONE));
            case DETACHED -> proven(Step.Reached.with(Addresses.NONE));
            case QUIET -> Step.Reached.with(held.claim().map(this::addresses).orElse(Addresses.NONE));
            case SERVE -> serve();
        });
    }

    private Step<ToyClaim, ToyFacts> proven(Step<ToyClaim, ToyFacts> reached) {
        if (!unread().isEmpty()) {
            return unavailable();
        }
        return seen.absenceIsProof() ? reached : soon("what is gone may still be shown, and the reverse");
    }

    private Set<PoolId> unread() {
        Set<PoolId> unread = new LinkedHashSet<>(ToyPlugin.poolsOf(held));
        unread.removeAll(facts.address().keySet());
        return unread;
    }

    private Step<ToyClaim, ToyFacts> unavailable() {
        return new Step.Waiting<>(Reason.FAR_SIDE_UNAVAILABLE, "cannot be read: " + unread(), LATER);
    }

    private static Step<ToyClaim, ToyFacts> soon(String message) {
        return new Step.Waiting<>(Reason.OBSERVING, message, SOON);
    }

    // What leads to the wrong place.

    private Optional<Step<ToyClaim, ToyFacts>> unbind() {
        for (GroupSeen group : facts.groups()) {
            for (BackendSeen backend : group.backends()) {
                Optional<PodRef> holder = backend.holder();
                if (group.ours() && holder.isPresent() && !belongs(group, backend)) {
                    Set<String> changed = changedWith(group.id());
                    Step.Act<ToyClaim, ToyFacts> act = Step.Act.of(
                            lane(group.pool()),
                            Urgency.UNBIND,
                            new ToyCalls.Unbind(group.pool(), group.id(), backend.interfaceId(), touches(group)),
                            done -> Optional.of(ToyFacts.changed(changed)));
                    return Optional.of(evicting(act, holder));
                }
            }
        }
        return Optional.empty();
    }

    private boolean belongs(GroupSeen group, BackendSeen backend) {
        boolean serving = goal == Goal.SERVE || goal == Goal.QUIET;
        return serving
                && backend.holder().equals(Optional.of(pod))
                && group.isFor(pod)
                && isClaimed(group, backend)
                && ip.map(IpAddress::text).equals(Optional.of(backend.ip()))
                && facts.interfaceId().map(backend.interfaceId()::equals).orElse(true);
    }

    private boolean isClaimed(GroupSeen group, BackendSeen backend) {
        return lines.stream()
                .anyMatch(line ->
                        facts.keyOf(group).equals(Optional.of(key(line))) && line.containerPort() == backend.port());
    }

    private boolean isClaimed(GroupSeen group) {
        return lines.stream().anyMatch(line -> facts.keyOf(group).equals(Optional.of(key(line))));
    }

    private Set<String> changedWith(String groupId) {
        Set<String> changed =
                new TreeSet<>(held.reply().map(ToyFacts::changedGroups).orElse(Set.of()));
        changed.add(groupId);
        return changed;
    }

    /** What another pod has left is removed only when that pod is proven to be gone. */
    private Step.Act<ToyClaim, ToyFacts> evicting(Step.Act<ToyClaim, ToyFacts> act, Optional<PodRef> holder) {
        return holder.filter(other -> !other.equals(pod))
                .map(former -> act.evicting(new Occupant.Pod(former)))
                .orElse(act);
    }

    private Set<Key> touches(GroupSeen group) {
        Set<Key> touches = new LinkedHashSet<>();
        facts.keyOf(group).ifPresent(touches::add);
        touches.add(new Key.Member(group.pool(), group.id()));
        return touches;
    }

    // What is not claimed any more.

    private Optional<Step<ToyClaim, ToyFacts>> takeDown() {
        for (Key.Port key : ports()) {
            Optional<Front> front = facts.front(key).filter(Front::ours);
            Optional<GroupSeen> group = front.flatMap(f -> facts.group(key.pool(), f.groupId()));
            boolean others = group.filter(g -> g.ours() && !g.isFor(pod)).isPresent();
            if (front.isPresent() && (others || !isServing(key))) {
                Optional<PodRef> holder = group.flatMap(GroupSeen::holder);
                return Optional.of(evicting(deleteListener(key, front.get()), holder));
            }
        }
        return superfluous().map(group -> evicting(deleteGroup(group), group.holder()));
    }

    private boolean isServing(Key.Port key) {
        return lines.stream().anyMatch(line -> key(line).equals(key));
    }

    /** The port keys, also those that only the stored claim still has; in a fixed order. */
    private Set<Key.Port> ports() {
        Set<Key.Port> ports = new TreeSet<>(Comparator.comparing(Key.Port::toString));
        for (Key key : held.keys()) {
            if (key instanceof Key.Port port) {
                ports.add(port);
            }
        }
        return ports;
    }

    /** A group that no listener uses, and that none will. */
    private Optional<GroupSeen> superfluous() {
        return facts.groups().stream()
                .filter(group -> group.ours() && group.backends().isEmpty() && !facts.isFronted(group))
                .filter(group -> !group.isFor(pod) || !isClaimed(group) || isSecond(group))
                .findFirst();
    }

    /** Several were made for one key: a request was repeated whose first try had come through. */
    private boolean isSecond(GroupSeen group) {
        Key.Port key = facts.keyOf(group).orElseThrow();
        Optional<String> first =
                facts.front(key).map(Front::groupId).or(() -> waiting(key).map(GroupSeen::id));
        return seen.absenceIsProof() && !first.equals(Optional.of(group.id()));
    }

    private Step.Act<ToyClaim, ToyFacts> deleteListener(Key.Port key, Front front) {
        ToyMark.Line line = ToyFacts.line(key).orElseThrow();
        return Step.Act.of(
                lane(key.pool()),
                Urgency.UNBIND,
                new ToyCalls.DeleteListener(key.pool(), line.protocol(), line.number(), front.groupId(), Set.of(key)));
    }

    private Step.Act<ToyClaim, ToyFacts> deleteGroup(GroupSeen group) {
        return Step.Act.of(
                lane(group.pool()), Urgency.UPKEEP, new ToyCalls.DeleteGroup(group.pool(), group.id(), touches(group)));
    }

    // What is missing.

    private Step<ToyClaim, ToyFacts> serve() {
        Optional<ToyClaim> claim = held.claim();
        if (claim.isEmpty()) {
            return Step.Reached.with(Addresses.NONE);
        }
        if (unread().contains(claim.get().pool())) {
            return unavailable();
        }
        List<ToyClaim.Line> done = new ArrayList<>();
        for (ToyClaim.Line line : lines) {
            Optional<Step<ToyClaim, ToyFacts>> step = serve(line, done.size() == lines.size() - 1);
            if (step.isPresent()) {
                return step.get();
            }
            done.add(facts.front(key(line))
                    .map(front -> line.withGroup(front.groupId()))
                    .orElse(line));
        }
        ToyClaim completed = new ToyClaim(claim.get().pool(), done);
        if (!completed.keys().containsAll(held.keys())) {
            if (!facts.lost().isEmpty()) {
                // Nobody can say what is left there; the pod is served all the same, and keeps the keys.
                return Step.Reached.with(addresses(completed));
            }
            if (!unread().isEmpty()) {
                return unavailable();
            }
            if (!seen.absenceIsProof()) {
                return soon("what is not claimed any more may still be there");
            }
        }
        return new Step.Reached<>(Optional.of(completed), addresses(completed));
    }

    private Optional<Step<ToyClaim, ToyFacts>> serve(ToyClaim.Line line, boolean last) {
        Key.Port key = key(line);
        Optional<Front> front = facts.front(key);
        if (front.isEmpty()) {
            return Optional.of(makeListener(line, key));
        }
        if (!front.get().ours()) {
            return Optional.of(new Step.Conflict<>(
                    Set.of(key),
                    "a listener that is not ours stands on %s; remove it or block the number".formatted(key)));
        }
        Optional<GroupSeen> group = facts.group(key.pool(), front.get().groupId());
        if (group.isEmpty()) {
            return Optional.of(
                    seen.absenceIsProof()
                            ? deleteListener(key, front.get())
                            : soon("the group of %s is not shown yet".formatted(key)));
        }
        if (!group.get().ours()
                || group.get().backends().stream()
                        .anyMatch(backend -> backend.holder().isEmpty())) {
            return Optional.of(new Step.Conflict<>(
                    Set.of(key), "what is not ours is behind the listener on %s; remove it".formatted(key)));
        }
        if (group.get().backends().isEmpty()) {
            return Optional.of(bind(line, group.get(), last));
        }
        return Optional.empty();
    }

    private Step<ToyClaim, ToyFacts> makeListener(ToyClaim.Line line, Key.Port key) {
        boolean made = held.reply().flatMap(reply -> reply.front(key)).isPresent();
        if (made && !seen.absenceIsProof()) {
            return soon("the listener on %s is not shown yet".formatted(key));
        }
        Optional<GroupSeen> group = waiting(key);
        if (group.isPresent()) {
            String id = group.get().id();
            Set<Key> touches = Set.of(key, new Key.Member(key.pool(), id));
            String mark = ToyMark.of(identity).toString();
            return Step.Act.of(
                    lane(key.pool()),
                    Urgency.BIND,
                    new ToyCalls.CreateListener(
                            key.pool(), new ToyApi.Listener(line.protocol(), line.number(), id, mark), touches),
                    done -> Optional.of(ToyFacts.madeFront(key, id)));
        }
        if (!seen.absenceIsProof()) {
            return soon("a group for %s may be there already".formatted(key));
        }
        ToyMark.Line place = new ToyMark.Line(line.protocol(), line.number());
        String mark = ToyMark.of(identity, pod, place).toString();
        return Step.Act.of(
                lane(key.pool()),
                Urgency.BIND,
                new ToyCalls.CreateGroup(key.pool(), mark, Set.of(key)),
                id -> Optional.of(ToyFacts.madeGroup(key.pool(), id, pod, place)));
    }

    /** Of several groups made for this pod and key, the first. */
    private Optional<GroupSeen> waiting(Key.Port key) {
        return facts.groups().stream()
                .filter(group -> group.isFor(pod) && group.key().equals(Optional.of(key)) && !facts.isFronted(group))
                .findFirst();
    }

    private Step<ToyClaim, ToyFacts> bind(ToyClaim.Line line, GroupSeen group, boolean last) {
        if (ip.isEmpty()) {
            return new Step.Waiting<>(Reason.POD_HAS_NO_IP, "the pod has no IPv4 address yet", Duration.ZERO);
        }
        if (facts.interfaceId().isEmpty()) {
            return soon("no network interface has %s yet".formatted(ip.get().text()));
        }
        ToyApi.Backend backend = new ToyApi.Backend(
                facts.interfaceId().get(),
                ip.get().text(),
                line.containerPort(),
                ToyMark.of(identity, pod).toString());
        Set<String> changed = changedWith(group.id());
        return Step.Act.of(
                lane(group.pool()),
                last ? Urgency.FINISH : Urgency.BIND,
                new ToyCalls.Bind(
                        group.pool(),
                        List.of(new ToyCalls.Bind.Part(new ToyApi.Binding(group.id(), backend), touches(group)))),
                done -> Optional.of(ToyFacts.changed(changed)));
    }

    private Addresses addresses(ToyClaim claim) {
        List<Address.Port> inside = new ArrayList<>();
        List<Address.Port> outside = new ArrayList<>();
        for (ToyClaim.Line line : claim.lines()) {
            String name = "%d-%s".formatted(line.containerPort(), line.protocol());
            inside.add(new Address.Port(name, line.protocol(), line.containerPort()));
            outside.add(new Address.Port(name, line.protocol(), line.number()));
        }
        return new Addresses(
                ip.stream().map(own -> Address.of(own.text(), inside)).toList(),
                Optional.ofNullable(facts.address().get(claim.pool())).stream()
                        .map(front -> Address.of(front, outside))
                        .toList());
    }

    private Key.Port key(ToyClaim.Line line) {
        return held.claim().orElseThrow().key(line);
    }

    private static Lane lane(PoolId pool) {
        return new Lane(pool.toString(), 1);
    }
}
