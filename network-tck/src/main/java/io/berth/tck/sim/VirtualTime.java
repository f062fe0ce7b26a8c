package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * Time that passes only from event to event. Events of one moment run in an order that the seed chooses. Not safe for
 * several threads: there is only one.
 */
public final class VirtualTime implements Timeline {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private record Event(long at, long tie, long order, Strand strand, Runnable task) {}

    /**
     * What one process schedules: it can be stopped for good, or held for a while. Its monotonic clock starts anywhere.
     */
    public final class Strand implements Timeline {
        private final String name;
        private final long offset;
        private final Duration jitter;
        private boolean stopped;
        private long heldUntil = Long.MIN_VALUE;

        private Strand(String name, long offset, Duration jitter) {
            this.name = requireNonNull(name, "name is null");
            this.offset = offset;
            this.jitter = requireNonNull(jitter, "jitter is null");
        }

        @Override
        public Instant now() {
            return VirtualTime.this.now();
        }

        @Override
        public long nanos() {
            return now + offset;
        }

        @Override
        public void after(Duration delay, Runnable task) {
            long late = jitter.isZero() || random.nextInt(4) != 0 ? 0 : random.nextLong(jitter.toNanos());
            schedule(this, Math.max(0, delay.toNanos()) + late, task);
        }

        /** Nothing of it runs any more. */
        public void stop() {
            stopped = true;
        }

        public boolean isStopped() {
            return stopped;
        }

        /** Nothing of it runs before that long has passed; then all that is due does. */
        public void hold(Duration time) {
            heldUntil = now + time.toNanos();
        }

        public boolean isHeld() {
            return heldUntil > now;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final RandomGenerator random;
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::at).thenComparingLong(Event::tie).thenComparingLong(Event::order));
    private final Strand world;
    private long now;
    private long order;

    public VirtualTime(RandomGenerator random) {
        this.random = requireNonNull(random, "random is null");
        this.world = new Strand("world", 0, Duration.ZERO);
    }

    /** A process whose tasks run up to the jitter late. */
    public Strand strand(String name, Duration jitter) {
        return new Strand(name, random.nextLong(1_000_000_000_000L), jitter);
    }

    @Override
    public Instant now() {
        return BEGINNING.plusNanos(now);
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        world.after(delay, task);
    }

    private void schedule(Strand strand, long delay, Runnable task) {
        events.add(new Event(now + delay, random.nextLong(), order++, strand, task));
    }

    /** Runs the next event; false if there is none. */
    public boolean step() {
        while (true) {
            Event next = events.poll();
            if (next == null) {
                return false;
            }
            Strand strand = next.strand();
            if (strand.stopped) {
                continue;
            }
            if (strand.heldUntil > next.at()) {
                events.add(new Event(strand.heldUntil, next.tie(), next.order(), strand, next.task()));
                continue;
            }
            now = next.at();
            next.task().run();
            return true;
        }
    }
}
