package io.berth.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/** Time that stands still until it is told to pass. Workers run on it too: one event after the other. */
final class VirtualTimeline implements Timeline, Executor {
    private record Event(long at, long order, Runnable task) {}

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long nanos;
    private long order;

    @Override
    public Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        events.add(new Event(nanos + delay.toNanos(), order++, task));
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    /** Runs all that is due within the time. */
    void pass(Duration time) {
        long until = nanos + time.toNanos();
        while (!events.isEmpty() && events.peek().at() <= until) {
            Event next = events.remove();
            nanos = next.at();
            next.task().run();
        }
        nanos = until;
    }

    /** Runs what is due now. */
    void settle() {
        pass(Duration.ofMillis(1));
    }
}
