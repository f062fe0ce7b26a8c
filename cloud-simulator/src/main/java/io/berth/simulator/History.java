package io.berth.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.LongSupplier;

/**
 * What a vendor has, and had a while ago: lists may show the past. Not safe for several threads.
 *
 * @param <S> one immutable state
 */
public final class History<S> {
    private record Moment<S>(long at, S state) {}

    private final LongSupplier nanos;
    private final Duration memory;
    private final Deque<Moment<S>> moments = new ArrayDeque<>();

    /** @param nanos monotonic time, as {@link System#nanoTime} */
    public History(LongSupplier nanos, Duration memory, S first) {
        this.nanos = requireNonNull(nanos, "nanos is null");
        this.memory = requireNonNull(memory, "memory is null");
        moments.add(new Moment<>(nanos.getAsLong(), first));
    }

    public S now() {
        return moments.getLast().state();
    }

    /** What there was so long ago, as far back as is remembered. */
    public S before(Duration ago) {
        long at = nanos.getAsLong() - ago.toNanos();
        S state = moments.getFirst().state();
        for (Moment<S> moment : moments) {
            if (moment.at() - at > 0) {
                break;
            }
            state = moment.state();
        }
        return state;
    }

    public void become(S state) {
        long now = nanos.getAsLong();
        moments.addLast(new Moment<>(now, state));
        while (moments.size() > 1 && now - second().at() >= memory.toNanos()) {
            moments.removeFirst();
        }
    }

    /** Only once this is as old as is remembered, nobody asks for the one before it. */
    private Moment<S> second() {
        Iterator<Moment<S>> all = moments.iterator();
        all.next();
        return all.next();
    }
}
