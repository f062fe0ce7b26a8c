package io.berth.spi.cloud.service;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * Which Services are listed.
 *
 * @param namespace empty: of all namespaces
 * @param with labels that they have
 * @param without labels that they do not have with this value
 * @param type empty: of any
 */
public record ServiceSelection(
        Optional<String> namespace, Map<String, String> with, Map<String, String> without, Optional<ServiceType> type) {
    public static final ServiceSelection ALL =
            new ServiceSelection(Optional.empty(), Map.of(), Map.of(), Optional.empty());

    public ServiceSelection {
        requireNonNull(namespace, "namespace is null");
        with = Map.copyOf(with);
        without = Map.copyOf(without);
        requireNonNull(type, "type is null");
    }

    public static ServiceSelection labelled(String namespace, String key, String value) {
        return new ServiceSelection(Optional.of(namespace), Map.of(key, value), Map.of(), Optional.empty());
    }

    /** Of one type, in all namespaces, and without this label. */
    public static ServiceSelection others(ServiceType type, String key, String value) {
        return new ServiceSelection(Optional.empty(), Map.of(), Map.of(key, value), Optional.of(type));
    }

    public boolean takes(ServiceView service) {
        return namespace.map(service.namespace()::equals).orElse(true)
                && service.labels().entrySet().containsAll(with.entrySet())
                && without.entrySet().stream()
                        .noneMatch(label ->
                                label.getValue().equals(service.labels().get(label.getKey())))
                && type.map(service.type()::equals).orElse(true);
    }
}
