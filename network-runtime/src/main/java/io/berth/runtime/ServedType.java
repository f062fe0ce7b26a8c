package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkPlugin;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.ConfigSchema.Both;
import java.util.Set;

/** A network type that is set up: its plugin, made with its settings, and what its pods may say. */
record ServedType<P, C, F>(
        String name,
        NetworkPlugin<P, C, F> plugin,
        ConfigSchema<Both<P, PodOptions>> parameters,
        TypeSettings settings,
        Set<Class<?>> ports) {
    ServedType {
        requireNonNull(name, "name is null");
        requireNonNull(plugin, "plugin is null");
        requireNonNull(parameters, "parameters is null");
        requireNonNull(settings, "settings is null");
        ports = Set.copyOf(ports);
    }
}
