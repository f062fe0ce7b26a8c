package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.cloud.CloudFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which network types the providers declare, each in one or several modes. */
final class TypeDeclarations {
    /** @param cloud whose it is; empty: it was declared by its plugin, and needs none */
    record Declared(NetworkType type, Optional<CloudFactory<?>> cloud, String origin) {
        Declared {
            requireNonNull(type, "type is null");
            requireNonNull(cloud, "cloud is null");
            requireNonNull(origin, "origin is null");
        }
    }

    private final Map<String, Map<String, Declared>> byNameAndMode = new TreeMap<>();

    /** @param problems where those that declare the same are added */
    TypeDeclarations(
            Collection<NetworkPluginFactory<?>> plugins, Collection<CloudFactory<?>> clouds, List<String> problems) {
        for (NetworkPluginFactory<?> factory : plugins) {
            for (NetworkType type : factory.networkTypes()) {
                add(new Declared(type, Optional.empty(), Providers.origin(factory)), problems);
            }
        }
        for (CloudFactory<?> factory : clouds) {
            for (NetworkType type : factory.networkTypes()) {
                add(new Declared(type, Optional.of(factory), Providers.origin(factory)), problems);
            }
        }
    }

    private void add(Declared one, List<String> problems) {
        String mode = one.type().mode().orElse("");
        Declared other = byNameAndMode
                .computeIfAbsent(one.type().name(), name -> new TreeMap<>())
                .putIfAbsent(mode, one);
        if (other != null) {
            problems.add("Two providers declare network type '%s'%s: %s, and %s; leave one of them out"
                    .formatted(
                            one.type().name(),
                            mode.isEmpty() ? "" : " of mode '" + mode + "'",
                            other.origin(),
                            one.origin()));
        }
    }

    /** The one that is meant; empty, with the problem added, if there is none. */
    Optional<Declared> find(String name, Optional<String> mode, List<String> problems) {
        Map<String, Declared> modes = byNameAndMode.get(name);
        if (modes == null) {
            problems.add("Network type '%s' is configured, but no plugin on the class path declares it; there are %s"
                    .formatted(name, byNameAndMode.keySet()));
            return Optional.empty();
        }
        Optional<Declared> found = mode.map(modes::get).or(() -> mode.isPresent() ? Optional.empty() : usual(modes));
        if (found.isEmpty()) {
            problems.add(wrongMode("networkTypes." + name + ".mode", mode, new ArrayList<>(modes.keySet())));
        }
        return found;
    }

    private static Optional<Declared> usual(Map<String, Declared> modes) {
        return modes.size() == 1
                ? modes.values().stream().findFirst()
                : Optional.ofNullable(modes.get("")).or(() -> Optional.ofNullable(modes.get(NetworkType.API)));
    }

    private static String wrongMode(String where, Optional<String> mode, List<String> modes) {
        modes.remove("");
        if (modes.isEmpty()) {
            return "%s: '%s' is no mode of this network type, which has only one; leave the setting out"
                    .formatted(where, mode.orElse(""));
        }
        return mode.map(wrong ->
                        "%s: '%s' is no mode of this network type; there are %s".formatted(where, wrong, modes))
                .orElseGet(() -> "%s: not given; choose one of %s".formatted(where, modes));
    }
}
