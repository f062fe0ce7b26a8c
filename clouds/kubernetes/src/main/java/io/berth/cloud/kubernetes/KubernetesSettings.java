package io.berth.cloud.kubernetes;

import io.berth.spi.config.ConfigSchema;

/** What an account of this cloud is configured with: nothing, since the client is the host's. */
public record KubernetesSettings() {
    static final ConfigSchema<KubernetesSettings> SCHEMA =
            ConfigSchema.of("setting", values -> new KubernetesSettings());
}
