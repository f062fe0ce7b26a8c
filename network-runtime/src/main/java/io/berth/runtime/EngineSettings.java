package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Identity;
import java.time.Duration;

/**
 * What holds for the whole engine.
 *
 * @param cooldown how long a key rests before another pod gets it
 * @param debtAfter how long after the pod's end a release that the far side refuses may keep the pod
 * @param drain how long a pod that goes may keep what is connected, unless its parameters say otherwise
 * @param rotation within which every claim is read back once
 * @param nodeSettle how long a node's addresses must stay unchanged before they are published
 * @param foreignRest how long a key is left alone after something foreign was seen on it
 * @param firstRetry the first pause after a fault; it doubles up to {@code lastRetry}
 */
public record EngineSettings(
        Identity identity,
        AnnotationKeys keys,
        Duration cooldown,
        Duration debtAfter,
        Duration drain,
        Duration rotation,
        Duration nodeSettle,
        Duration foreignRest,
        Duration firstRetry,
        Duration lastRetry) {
    public EngineSettings {
        requireNonNull(identity, "identity is null");
        requireNonNull(keys, "keys is null");
        requireNonNull(cooldown, "cooldown is null");
        requireNonNull(debtAfter, "debtAfter is null");
        requireNonNull(drain, "drain is null");
        requireNonNull(rotation, "rotation is null");
        requireNonNull(nodeSettle, "nodeSettle is null");
        requireNonNull(foreignRest, "foreignRest is null");
        requireNonNull(firstRetry, "firstRetry is null");
        requireNonNull(lastRetry, "lastRetry is null");
    }

    public static EngineSettings defaults(Identity identity) {
        return new EngineSettings(
                identity,
                AnnotationKeys.openKruiseGame(),
                Duration.ofSeconds(60),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofMillis(500),
                Duration.ofMinutes(1));
    }
}
