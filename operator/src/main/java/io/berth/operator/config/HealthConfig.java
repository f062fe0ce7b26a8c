package io.berth.operator.config;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;

/** Where liveness and readiness are asked for. */
public record HealthConfig(String host, int port) {
    private static final Option<String> HOST =
            Option.withDefault("host", ConfigTypes.word(), "0.0.0.0", "The address to listen on.");
    private static final Option<Integer> PORT =
            Option.withDefault("port", ConfigTypes.listenPort(), "8080", "The port to listen on, plain HTTP.");

    static final Section<HealthConfig> SECTION = new Section<>(
            "health",
            "`GET /healthz` (alive) and `GET /readyz` (caches synced and webhook serving; a standby is ready, too).",
            ConfigSchema.of("key", values -> new HealthConfig(values.get(HOST), values.get(PORT)), HOST, PORT));

    public HealthConfig {
        requireNonNull(host, "host is null");
    }
}
