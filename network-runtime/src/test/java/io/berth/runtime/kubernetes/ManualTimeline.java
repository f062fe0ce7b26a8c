package io.berth.runtime.kubernetes;

import io.berth.runtime.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when the test says so; tasks run on the test's thread. */
final class ManualTimeline implements Timeline {
    private record Task(long at, long order, Runnable run) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private final Duration skew;
    private final ManualTimeline clock;
    private long nanos;
    private long order;

    ManualTimeline() {
        this.clock = this;
        this.skew = Duration.ZERO;
    }

    /** The same time, seen by a machine whose wall clock is wrong by this much. */
    private ManualTimeline(ManualTimeline clock, Duration skew) {
        this.clock = clock;
        this.skew = skew;
    }

    ManualTimeline skewed(Duration by) {
        return new ManualTimeline(clock, by);
    }

    @Override
    public Instant now() {
        return Instant.parse("2026-03-01T00:00:00Z").plusNanos(clock.nanos).plus(skew);
    }

    @Override
    public long nanos() {
        return clock.nanos;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        clock.tasks.add(new Task(clock.nanos + delay.toNanos(), clock.order++, task));
    }

    void advance(Duration by) {
        long end = clock.nanos + by.toNanos();
        while (!clock.tasks.isEmpty() && clock.tasks.peek().at() <= end) {
            Task task = clock.tasks.remove();
            clock.nanos = Math.max(clock.nanos, task.at());
            task.run().run();
        }
        clock.nanos = Math.max(clock.nanos, end);
    }

    /** The process or the network stands still: time passes and nothing runs. */
    void stall(Duration by) {
        clock.nanos += by.toNanos();
    }
}
