package io.berth.runtime;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The acts that wait for one lane, and how many are under way in it. How long the lane stays closed after a request is
 * learned from the answers. Times are monotonic nanoseconds.
 */
final class LaneQueue {
    private static final long SHORTEST = Duration.ofMillis(20).toNanos();
    private static final long LONGEST = Duration.ofSeconds(2).toNanos();

    private final int width;
    private final PriorityQueue<WaitingAct<?, ?, ?>> waiting = new PriorityQueue<>(
            Comparator.comparing(WaitingAct<?, ?, ?>::urgency).thenComparingLong(WaitingAct::order));
    private int running;
    private long opensAt = Long.MIN_VALUE;
    private long acceptedAt = Long.MIN_VALUE;
    private long hold;
    private int busyInARow;

    LaneQueue(int width) {
        this.width = width;
    }

    void add(WaitingAct<?, ?, ?> act) {
        waiting.add(act);
    }

    boolean remove(WaitingAct<?, ?, ?> act) {
        return waiting.remove(act);
    }

    boolean isFull() {
        return running >= width;
    }

    void began() {
        running++;
    }

    void ended() {
        running--;
    }

    /** How long the lane is still closed; not positive: it is open. */
    long closedFor(long now) {
        return opensAt == Long.MIN_VALUE ? 0 : opensAt - now;
    }

    /** The one whose turn it is, of those that do not wait for a permit. */
    @Nullable
    WaitingAct<?, ?, ?> next(long now) {
        WaitingAct<?, ?, ?> head = waiting.peek();
        if (head == null || head.notBefore() <= now) {
            return head;
        }
        return waiting.stream()
                .filter(act -> act.notBefore() <= now)
                .min(waiting.comparator())
                .orElse(null);
    }

    /** Those that want to go together with this one, first come first. */
    List<WaitingAct<?, ?, ?>> companionsOf(WaitingAct<?, ?, ?> first) {
        return waiting.stream()
                .filter(first::mayGoWith)
                .sorted(Comparator.comparingLong(WaitingAct::order))
                .toList();
    }

    void accepted(long now) {
        if (busyInARow == 0) {
            // Perhaps the lock has become shorter: try a little earlier next time.
            hold -= hold / 20;
        }
        busyInARow = 0;
        acceptedAt = now;
        opensAt = now + hold;
    }

    void busy(long now) {
        long step = Math.min(LONGEST, Math.max(SHORTEST, hold / 8) << Math.min(busyInARow, 7));
        busyInARow++;
        opensAt = now + step;
        if (acceptedAt != Long.MIN_VALUE) {
            hold = Math.min(LONGEST, Math.max(hold, opensAt - acceptedAt));
        }
    }

    /** Nobody knows whether it was accepted. */
    void unknown(long now) {
        opensAt = now + hold;
    }
}
