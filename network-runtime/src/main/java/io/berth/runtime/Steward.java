package io.berth.runtime;

import io.berth.spi.Addresses;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.Key;
import io.berth.spi.NetworkException;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.Reason;
import io.berth.spi.Step;
import io.berth.spi.Step.Act;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes one pod one step further towards its goal: the claim first, then the far side, then the status. Whatever ends
 * elsewhere comes back here, and everything is decided again from what is known then. Called under the engine's lock.
 */
final class Steward implements Runner.Decider {
    private final Core core;
    private final Contract contract;
    private final Goals goals;
    private final Scribe scribe;
    private final Claims claims;
    private final Inherited inherited;
    private final Observatory observatory;
    private final Runner runner;
    private final Releases releases;
    private final Timers timers;
    private final Faults faults;

    Steward(Core core, Contract contract) {
        this.core = core;
        this.contract = contract;
        this.goals = new Goals(core);
        this.claims = new Claims(core, contract);
        this.scribe = new Scribe(core, contract, claims::giveUp, this::advance, this::vanished);
        this.inherited = new Inherited(core, contract, goals, scribe);
        this.observatory = new Observatory(core, this::observed);
        this.runner = new Runner(core, this);
        this.releases = new Releases(core, scribe, claims::dropPending, this::advance);
        this.timers = new Timers(core, this::advance);
        this.faults = new Faults(core, goals, releases, timers);
    }

    Scribe scribe() {
        return scribe;
    }

    Claims claims() {
        return claims;
    }

    Releases releases() {
        return releases;
    }

    /** The term is over: nothing of it counts any more. */
    void forget() {
        observatory.forget();
        runner.forget();
        claims.forget();
    }

    void advance(PodFile file) {
        try {
            step(file);
        } catch (RuntimeException e) {
            // Whatever a plugin throws, it harms this pod alone.
            faults.broken(file, e);
        }
    }

    private void step(PodFile file) {
        if (core.term == null) {
            core.answer(file, new Answer.Waiting(Reason.STANDBY, "Another instance leads", Duration.ZERO));
            return;
        }
        if (!core.recovered) {
            core.answer(file, new Answer.Waiting(Reason.RECOVERING, "What is held is being read", Duration.ZERO));
            return;
        }
        if (file.work == PodFile.Work.EDITING || file.work == PodFile.Work.OBSERVING) {
            return;
        }
        if (!file.isDebt() && file.work == PodFile.Work.NONE) {
            claims.notice(file);
        }
        if (claims.bind(file)) {
            Bound<?, ?, ?> bound = file.bound;
            if (bound != null) {
                pursue(file, bound);
            }
        } else if (file.work == PodFile.Work.NONE && !file.isDebt()) {
            // Nothing to serve; what of ours should not be on the pod goes all the same.
            releases.leftBehind(file);
        }
    }

    private <P, C, F> void pursue(PodFile file, Bound<P, C, F> bound) {
        Goal goal = goal(file, bound);
        Basis basis = basis(file, bound, goal);
        if (!basis.equals(bound.basis)) {
            if (file.work == PodFile.Work.ACTING && !runner.withdraw(file)) {
                return;
            }
            bound.basis = basis;
            bound.neededTick = core.tick();
            file.failures = 0;
            file.notBefore = Long.MIN_VALUE;
        }
        if (file.work == PodFile.Work.ACTING) {
            return;
        }
        if (goal != Goal.GONE && !claims.propose(file, bound)) {
            inherited.judge(file, bound, goal);
            if (file.work == PodFile.Work.NONE && scribe.isSynced(file)) {
                claims.commit(file, bound);
            }
            return;
        }
        if (goal == Goal.GONE) {
            // What was still to be said need not be.
            scribe.keep(file);
        } else if (bound.pending != null && bound.pending.moves() && file.pod != null) {
            scribe.publish(file, Goal.QUIET, Addresses.NONE, !goals.isDisabled(file.pod));
        }
        if (file.isDebt() || scribe.isSynced(file)) {
            claims.commit(file, bound);
        } else if (file.work == PodFile.Work.EDITING || file.stored.isEmpty() || !scribe.isRefused(file)) {
            if (bound.pending != null && file.stored.isEmpty() && !scribe.isRefused(file)) {
                core.answer(file, new Answer.Waiting(Reason.CLAIMING, "The claim is being stored", Duration.ZERO));
            }
            return;
        }
        if (file.stored.isEmpty() && !bound.claimless) {
            releases.finish(file, bound);
            return;
        }
        if (bound.isSettled(basis)) {
            return;
        }
        long pause = file.notBefore - core.timeline.nanos();
        if (file.notBefore != Long.MIN_VALUE && pause > 0) {
            // The timer that brought us here may have been an earlier one.
            timers.recheck(file, Duration.ofNanos(pause));
            return;
        }
        look(file, bound, goal, basis);
    }

    private <P, C, F> void look(PodFile file, Bound<P, C, F> bound, Goal goal, Basis basis) {
        Held<C, F> held = Views.held(core, file, bound);
        Set<PoolId> pools;
        try {
            pools = bound.type.plugin().pools(held);
        } catch (RuntimeException e) {
            faults.broken(file, e);
            return;
        }
        if (!pools.isEmpty() && !bound.isFresh()) {
            if (!(file.answer instanceof Answer.Ready)) {
                core.answer(file, new Answer.Waiting(Reason.OBSERVING, "The far side is being read", Duration.ZERO));
            }
            observatory.request(file, bound, pools);
            return;
        }
        if (pools.isEmpty()) {
            bound.observedTick = bound.neededTick;
            bound.observedAt = core.timeline.nanos();
        }
        Step<C, F> step;
        try {
            step = bound.type.plugin().decide(held, goal, claims.usable(bound), Views.seen(core, held, bound));
        } catch (RuntimeException e) {
            faults.broken(file, e);
            return;
        }
        step.<Runnable>fold(new Step.Cases<>(
                        act -> () -> act(file, bound, goal, held, act),
                        reached -> () -> reached(file, bound, goal, basis, held, reached),
                        waiting -> () -> waiting(file, bound, goal, basis, held, waiting),
                        conflict -> () -> unkept(file, bound, Reason.CONFLICT, conflict.keys(), conflict.message()),
                        lost -> () -> unkept(file, bound, Reason.ADDRESS_LOST, lost.keys(), lost.message())))
                .run();
    }

    private <P, C, F> void act(PodFile file, Bound<P, C, F> bound, Goal goal, Held<C, F> held, Act<C, F> act) {
        String action = act.command().action();
        Optional<Key> notHeld = claims.notHeld(file, bound, act.command().touches());
        if (notHeld.isPresent()) {
            faults.broken(
                    file,
                    new IllegalStateException(
                            "'%s' would touch %s, which %s does not hold".formatted(action, notHeld.get(), file)));
            return;
        }
        bound.settled = null;
        if (isReadyStill(file, bound, goal, held)) {
            timers.lookAgain(file, readDelay(bound, bound.type.plugin().pools(held)));
            return;
        }
        if (withdrawsReady(file, goal)) {
            return;
        }
        if (act.command().equals(bound.lastSent)
                && !Views.seen(core, held, bound).absenceIsProof()) {
            // What it has done may not be shown yet: done twice, it might be there twice.
            core.answer(
                    file,
                    new Answer.Waiting(
                            Reason.OBSERVING, "'%s' was sent and is not seen yet".formatted(action), Duration.ZERO));
            timers.lookAgain(file, readDelay(bound, bound.type.plugin().pools(held)));
            return;
        }
        if (!(file.answer instanceof Answer.Waiting waiting && waiting.reason() == Reason.WORKING)) {
            core.answer(file, new Answer.Waiting(Reason.WORKING, action, Duration.ZERO));
        }
        runner.submit(file, bound, act);
    }

    /**
     * What was done last, by this leader or the one before, may not be shown by lists yet: a pod that is shown as ready,
     * and has the IP that it was ready with, is not given up for what they lack.
     */
    private <P, C, F> boolean isReadyStill(PodFile file, Bound<P, C, F> bound, Goal goal, Held<C, F> held) {
        boolean sameIps = file.pod != null && file.pod.ips().equals(bound.servedIps);
        return goal == Goal.SERVE
                && (sameIps || bound.addresses.equals(Addresses.NONE))
                && scribe.showsReady(file)
                && !Views.seen(core, held, bound).absenceIsProof();
    }

    /** Whoever is shown as ready and is not: the pod says so before anything else. True: an edit is under way. */
    private boolean withdrawsReady(PodFile file, Goal goal) {
        PodView pod = file.pod;
        if (goal == Goal.GONE || pod == null || pod.deletion().isPresent() || !scribe.showsReady(file)) {
            return false;
        }
        scribe.publish(file, Goal.QUIET, Addresses.NONE, !goals.isDisabled(pod));
        return !scribe.isSynced(file);
    }

    private <P, C, F> void reached(
            PodFile file, Bound<P, C, F> bound, Goal goal, Basis basis, Held<C, F> held, Step.Reached<C, F> reached) {
        if (goal == Goal.GONE) {
            boolean looked = !bound.type.plugin().pools(held).isEmpty();
            if (looked && !Views.seen(core, held, bound).absenceIsProof()) {
                timers.lookAgain(file, readDelay(bound, bound.type.plugin().pools(held)));
                return;
            }
            releases.release(file, bound);
            return;
        }
        PodView pod = file.pod;
        if (pod == null) {
            return;
        }
        Basis before = bound.settled;
        if (before != null
                && goal == Goal.SERVE
                && scribe.showsReady(file)
                && !reached.addresses().equals(bound.addresses)
                && before.differsByNodeOnly(basis)
                && !nodeSettled(file, bound, reached.addresses())) {
            return;
        }
        bound.unsettled = null;
        if (bound.claimless && !claims.holdsSpec(file, bound)) {
            return;
        }
        boolean proven = Views.seen(core, held, bound).absenceIsProof();
        boolean keyStays = reached.completed()
                .map(completed -> claims.complete(file, bound, completed, proven))
                .orElse(false);
        if (goal == Goal.SERVE) {
            // Whatever foreign was seen on these is there no more.
            core.ledger.unblock(file.heldKeys());
        }
        bound.addresses = reached.addresses();
        bound.servedIps = pod.ips();
        bound.settle(basis);
        bound.lastFault = Optional.empty();
        if (pod.deletion().isEmpty()) {
            scribe.publish(file, goal, reached.addresses(), !goals.isDisabled(pod));
        }
        if (!scribe.isHeldUp(file)) {
            core.answer(file, atGoal(goal, reached.addresses()));
        }
        if (scribe.isSynced(file)) {
            claims.commit(file, bound);
        }
        if (keyStays) {
            timers.lookAgain(file, readDelay(bound, bound.type.plugin().pools(held)));
        }
    }

    private static Answer atGoal(Goal goal, Addresses addresses) {
        return switch (goal) {
            case SERVE -> new Answer.Ready(addresses);
            case DETACHED ->
                new Answer.Waiting(Reason.NETWORK_DISABLED, "No traffic; the address stays held", Duration.ZERO);
            case QUIET -> new Answer.Waiting(Reason.DRAINING, "Nothing new comes in", Duration.ZERO);
            case GONE -> new Answer.Gone();
        };
    }

    /** A node's addresses may flap: they are published when they have stayed as they are for a while. */
    private boolean nodeSettled(PodFile file, Bound<?, ?, ?> bound, Addresses addresses) {
        long now = core.timeline.nanos();
        if (bound.unsettled == null || !bound.unsettled.equals(addresses)) {
            bound.unsettled = addresses;
            bound.unsettledSince = now;
        }
        long left = bound.unsettledSince + core.settings.nodeSettle().toNanos() - now;
        if (left <= 0) {
            return true;
        }
        timers.recheck(file, Duration.ofNanos(left));
        return false;
    }

    private <P, C, F> void waiting(
            PodFile file, Bound<P, C, F> bound, Goal goal, Basis basis, Held<C, F> held, Step.Waiting<C, F> waiting) {
        if (goal == Goal.GONE && releases.turnsToDebt(file, bound)) {
            return;
        }
        Basis before = bound.settled;
        boolean byNode = before == null ? isNodeUnknown(file, bound) : before.differsByNodeOnly(basis);
        if (byNode && goal == Goal.SERVE && scribe.showsReady(file) && !nodeSettled(file, bound, Addresses.NONE)) {
            return;
        }
        bound.unsettled = null;
        bound.settled = null;
        if (waiting.recheckAfter().isZero()) {
            bound.settle(basis);
        }
        core.answer(file, new Answer.Waiting(waiting.reason(), waiting.message(), waiting.recheckAfter()));
        if (waiting.reason() == Reason.HOST_PORT_MISSING || waiting.reason() == Reason.NO_NODE_ADDRESS) {
            core.warn(file, waiting.reason(), waiting.message());
        }
        boolean looksAgain = !waiting.recheckAfter().isZero();
        boolean stands = looksAgain && isReadyStill(file, bound, goal, held);
        if ((stands || !withdrawsReady(file, goal)) && looksAgain) {
            timers.lookAgain(file, waiting.recheckAfter());
        }
    }

    /** The host feeds pods and nodes in any order: right after a start a node that is not known need not be gone. */
    private boolean isNodeUnknown(PodFile file, Bound<?, ?, ?> bound) {
        PodView pod = file.pod;
        return bound.addresses.equals(Addresses.NONE)
                && pod != null
                && pod.nodeName().isPresent()
                && core.nodeOf(file).isEmpty();
    }

    /** The claim cannot be kept: something else stands there, or it is no more. */
    private <P, C, F> void unkept(PodFile file, Bound<P, C, F> bound, Reason reason, Set<Key> keys, String message) {
        core.warn(file, reason, message);
        core.ledger.block(keys, core.timeline.nanos());
        bound.proposalDue = true;
        bound.settled = null;
        Duration pause = core.pause(file.failures++);
        file.notBefore = core.timeline.nanos() + pause.toNanos();
        core.answer(file, new Answer.Waiting(reason, message, pause));
        Goal goal = goals.of(file).goal();
        // The write that stores another promise takes Ready away too; only without one it goes by itself.
        boolean moves = goal == Goal.SERVE && claims.propose(file, bound) && bound.pending != null;
        if (moves || !withdrawsReady(file, goal)) {
            timers.lookAgain(file, pause);
            core.later(Duration.ZERO, () -> advance(file));
        }
    }

    @Override
    public <P, C, F> Optional<Act<C, F>> again(PodFile file, Bound<P, C, F> bound, Act<C, F> waited) {
        file.work = PodFile.Work.NONE;
        Goal goal = goal(file, bound);
        if (!basis(file, bound, goal).equals(bound.basis) || !bound.isFresh()) {
            advance(file);
            return Optional.empty();
        }
        Held<C, F> held = Views.held(core, file, bound);
        Step<C, F> step;
        try {
            step = bound.type.plugin().decide(held, goal, claims.usable(bound), Views.seen(core, held, bound));
        } catch (RuntimeException e) {
            faults.broken(file, e);
            return Optional.empty();
        }
        Optional<Act<C, F>> act = step.fold(new Step.Cases<>(
                Optional::of,
                reached -> Optional.empty(),
                waiting -> Optional.empty(),
                conflict -> Optional.empty(),
                lost -> Optional.empty()));
        if (act.filter(now -> isSame(now, waited)).isEmpty()
                || claims.notHeld(file, bound, waited.command().touches()).isPresent()) {
            advance(file);
            return Optional.empty();
        }
        file.work = PodFile.Work.ACTING;
        return act;
    }

    private static boolean isSame(Act<?, ?> now, Act<?, ?> waited) {
        return now.command().action().equals(waited.command().action())
                && now.lane().equals(waited.lane())
                && now.command().touches().equals(waited.command().touches());
    }

    @Override
    public <P, C, F> void ended(PodFile file, Bound<P, C, F> bound, Act<C, F> act, Outcome<Optional<F>> outcome) {
        file.work = PodFile.Work.NONE;
        bound.lastSendAt = core.timeline.nanos();
        bound.neededTick = core.tick();
        bound.lastSent = mayHaveBeenDone(outcome) ? act.command() : null;
        outcome.<Runnable>fold(new Outcome.Cases<Optional<F>, Runnable>(
                        reply -> () -> {
                            bound.reply = reply.or(() -> bound.reply);
                            bound.lastFault = Optional.empty();
                            file.failures = 0;
                            advance(file);
                        },
                        fault -> () -> {
                            bound.lastFault = Optional.of(fault);
                            faults.fault(
                                    file,
                                    fault,
                                    "'%s' failed".formatted(act.command().action()));
                        },
                        notYet -> () -> advance(file),
                        error -> () -> {
                            if (error instanceof NotLeading) {
                                timers.recheck(file, core.settings.firstRetry());
                            } else {
                                faults.broken(file, error);
                            }
                        }))
                .run();
    }

    private static boolean mayHaveBeenDone(Outcome<?> outcome) {
        NetworkException fault = Outcome.faultOf(outcome);
        return outcome instanceof Outcome.Done
                || (fault != null && fault.kind() == NetworkException.Kind.OUTCOME_UNKNOWN);
    }

    private void observed(PodFile file, Optional<NetworkException> fault) {
        if (fault.isPresent()) {
            faults.fault(file, fault.get(), "The far side cannot be read");
        } else {
            advance(file);
        }
    }

    /** After the API server has shown that the pod is no more. */
    void vanished(PodFile file) {
        core.index(file.pod, null);
        file.pod = null;
        core.files.remove(file.ref.uid());
        boolean underWay = file.work == PodFile.Work.ACTING && !runner.withdraw(file);
        claims.dropPending(file);
        releases.withoutPod(file);
        PodFile debt = core.debtFiles.get(file.ref.uid());
        if (underWay && debt != null) {
            // What is under way may still arrive: nothing is proven before it has ended.
            debt.work = PodFile.Work.ACTING;
        }
    }

    @Override
    public void outlived(PodFile file) {
        PodFile debt = core.debtFiles.get(file.ref.uid());
        if (debt == null || debt.work != PodFile.Work.ACTING) {
            return;
        }
        debt.work = PodFile.Work.NONE;
        Bound<?, ?, ?> bound = debt.bound;
        if (bound != null) {
            bound.lastSendAt = core.timeline.nanos();
            bound.neededTick = core.tick();
        }
        advance(debt);
    }

    private <P, C, F> Goal goal(PodFile file, Bound<P, C, F> bound) {
        if (!file.isDebt() && !claims.isTypeStill(file, bound)) {
            return Goal.GONE;
        }
        Goals.Wanted wanted = goals.of(file);
        wanted.until().ifPresent(until -> {
            if (!until.equals(file.goalChangesAt)) {
                file.goalChangesAt = until;
                Duration left = Duration.between(core.timeline.now(), until);
                core.later(left.isNegative() ? Duration.ZERO : left, () -> advance(file));
            }
        });
        return wanted.goal();
    }

    private Duration readDelay(Bound<?, ?, ?> bound, Set<PoolId> pools) {
        return core.catalog.readDelay(pools, bound.type.ports());
    }

    private Basis basis(PodFile file, Bound<?, ?, ?> bound, Goal goal) {
        PodView pod = file.pod;
        return pod == null
                ? new Basis(goal, null, List.of(), Optional.empty(), Optional.empty(), PodView.Phase.UNKNOWN, "")
                : new Basis(
                        goal,
                        contract.confText(pod).orElse(null),
                        pod.ips(),
                        pod.nodeName(),
                        core.nodeOf(file),
                        pod.phase(),
                        bound.type.plugin().watched(pod));
    }
}
