package io.berth.spi.cloud;

import java.time.Duration;

/**
 * How often an action may be asked for.
 *
 * @param perSecond in the long run, more than 0
 * @param burst how many at once, at least 1; then none until their time has passed
 */
public record Rate(double perSecond, int burst) {
    /** For actions whose limits no vendor publishes. */
    public static final Rate USUAL = new Rate(20, 20);

    public Rate {
        if (!(perSecond > 0) || perSecond > 1_000_000) {
            throw new IllegalArgumentException("A rate is more than 0 and at most 1000000 a second, got " + perSecond);
        }
        if (burst < 1) {
            throw new IllegalArgumentException("A burst is at least 1, got " + burst);
        }
    }

    /** The time in which a burst is earned. */
    public Duration period() {
        return Duration.ofNanos(Math.max(1, Math.round(burst / perSecond * 1e9)));
    }
}
