package io.berth.plugin.clb;

import io.berth.plugin.clb.SlotFacts.GroupSeen;
import io.berth.plugin.clb.SlotFacts.Made;
import io.berth.spi.Addresses;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.Lane;
import io.berth.spi.Occupant;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Step;
import io.berth.spi.Urgency;
import io.berth.spi.cloud.loadbalancer.Balancer;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.TargetDraft;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The next step for one holder. First what leads to the wrong place is unbound, then what is not wanted any more is taken
 * down, then what is missing is made. Ids come from the vendor, so a group is made only when its absence is proven; a
 * listener is unique by its place, and the vendor refuses a second one.
 */
final class SlotDecision {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final LoadBalancerRules rules;
    private final boolean keepsIdle;
    private final Held<ClbClaim, SlotFacts> held;
    private final Goal goal;
    private final Seen<SlotFacts> seen;
    private final SlotFacts facts;
    private final PodRef pod;
    private final Optional<IpAddress> ip;

    /** What serves after this: nothing when the goal is GONE. */
    private final List<ClbClaim.Line> lines;

    SlotDecision(
            LoadBalancerRules rules,
            boolean keepsIdle,
            Held<ClbClaim, SlotFacts> held,
            Goal goal,
            Seen<SlotFacts> seen) {
        this.rules = rules;
        this.keepsIdle = keepsIdle;
        this.held = held;
        this.goal = goal;
        this.seen = seen;
        this.facts = seen.facts().orElse(SlotFacts.NOTHING);
        this.pod = held.podRef();
        this.ip = SlotObservation.ip(held);
        this.lines = goal == Goal.GONE
                ? List.of()
                : held.claim().map(ClbClaim::lines).orElse(List.of());
    }

    Step<ClbClaim, SlotFacts> next() {
        return unbind().or(this::takeDown).orElseGet(() -> switch (goal) {
            case GONE, DETACHED -> proven();
            case QUIET -> Step.Reached.with(held.claim().map(this::addresses).orElse(Addresses.NONE));
            case SERVE -> serve();
        });
    }

    private Step<ClbClaim, SlotFacts> proven() {
        if (!unread().isEmpty()) {
            return unavailable();
        }
        return seen.absenceIsProof()
                ? Step.Reached.with(Addresses.NONE)
                : soon("what is gone may still be shown, and the reverse");
    }

    private Set<PoolId> unread() {
        Set<PoolId> unread = new LinkedHashSet<>(SlotObservation.pools(held));
        unread.removeAll(facts.balancers().keySet());
        return unread;
    }

    private Step<ClbClaim, SlotFacts> unavailable() {
        return new Step.Waiting<>(Reason.FAR_SIDE_UNAVAILABLE, "cannot be read: " + unread(), LATER);
    }

    private static Step<ClbClaim, SlotFacts> soon(String message) {
        return new Step.Waiting<>(Reason.OBSERVING, message, SOON);
    }

    // What leads to the wrong place.

    private Optional<Step<ClbClaim, SlotFacts>> unbind() {
        for (GroupSeen group : facts.groups()) {
            Optional<Key.Port> slot = facts.slotOf(group);
            if (!group.isOurs() || slot.isEmpty()) {
                continue;
            }
            for (Target target : group.live()) {
                Optional<Occupant> occupant = target.boundTo();
                if (occupant.isPresent() && !belongs(group, slot.get(), target)) {
                    return Optional.of(evicting(
                            Step.Act.of(
                                    lane(group.pool()),
                                    Urgency.UNBIND,
                                    new LoadBalancerCalls.RemoveTarget(slot.get(), group.id(), settled(target)),
                                    done -> held.reply()),
                            occupant));
                }
            }
        }
        return Optional.empty();
    }

    private boolean belongs(GroupSeen group, Key.Port slot, Target target) {
        boolean serving = goal == Goal.SERVE || goal == Goal.QUIET;
        return serving
                && isOwn(target.boundTo().orElseThrow())
                && leadsHere(group, slot)
                && lines.stream().anyMatch(line -> key(line).equals(slot) && line.containerPort() == target.port())
                && ip.map(IpAddress::text).equals(Optional.of(target.ip()))
                && (facts.interfaceId().isEmpty()
                        || target.interfaceId().isEmpty()
                        || facts.interfaceId().equals(target.interfaceId()));
    }

    /** The group is the one that clients come to, or will. */
    private boolean leadsHere(GroupSeen group, Key.Port slot) {
        return facts.listener(slot)
                .map(listener -> listener.groupId().equals(Optional.of(group.id()))
                        && lineOn(slot).map(ClbClaim.Line::front).equals(Optional.of(listener.front())))
                .orElseGet(() -> waiting(slot).equals(Optional.of(group)));
    }

    private boolean isOwn(Occupant occupant) {
        if (occupant instanceof Occupant.Uid uid) {
            return uid.uid().equals(pod.uid());
        }
        if (occupant instanceof Occupant.Ip at) {
            return held.pod().map(PodView::ips).orElse(List.of()).contains(at.ip());
        }
        return occupant.equals(new Occupant.Pod(pod));
    }

    /** What another pod has left is removed only when that pod is proven to be gone. */
    private Step.Act<ClbClaim, SlotFacts> evicting(Step.Act<ClbClaim, SlotFacts> act, Optional<Occupant> occupant) {
        return occupant.filter(other -> !isOwn(other)).map(act::evicting).orElse(act);
    }

    // What is not wanted any more.

    private Optional<Step<ClbClaim, SlotFacts>> takeDown() {
        for (Key.Port slot : SlotObservation.slots(held)) {
            Optional<Listener> listener =
                    facts.listener(slot).filter(one -> one.mark().isPresent());
            if (listener.isPresent() && isInTheWay(slot, listener.get())) {
                return Optional.of(deleteListener(slot, listener.get()));
            }
        }
        return facts.groups().stream()
                .filter(this::isSuperfluous)
                .findFirst()
                .map(group -> Step.Act.of(
                        lane(group.pool()),
                        Urgency.UPKEEP,
                        new LoadBalancerCalls.DeleteGroup(facts.slotOf(group).orElseThrow(), group.id()),
                        done -> held.reply()));
    }

    /** Nobody wants it, or the one who does wants another: what serves somebody stays as it is until it is idle. */
    private boolean isInTheWay(Key.Port slot, Listener listener) {
        boolean idle = facts.behind(slot).map(group -> group.live().isEmpty()).orElse(true);
        Optional<ClbClaim.Line> line = lineOn(slot);
        if (line.isPresent()) {
            return idle && goal != Goal.QUIET && !listener.mark().equals(Optional.of(mark(line.get())));
        }
        return !(keepsIdle
                && idle
                && facts.behind(slot).filter(GroupSeen::isOurs).isPresent());
    }

    private Step.Act<ClbClaim, SlotFacts> deleteListener(Key.Port slot, Listener listener) {
        return Step.Act.of(
                lane(slot.pool()),
                Urgency.UNBIND,
                new LoadBalancerCalls.DeleteListener(slot, settled(listener)),
                done -> Optional.empty());
    }

    /** A group of ours that no listener leads to, and none will. */
    private boolean isSuperfluous(GroupSeen group) {
        if (!group.isOurs() || !group.live().isEmpty() || facts.isBehindAListener(group)) {
            return false;
        }
        Optional<Key.Port> slot = group.slot();
        if (slot.isEmpty()) {
            return false;
        }
        Optional<ClbClaim.Line> line = lineOn(slot.get());
        boolean wanted = line.isPresent() && group.mark().equals(Optional.of(mark(line.get())));
        return !wanted || isSecond(group, slot.get());
    }

    /** Several were made for one slot: a request was repeated whose first try had come through. */
    private boolean isSecond(GroupSeen group, Key.Port slot) {
        boolean fronted = facts.behind(slot).filter(GroupSeen::isOurs).isPresent();
        boolean first = waiting(slot).equals(Optional.of(group));
        return seen.absenceIsProof() && (fronted || !first);
    }

    private Optional<ClbClaim.Line> lineOn(Key.Port slot) {
        return lines.stream().filter(line -> key(line).equals(slot)).findFirst();
    }

    private SlotMark mark(ClbClaim.Line line) {
        return new SlotMark(line.front(), held.claim().orElseThrow().shape().fingerprint());
    }

    // What is missing.

    private Step<ClbClaim, SlotFacts> serve() {
        Optional<ClbClaim> claim = held.claim();
        if (claim.isEmpty()) {
            return Step.Reached.with(Addresses.NONE);
        }
        Balancer balancer = facts.balancers().get(claim.get().pool());
        if (balancer == null) {
            return unavailable();
        }
        if (balancer.state() == Balancer.State.UNUSABLE) {
            return new Step.Waiting<>(
                    Reason.FAR_SIDE_UNAVAILABLE,
                    "%s cannot be used: %s".formatted(claim.get().pool(), balancer.detail()),
                    LATER);
        }
        for (ClbClaim.Line line : lines) {
            boolean last = line.equals(lines.get(lines.size() - 1));
            Optional<Step<ClbClaim, SlotFacts>> step = serve(line, last);
            if (step.isPresent()) {
                return step.get();
            }
        }
        if (!claim.get().keys().containsAll(held.keys())) {
            if (!facts.lost().isEmpty()) {
                // Nobody can say what is left there; the pod is served all the same, and keeps the keys.
                return Step.Reached.with(addresses(claim.get()));
            }
            if (!unread().isEmpty()) {
                return unavailable();
            }
            if (!seen.absenceIsProof()) {
                return soon("what is not claimed any more may still be there");
            }
        }
        return new Step.Reached<>(claim, addresses(claim.get()));
    }

    private Optional<Step<ClbClaim, SlotFacts>> serve(ClbClaim.Line line, boolean last) {
        Key.Port slot = key(line);
        Optional<Listener> listener = facts.listener(slot);
        if (listener.isEmpty()) {
            return Optional.of(open(line, slot));
        }
        if (listener.get().mark().isEmpty()) {
            return Optional.of(conflict(slot, "a listener that is not ours stands on %s".formatted(slot)));
        }
        Optional<GroupSeen> group = facts.behind(slot);
        if (group.isEmpty()) {
            return Optional.of(
                    seen.absenceIsProof()
                            ? deleteListener(slot, listener.get())
                            : soon("the group of %s is not shown yet".formatted(slot)));
        }
        if (!group.get().isOurs()
                || group.get().live().stream()
                        .anyMatch(target -> target.boundTo().isEmpty())) {
            return Optional.of(conflict(slot, "what is not ours is behind the listener on %s".formatted(slot)));
        }
        if (group.get().live().isEmpty()) {
            return Optional.of(
                    bind(line, slot, group.get().id(), last && listener.get().state() != Listener.State.STOPPED));
        }
        return switch (listener.get().state()) {
            case CHANGING -> Optional.of(soon("the listener on %s is being changed".formatted(slot)));
            case STOPPED -> Optional.of(start(slot, listener.get()));
            case RUNNING -> unhealthy(slot, group.get());
        };
    }

    private Optional<Step<ClbClaim, SlotFacts>> unhealthy(Key.Port slot, GroupSeen group) {
        boolean checks = held.claim().orElseThrow().shape().healthCheck().isPresent();
        return group.live().stream()
                .filter(target -> checks && target.state() != Target.State.SERVING)
                .findFirst()
                .map(target -> target.state() == Target.State.STARTING
                        ? new Step.Waiting<>(
                                Reason.OBSERVING, "%s has not passed its health check yet".formatted(slot), SOON)
                        : new Step.Waiting<>(Reason.UNHEALTHY, "%s fails its health check".formatted(slot), LATER));
    }

    /** A mark that is not shown yet is no proof that a thing is not ours. */
    private Step<ClbClaim, SlotFacts> conflict(Key.Port slot, String what) {
        if (!seen.absenceIsProof()) {
            return soon("whose the listener on %s is may not be shown yet".formatted(slot));
        }
        Set<Key> keys = new LinkedHashSet<>(facts.foreign());
        keys.add(slot);
        return new Step.Conflict<>(keys, what + "; remove it or block the number");
    }

    private Step<ClbClaim, SlotFacts> open(ClbClaim.Line line, Key.Port slot) {
        boolean made = held.reply()
                .flatMap(SlotFacts::made)
                .filter(one -> one.slot().equals(slot) && one.listener())
                .isPresent();
        if (made && !seen.absenceIsProof()) {
            return soon("the listener on %s is not shown yet".formatted(slot));
        }
        Optional<GroupSeen> group = waiting(slot);
        if (group.isEmpty()) {
            return seen.absenceIsProof()
                    ? withTarget(line, target -> createGroup(line, slot, target))
                    : soon("a group for %s may be there already".formatted(slot));
        }
        if (group.get().live().isEmpty()) {
            return bind(line, slot, group.get().id(), false);
        }
        if (group.get().live().stream().anyMatch(target -> target.boundTo().isEmpty())) {
            return conflict(slot, "the group made for %s has a target that is not ours".formatted(slot));
        }
        Made done = new Made(slot, mark(line), group.get().id(), true);
        return Step.Act.of(
                lane(slot.pool()),
                rules.startsListeners() ? Urgency.BIND : Urgency.FINISH,
                new LoadBalancerCalls.CreateListener(
                        slot,
                        new ListenerDraft(
                                line.front(), held.claim().orElseThrow().shape(), done.groupId())),
                id -> Optional.of(SlotFacts.made(done)));
    }

    private Step<ClbClaim, SlotFacts> createGroup(ClbClaim.Line line, Key.Port slot, TargetDraft target) {
        GroupDraft draft = new GroupDraft(
                line.front(),
                held.claim().orElseThrow().shape(),
                rules.bindsAtCreate() ? Optional.of(target) : Optional.empty());
        return Step.Act.of(
                lane(slot.pool()),
                Urgency.BIND,
                new LoadBalancerCalls.CreateGroup(slot, draft),
                id -> Optional.of(SlotFacts.made(new Made(slot, mark(line), id, false))));
    }

    private Step<ClbClaim, SlotFacts> bind(ClbClaim.Line line, Key.Port slot, String groupId, boolean last) {
        return withTarget(
                line,
                target -> Step.Act.of(
                        lane(slot.pool()),
                        last ? Urgency.FINISH : Urgency.BIND,
                        new LoadBalancerCalls.AddTarget(slot, groupId, target),
                        done -> held.reply()));
    }

    private Step<ClbClaim, SlotFacts> start(Key.Port slot, Listener listener) {
        return Step.Act.of(
                lane(slot.pool()),
                Urgency.FINISH,
                new LoadBalancerCalls.StartListener(slot, settled(listener)),
                done -> held.reply());
    }

    private Step<ClbClaim, SlotFacts> withTarget(
            ClbClaim.Line line, Function<TargetDraft, Step<ClbClaim, SlotFacts>> step) {
        if (ip.isEmpty()) {
            return new Step.Waiting<>(Reason.POD_HAS_NO_IP, "the pod has no IPv4 address yet", Duration.ZERO);
        }
        if (rules.namesInterfaces() && facts.interfaceId().isEmpty()) {
            return soon("no network interface has %s yet".formatted(ip.get().text()));
        }
        return step.apply(new TargetDraft(ip.get().text(), line.containerPort(), facts.interfaceId(), pod.uid()));
    }

    /** Of several groups made for this slot, the first. */
    private Optional<GroupSeen> waiting(Key.Port slot) {
        return lineOn(slot)
                .flatMap(line -> facts.groups().stream()
                        .filter(group -> group.slot().equals(Optional.of(slot))
                                && group.mark().equals(Optional.of(mark(line)))
                                && !facts.isBehindAListener(group))
                        .findFirst());
    }

    private Addresses addresses(ClbClaim claim) {
        return PublishedPorts.of(
                claim, ip, Optional.ofNullable(facts.balancers().get(claim.pool())));
    }

    private Key.Port key(ClbClaim.Line line) {
        return held.claim().orElseThrow().key(line);
    }

    private Lane lane(PoolId pool) {
        return new Lane(pool.toString(), rules.writesAtOnce());
    }

    /** As it is named in commands: equal ones are told by what they change, not by how it did when it was seen. */
    private static Target settled(Target target) {
        return new Target(
                target.id(), target.ip(), target.port(), target.interfaceId(), target.boundTo(), Target.State.SERVING);
    }

    private static Listener settled(Listener listener) {
        return new Listener(
                listener.id(),
                listener.front(),
                listener.last(),
                listener.groupId(),
                listener.mark(),
                Listener.State.RUNNING);
    }
}
