package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that the far side shows in a scope, whoever made it.
 *
 * @param ours it has our mark
 * @param boundTo whom it serves, as the bind wrote it
 */
public record Found(Key key, boolean ours, Optional<Occupant> boundTo, Instant seenAt) {
    public Found {
        requireNonNull(key, "key is null");
        requireNonNull(boundTo, "boundTo is null");
        requireNonNull(seenAt, "seenAt is null");
    }
}
