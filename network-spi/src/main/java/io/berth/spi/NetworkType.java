package io.berth.spi;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.Dialect;
import java.util.Optional;
import java.util.Set;

/**
 * The string on a pod that selects a plugin and a cloud.
 *
 * @param name as pods write it: {@code Volcengine-CLB}
 * @param mode one of several ways to serve the same name, chosen by the setting {@code mode}. Name and mode together
 *     are unique. Where there are several and the setting is not given, it is {@link #API}
 * @param plugin the plugin's name
 * @param ports the ports that the cloud must offer for it; empty for a plugin that needs none, and thus no account
 */
public record NetworkType(String name, Optional<String> mode, String plugin, Dialect dialect, Set<Class<?>> ports) {
    /** The mode in which Berth itself calls the vendor. */
    public static final String API = "api";

    public NetworkType {
        requireNonNull(name, "name is null");
        requireNonNull(mode, "mode is null");
        requireNonNull(plugin, "plugin is null");
        requireNonNull(dialect, "dialect is null");
        ports = Set.copyOf(ports);
    }

    public static NetworkType of(String name, String plugin) {
        return new NetworkType(name, Optional.empty(), plugin, Dialect.PLAIN, Set.of());
    }

    public static NetworkType of(String name, String plugin, Dialect dialect, Set<Class<?>> ports) {
        return new NetworkType(name, Optional.empty(), plugin, dialect, ports);
    }

    public NetworkType in(String mode) {
        return new NetworkType(name, Optional.of(mode), plugin, dialect, ports);
    }
}
