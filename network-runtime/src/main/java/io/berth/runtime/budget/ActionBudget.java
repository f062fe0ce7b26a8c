package io.berth.runtime.budget;

import io.berth.spi.cloud.Rate;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The permits of one action. Each throttle answer halves the rate, down to a sixteenth; each quiet while gives a part of
 * it back. Times are monotonic nanoseconds. Not thread-safe.
 */
final class ActionBudget {
    private static final double LEAST = 1.0 / 16;
    private static final double STEP = 1.0 / 8;
    private static final long ONE_BURST = Duration.ofSeconds(1).toNanos();
    private static final long QUIET = Duration.ofSeconds(10).toNanos();

    private final String name;
    private final Rate rate;
    private final LongSupplier nanos;
    private RateLimiter limiter;
    private double share = 1;
    private long changedAt;
    private long pausedUntil = Long.MIN_VALUE;

    /** When the one permit that is reserved ahead is due: for whoever comes first then. */
    private long reservedFor = Long.MIN_VALUE;

    ActionBudget(String name, Rate rate, LongSupplier nanos) {
        this.name = name;
        this.rate = rate;
        this.nanos = nanos;
        this.limiter = limiter();
    }

    private RateLimiter limiter() {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(rate.burst())
                .limitRefreshPeriod(Duration.ofNanos(Math.round(rate.period().toNanos() / share)))
                .timeoutDuration(Duration.ofDays(1))
                .build();
        return RateLimiter.of(name, config, nanos::getAsLong);
    }

    /** Zero, and a permit is taken; else how long until there is one. */
    Duration acquire() {
        long now = nanos.getAsLong();
        if (pausedUntil != Long.MIN_VALUE && pausedUntil - now > 0) {
            return Duration.ofNanos(pausedUntil - now);
        }
        recover(now);
        if (reservedFor == Long.MIN_VALUE) {
            long wait = limiter.reservePermission();
            if (wait <= 0) {
                return Duration.ZERO;
            }
            reservedFor = now + wait;
        }
        long wait = reservedFor - now;
        if (wait > 0) {
            return Duration.ofNanos(wait);
        }
        reservedFor = Long.MIN_VALUE;
        return Duration.ZERO;
    }

    /** Of the answers to one burst the first counts. */
    void throttled(Optional<Duration> retryAfter) {
        long now = nanos.getAsLong();
        retryAfter.ifPresent(pause -> pausedUntil = Math.max(pausedUntil, now + pause.toNanos()));
        if (share == LEAST) {
            changedAt = now;
        } else if (share == 1 || now - changedAt >= ONE_BURST) {
            change(Math.max(LEAST, share / 2), now);
        }
    }

    private void recover(long now) {
        if (share < 1 && now - changedAt >= QUIET) {
            change(Math.min(1, share + STEP), now);
        }
    }

    /** A new limiter begins with a whole burst, which has just been used. */
    private void change(double to, long now) {
        share = to;
        changedAt = now;
        limiter = limiter();
        limiter.drainPermissions();
        reservedFor = Long.MIN_VALUE;
    }

    /** The part of its rate that the action has now. */
    double share() {
        return share;
    }
}
