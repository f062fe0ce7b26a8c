package io.berth.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a vendor does today.
 *
 * @param lost of a hundred requests, how many get no answer; of the writes among them some are done, some are not, and
 *     some are done late
 * @param late the most that such a write is late by
 * @param throttled of a hundred requests, how many are refused
 * @param down nothing is answered but errors
 */
public record Weather(int lost, Duration late, int throttled, boolean down) {
    public static final Weather FAIR = new Weather(0, Duration.ZERO, 0, false);
    public static final Weather DOWN = new Weather(0, Duration.ZERO, 0, true);

    public Weather {
        requireNonNull(late, "late is null");
    }
}
