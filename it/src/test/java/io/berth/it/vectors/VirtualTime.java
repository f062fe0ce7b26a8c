package io.berth.it.vectors;

import io.berth.runtime.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/** Time that passes when a case says so; what the engine hands to its workers runs here, too. */
final class VirtualTime implements Timeline, Executor {
    private record Event(long at, long order, Runnable task) {}

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long nanos;
    private long order;

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized void after(Duration delay, Runnable task) {
        events.add(new Event(nanos + delay.toNanos(), order++, task));
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    void pass(Duration time) {
        long until = nanos() + time.toNanos();
        for (Event next = due(until); next != null; next = due(until)) {
            next.task().run();
        }
        to(until);
    }

    private synchronized @org.jspecify.annotations.Nullable Event due(long until) {
        if (events.isEmpty() || events.peek().at() > until) {
            return null;
        }
        Event next = events.remove();
        nanos = Math.max(nanos, next.at());
        return next;
    }

    private synchronized void to(long until) {
        nanos = until;
    }

    /** Runs what is due now. */
    void settle() {
        pass(Duration.ofMillis(1));
    }
}
