package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import java.time.Duration;
import java.util.Set;

/**
 * A claim as it is stored on its pod: what the engine must know even where the plugin is missing, around the plugin's
 * own JSON.
 *
 * @param uid of the pod that it was made for: on another pod it is a copy, and holds nothing
 * @param keys everything held: what the claim names, and what has not been proven gone yet
 * @param term in which it was written, for reports; nothing is ordered by it
 * @param drain how long the pod may drain, as its parameters said when the claim was made
 */
record Envelope(String type, String uid, Set<Key> keys, String term, Duration drain, int claimVersion, String claim) {
    Envelope {
        requireNonNull(type, "type is null");
        requireNonNull(uid, "uid is null");
        keys = Set.copyOf(keys);
        requireNonNull(term, "term is null");
        requireNonNull(drain, "drain is null");
        requireNonNull(claim, "claim is null");
    }
}
