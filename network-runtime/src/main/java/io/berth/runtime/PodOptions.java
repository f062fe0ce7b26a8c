package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.time.Duration;
import java.util.Optional;

/** The parameters that every pod may have, whatever its network type: the engine's own part. */
record PodOptions(Optional<Duration> drainTimeout) {
    private static final Option<Optional<Duration>> DRAIN_TIMEOUT = Option.optional(
            "DrainTimeout",
            ValueType.duration(),
            "How long what is connected may stay when the pod goes; never longer than its grace period.");

    static final ConfigSchema<PodOptions> SCHEMA =
            ConfigSchema.of("parameter", values -> new PodOptions(values.get(DRAIN_TIMEOUT)), DRAIN_TIMEOUT);

    PodOptions {
        requireNonNull(drainTimeout, "drainTimeout is null");
    }
}
