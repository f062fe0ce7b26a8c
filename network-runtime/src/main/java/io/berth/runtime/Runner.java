package io.berth.runtime;

import io.berth.spi.Command;
import io.berth.spi.Effect;
import io.berth.spi.NetworkException;
import io.berth.spi.Step.Act;
import io.berth.spi.WritePort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one place that sends. An act waits in its lane, is decided again when its turn comes (what it rested on may have
 * changed meanwhile), and runs on a worker while the lease is surely ours. Called under the engine's lock.
 */
final class Runner {
    /** What the runner needs from the one who decides. */
    interface Decider {
        /** The act that is right now, if it is still the one that waits here; else the file goes on by itself. */
        <P, C, F> Optional<Act<C, F>> again(PodFile file, Bound<P, C, F> bound, Act<C, F> waited);

        /** The act has ended, or was not worth sending; the file's work is done. */
        <P, C, F> void ended(PodFile file, Bound<P, C, F> bound, Act<C, F> act, Outcome<Optional<F>> outcome);

        /** An act has ended that was under way when its pod ceased to exist. */
        void outlived(PodFile file);
    }

    private final Core core;
    private final Decider decider;
    private final Evictions evictions;
    private final Map<String, LaneQueue> lanes = new HashMap<>();
    private final Map<PodFile, Queued> queued = new HashMap<>();
    private long order;

    private record Queued(LaneQueue lane, WaitingAct<?, ?, ?> waiting) {}

    /** One of those whom a request serves, with what it learns from the reply. */
    private record Passenger<P, C, F, A>(WaitingAct<P, C, F> waiting, Effect<?, A, F> effect) {
        Outcome<Optional<F>> learn(Outcome<A> outcome) {
            return outcome.fold(new Outcome.Cases<A, Outcome<Optional<F>>>(
                    reply -> Outcome.of(() -> effect.learns().apply(reply)),
                    Outcome.Failed::new,
                    Outcome.Early::new,
                    Outcome.Broken::new));
        }
    }

    Runner(Core core, Decider decider) {
        this.core = core;
        this.decider = decider;
        this.evictions = new Evictions(core);
    }

    void forget() {
        lanes.clear();
        queued.clear();
    }

    <P, C, F> void submit(PodFile file, Bound<P, C, F> bound, Act<C, F> act) {
        LaneQueue lane = lanes.computeIfAbsent(
                act.lane().name(), name -> new LaneQueue(act.lane().width()));
        file.work = PodFile.Work.ACTING;
        enqueue(lane, new WaitingAct<>(file, bound, act, order++, Long.MIN_VALUE, false));
        core.later(Duration.ZERO, () -> dispatch(lane));
    }

    /** Takes back what has not been sent. False: it is under way, and its end has to be awaited. */
    boolean withdraw(PodFile file) {
        Queued found = queued.remove(file);
        if (found == null) {
            return false;
        }
        found.lane().remove(found.waiting());
        file.work = PodFile.Work.NONE;
        return true;
    }

    private void enqueue(LaneQueue lane, WaitingAct<?, ?, ?> waiting) {
        lane.add(waiting);
        queued.put(waiting.file(), new Queued(lane, waiting));
    }

    /** False if it has left the lane since it was looked at. */
    private boolean dequeue(LaneQueue lane, WaitingAct<?, ?, ?> waiting) {
        if (!lane.remove(waiting)) {
            return false;
        }
        queued.remove(waiting.file());
        return true;
    }

    private void dispatch(LaneQueue lane) {
        while (!lane.isFull()) {
            long now = core.timeline.nanos();
            WaitingAct<?, ?, ?> next = lane.next(now);
            if (next == null) {
                return;
            }
            long closedFor = lane.closedFor(now);
            if (closedFor > 0) {
                core.later(Duration.ofNanos(closedFor), () -> dispatch(lane));
                return;
            }
            if (!core.surelyLeads(core.term)) {
                return;
            }
            dequeue(lane, next);
            start(lane, next);
        }
    }

    private <P, C, F> void start(LaneQueue lane, WaitingAct<P, C, F> first) {
        current(first).ifPresent(act -> permit(lane, first.with(act), act.effect()));
    }

    private <P, C, F> Optional<Act<C, F>> current(WaitingAct<P, C, F> waiting) {
        return waiting.file().bound == waiting.bound()
                ? decider.again(waiting.file(), waiting.bound(), waiting.act())
                : Optional.empty();
    }

    /** The permit comes before the place in the lane: who has none keeps nobody waiting. */
    private <P, C, F, W extends WritePort, A> void permit(
            LaneQueue lane, WaitingAct<P, C, F> first, Effect<W, A, F> effect) {
        Permits.Budget budget = Permits.Budget.of(effect.command());
        Duration wait = core.permits.acquire(budget);
        if (wait.isZero()) {
            lane.began();
            board(lane, first, effect, budget);
        } else {
            enqueue(lane, first.starvedUntil(core.timeline.nanos() + wait.toNanos()));
            core.later(wait, () -> dispatch(lane));
        }
    }

    /** Whoever fits into the same request comes along. */
    private <P, C, F, W extends WritePort, A> void board(
            LaneQueue lane, WaitingAct<P, C, F> first, Effect<W, A, F> effect, Permits.Budget budget) {
        List<Passenger<P, C, F, A>> together = new ArrayList<>();
        together.add(new Passenger<>(first, effect));
        Command<W, A> command = effect.command();
        for (WaitingAct<?, ?, ?> companion : lane.companionsOf(first)) {
            if (!dequeue(lane, companion)) {
                continue;
            }
            @SuppressWarnings("unchecked") // of one network type
            WaitingAct<P, C, F> other = (WaitingAct<P, C, F>) companion;
            Optional<Act<C, F>> act = current(other);
            if (act.isEmpty()) {
                continue;
            }
            WaitingAct<P, C, F> now = other.with(act.get());
            @SuppressWarnings("unchecked") // of one class of commands, see mayGoWith
            Effect<W, A, F> more = (Effect<W, A, F>) act.get().effect();
            Optional<Command<W, A>> both = first.mayGoWith(now) ? command.and(more.command()) : Optional.empty();
            if (both.isEmpty()) {
                enqueue(lane, now);
                break;
            }
            command = both.get();
            together.add(new Passenger<>(now, more));
        }
        send(lane, together, command, budget);
    }

    private <P, C, F, W extends WritePort, A> void send(
            LaneQueue lane, List<Passenger<P, C, F, A>> together, Command<W, A> command, Permits.Budget budget) {
        Term term = core.term;
        core.<A>offload(
                () -> {
                    NetworkException fault = null;
                    try {
                        for (Passenger<P, C, F, A> passenger : together) {
                            WaitingAct<P, C, F> waiting = passenger.waiting();
                            waiting.act()
                                    .evicts()
                                    .ifPresent(former -> evictions.prove(
                                            former,
                                            waiting.file().ref,
                                            waiting.act().command().touches()));
                        }
                        core.mustLead(term);
                        return command.send(core.catalog.port(command.port(), command.pool()));
                    } catch (NetworkException e) {
                        fault = e;
                        throw e;
                    } finally {
                        core.permits.ended(budget, Optional.ofNullable(fault));
                    }
                },
                outcome -> {
                    lane.ended();
                    end(lane, together, outcome);
                    dispatch(lane);
                });
    }

    private <P, C, F, A> void end(LaneQueue lane, List<Passenger<P, C, F, A>> together, Outcome<A> outcome) {
        long now = core.timeline.nanos();
        NetworkException fault = Outcome.faultOf(outcome);
        for (Passenger<P, C, F, A> passenger : together) {
            WaitingAct<P, C, F> waiting = passenger.waiting();
            if (waiting.file().bound != waiting.bound()) {
                decider.outlived(waiting.file());
            }
        }
        if (fault != null && fault.kind() == NetworkException.Kind.BUSY) {
            lane.busy(now);
            together.forEach(passenger -> {
                passenger.waiting().file().faulted = true;
                enqueue(lane, passenger.waiting());
            });
            return;
        }
        if (fault != null && together.size() > 1 && isRefusal(fault)) {
            // One of them is at fault, and nobody can say which.
            together.forEach(passenger -> enqueue(lane, passenger.waiting().onItsOwn()));
            return;
        }
        if (outcome instanceof Outcome.Done) {
            lane.accepted(now);
        } else if (fault != null && fault.kind() == NetworkException.Kind.OUTCOME_UNKNOWN) {
            lane.unknown(now);
        }
        for (Passenger<P, C, F, A> passenger : together) {
            WaitingAct<P, C, F> waiting = passenger.waiting();
            if (waiting.file().bound == waiting.bound()) {
                decider.ended(waiting.file(), waiting.bound(), waiting.act(), passenger.learn(outcome));
            }
        }
    }

    private static boolean isRefusal(NetworkException fault) {
        return fault.kind() == NetworkException.Kind.CONFLICT || fault.kind().next() == NetworkException.Next.STOP;
    }
}
