package io.berth.runtime;

import io.berth.spi.Command;
import io.berth.spi.Effect;
import io.berth.spi.FarWriter;
import io.berth.spi.Identity;
import io.berth.spi.NetworkException;
import io.berth.spi.PodRef;
import io.berth.spi.Step.Act;
import io.berth.spi.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

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
    }

    /** @param notBefore when its permit is due */
    private record Waiting<P, C, F>(PodFile file, Bound<P, C, F> bound, Act<C, F> act, long order, long notBefore) {
        Waiting<P, C, F> with(Act<C, F> now) {
            return new Waiting<>(file, bound, now, order, notBefore);
        }

        Waiting<P, C, F> starvedUntil(long due) {
            return new Waiting<>(file, bound, act, order, due);
        }
    }

    /** A lane. How long it stays closed after a request is learned from the answers. */
    private static final class LaneQueue {
        private static final long SHORTEST = Duration.ofMillis(20).toNanos();
        private static final long LONGEST = Duration.ofSeconds(2).toNanos();

        private final int width;
        private final PriorityQueue<Waiting<?, ?, ?>> queue =
                new PriorityQueue<>(Comparator.<Waiting<?, ?, ?>, Urgency>comparing(
                                waiting -> waiting.act().urgency())
                        .thenComparingLong(Waiting::order));
        private int running;
        private long opensAt = Long.MIN_VALUE;
        private long acceptedAt = Long.MIN_VALUE;
        private long hold;
        private int busyInARow;

        private LaneQueue(int width) {
            this.width = width;
        }

        private @Nullable Waiting<?, ?, ?> next(long now) {
            Waiting<?, ?, ?> head = queue.peek();
            if (head == null || head.notBefore() <= now) {
                return head;
            }
            return queue.stream()
                    .filter(waiting -> waiting.notBefore() <= now)
                    .min(queue.comparator())
                    .orElse(null);
        }

        private void accepted(long now) {
            if (busyInARow == 0) {
                // Perhaps the lock has become shorter: try a little earlier next time.
                hold -= hold / 20;
            }
            busyInARow = 0;
            acceptedAt = now;
            opensAt = now + hold;
        }

        private void busy(long now) {
            long step = Math.min(LONGEST, Math.max(SHORTEST, hold / 8) << Math.min(busyInARow, 7));
            busyInARow++;
            opensAt = now + step;
            if (acceptedAt != Long.MIN_VALUE) {
                hold = Math.min(LONGEST, Math.max(hold, opensAt - acceptedAt));
            }
        }
    }

    private final Core core;
    private final Decider decider;
    private final Map<String, LaneQueue> lanes = new HashMap<>();
    private final Map<PodFile, Queued> queued = new HashMap<>();
    private long order;

    private record Queued(LaneQueue lane, Waiting<?, ?, ?> waiting) {}

    Runner(Core core, Decider decider) {
        this.core = core;
        this.decider = decider;
    }

    void forget() {
        lanes.clear();
        queued.clear();
    }

    <P, C, F> void submit(PodFile file, Bound<P, C, F> bound, Act<C, F> act) {
        LaneQueue lane = lanes.computeIfAbsent(
                act.lane().name(), name -> new LaneQueue(act.lane().width()));
        file.work = PodFile.Work.ACTING;
        enqueue(lane, new Waiting<>(file, bound, act, order++, Long.MIN_VALUE));
        core.later(Duration.ZERO, () -> dispatch(lane));
    }

    /** Takes back what has not been sent. False: it is under way, and its end has to be awaited. */
    boolean withdraw(PodFile file) {
        Queued found = queued.remove(file);
        if (found == null) {
            return false;
        }
        found.lane().queue.remove(found.waiting());
        file.work = PodFile.Work.NONE;
        return true;
    }

    private void enqueue(LaneQueue lane, Waiting<?, ?, ?> waiting) {
        lane.queue.add(waiting);
        queued.put(waiting.file(), new Queued(lane, waiting));
    }

    private void dispatch(LaneQueue lane) {
        while (lane.running < lane.width) {
            Waiting<?, ?, ?> next = lane.next(core.timeline.nanos());
            if (next == null) {
                return;
            }
            long closedFor = lane.opensAt - core.timeline.nanos();
            if (lane.opensAt != Long.MIN_VALUE && closedFor > 0) {
                core.later(Duration.ofNanos(closedFor), () -> dispatch(lane));
                return;
            }
            if (!core.surelyLeads(core.term)) {
                return;
            }
            lane.queue.remove(next);
            queued.remove(next.file());
            start(lane, next);
        }
    }

    private <P, C, F> void start(LaneQueue lane, Waiting<P, C, F> first) {
        Optional<Act<C, F>> act = current(first);
        if (act.isEmpty()) {
            return;
        }
        List<Waiting<P, C, F>> together = new ArrayList<>();
        together.add(first.with(act.get()));
        Effect<F> effect = act.get().effect();
        for (Waiting<P, C, F> other : mergeable(lane, first, act.get())) {
            Optional<Act<C, F>> more = current(other);
            if (more.isPresent() && more.get().merge().equals(act.get().merge())) {
                effect = effect.and(more.get().effect());
                together.add(other.with(more.get()));
            } else {
                more.ifPresent(changed -> submit(other.file(), other.bound(), changed));
            }
        }
        lane.running++;
        send(lane, together, effect);
    }

    private <P, C, F> Optional<Act<C, F>> current(Waiting<P, C, F> waiting) {
        return waiting.file().bound == waiting.bound()
                ? decider.again(waiting.file(), waiting.bound(), waiting.act())
                : Optional.empty();
    }

    private <P, C, F> List<Waiting<P, C, F>> mergeable(LaneQueue lane, Waiting<P, C, F> first, Act<C, F> act) {
        List<Waiting<P, C, F>> others = new ArrayList<>();
        if (act.merge().isEmpty()) {
            return others;
        }
        for (Waiting<?, ?, ?> other : List.copyOf(lane.queue)) {
            if (other.bound().type.equals(first.bound().type)
                    && other.act().merge().equals(act.merge())) {
                lane.queue.remove(other);
                queued.remove(other.file());
                @SuppressWarnings("unchecked") // of one network type
                Waiting<P, C, F> same = (Waiting<P, C, F>) other;
                others.add(same);
            }
        }
        others.sort(Comparator.comparingLong(Waiting::order));
        return others;
    }

    private <P, C, F> void send(LaneQueue lane, List<Waiting<P, C, F>> together, Effect<F> effect) {
        Term term = core.term;
        Writer writer = new Writer(core, term);
        List<PodRef> evicted = together.stream()
                .flatMap(waiting -> waiting.act().evicts().stream())
                .toList();
        core.<Optional<F>>offload(
                () -> {
                    evicted.forEach(former -> proveGone(core, former));
                    return effect.run(writer);
                },
                outcome -> {
                    lane.running--;
                    end(lane, together, outcome);
                    dispatch(lane);
                });
    }

    private <P, C, F> void end(LaneQueue lane, List<Waiting<P, C, F>> together, Outcome<Optional<F>> outcome) {
        long now = core.timeline.nanos();
        NetworkException fault = Outcome.faultOf(outcome);
        if (outcome instanceof Outcome.Early<Optional<F>> early) {
            // Others of the lane may have a permit: only this one waits.
            Duration due = early.notYet().due();
            together.forEach(waiting -> enqueue(lane, waiting.starvedUntil(now + due.toNanos())));
            core.later(due, () -> dispatch(lane));
            return;
        }
        if (fault != null && fault.kind() == NetworkException.Kind.BUSY) {
            lane.busy(now);
            for (Waiting<P, C, F> waiting : together) {
                waiting.file().faulted = true;
                enqueue(lane, waiting);
            }
            return;
        }
        if (outcome instanceof Outcome.Done) {
            lane.accepted(now);
        } else if (fault != null && fault.kind() == NetworkException.Kind.OUTCOME_UNKNOWN) {
            lane.opensAt = now + lane.hold;
        }
        for (Waiting<P, C, F> waiting : together) {
            if (waiting.file().bound == waiting.bound()) {
                decider.ended(waiting.file(), waiting.bound(), waiting.act(), outcome);
            }
        }
    }

    /** The API server itself must show that the pod is no more, or has ended, or claims nothing. */
    private static void proveGone(Core core, PodRef former) {
        boolean alive = core.pods
                .read(former.namespace(), former.name())
                .filter(pod -> pod.uid().equals(former.uid()) && !pod.isFinished())
                .filter(pod -> Ours.of(pod, core.settings.keys()).claim().isPresent())
                .isPresent();
        if (alive) {
            throw new NetworkException(
                    NetworkException.Kind.CONFLICT,
                    "Pod %s lives and has a claim; it is not evicted".formatted(former));
        }
    }

    /** Good for one command. Used on one worker. */
    private static final class Writer implements FarWriter {
        private final Core core;
        private final @Nullable Term term;
        private boolean used;

        private Writer(Core core, @Nullable Term term) {
            this.core = core;
            this.term = term;
        }

        @Override
        public Identity identity() {
            return core.settings.identity();
        }

        @Override
        public <P, A> A send(Command<P, A> command) {
            if (used) {
                throw new IllegalStateException(
                        "An effect sends one command; '%s' is the second".formatted(command.action()));
            }
            P port = core.catalog.port(command.port(), command.pool());
            Permits.Budget budget =
                    new Permits.Budget(command.pool().cloud(), command.pool().account(), command.action());
            Duration wait = core.permits.acquire(budget);
            if (!wait.isZero()) {
                throw new NotYet(wait);
            }
            core.mustLead(term);
            used = true;
            Outcome<A> outcome = Outcome.of(() -> command.send(port));
            core.permits.ended(budget, Optional.ofNullable(Outcome.faultOf(outcome)));
            return outcome.fold(new Outcome.Cases<A, A>(
                    answer -> answer,
                    fault -> {
                        throw fault;
                    },
                    notYet -> {
                        throw notYet;
                    },
                    error -> {
                        throw error;
                    }));
        }
    }
}
