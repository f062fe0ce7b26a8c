package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Identity;
import io.berth.spi.config.NameValue;
import java.util.List;
import java.util.Map;

/**
 * What the operator's configuration asks for.
 *
 * @param networkTypes the network types to serve, each with its settings
 * @param provided what clouds may ask the host for, by type: a {@code KubernetesClient}
 */
public record Configured(
        Identity identity,
        Map<String, List<NameValue>> networkTypes,
        List<CloudAccount> clouds,
        Map<Class<?>, Object> provided) {
    public Configured {
        requireNonNull(identity, "identity is null");
        networkTypes = Map.copyOf(networkTypes);
        clouds = List.copyOf(clouds);
        provided = Map.copyOf(provided);
    }
}
