package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.PodRef;
import java.time.Instant;

/**
 * A release that outlives its pod.
 *
 * @param former the pod that was let go
 * @param envelope its claim as it was stored
 */
public record Debt(PodRef former, String envelope, Instant since) {
    public Debt {
        requireNonNull(former, "former is null");
        requireNonNull(envelope, "envelope is null");
        requireNonNull(since, "since is null");
    }
}
