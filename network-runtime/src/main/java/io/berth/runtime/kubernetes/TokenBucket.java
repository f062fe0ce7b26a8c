package io.berth.runtime.kubernetes;

import java.time.Duration;

/** So many at once, then one per period. Times are monotonic nanoseconds. Not thread-safe. */
final class TokenBucket {
    private final long capacity;
    private final long period;

    /** When the bucket would be full, had nothing more been taken; behind now: it is full. */
    private long fullAt;

    TokenBucket(int capacity, Duration period, long now) {
        this.capacity = capacity;
        this.period = period.toNanos();
        this.fullAt = now;
    }

    /** Takes one and returns 0, or takes none and returns after how many nanoseconds there will be one. */
    long take(long now) {
        if (fullAt - now < 0) {
            fullAt = now;
        }
        long wait = fullAt + period - (now + capacity * period);
        if (wait > 0) {
            return wait;
        }
        fullAt += period;
        return 0;
    }
}
