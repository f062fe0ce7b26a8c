package io.berth.spi;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.Dialect;
import java.util.Set;

/**
 * The string on a pod that selects a plugin and a cloud.
 *
 * @param name as pods write it: {@code Volcengine-CLB}
 * @param plugin the plugin's name
 * @param ports the ports that the cloud must offer for it; empty for a plugin that needs none
 */
public record NetworkType(String name, String plugin, Dialect dialect, Set<Class<?>> ports) {
    public NetworkType {
        requireNonNull(name, "name is null");
        requireNonNull(plugin, "plugin is null");
        requireNonNull(dialect, "dialect is null");
        ports = Set.copyOf(ports);
    }

    public static NetworkType of(String name, String plugin) {
        return new NetworkType(name, plugin, Dialect.PLAIN, Set.of());
    }
}
