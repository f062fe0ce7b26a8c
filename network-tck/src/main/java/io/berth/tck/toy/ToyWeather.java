package io.berth.tck.toy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How well the toy's far side does. Shares are of all requests, from 0 to 1.
 *
 * @param lag how late, at most, a list shows a write
 * @param late how late, at most, a request arrives whose sender has given up
 * @param lock how long, at most, a balancer is locked after a write
 * @param throttled share that is refused for its rate
 * @param lost share whose sender hears nothing: done, not done, or done later
 * @param down nothing answers
 */
public record ToyWeather(Duration lag, Duration late, Duration lock, double throttled, double lost, boolean down) {
    public ToyWeather {
        requireNonNull(lag, "lag is null");
        requireNonNull(late, "late is null");
        requireNonNull(lock, "lock is null");
    }

    /** As a vendor is on a good day: it lags and locks, and loses nothing. */
    public static ToyWeather fair() {
        return new ToyWeather(Duration.ofMillis(1500), Duration.ZERO, Duration.ofMillis(800), 0, 0, false);
    }

    /** Answers at once and shows everything at once. */
    public static ToyWeather still() {
        return new ToyWeather(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0, false);
    }
}
