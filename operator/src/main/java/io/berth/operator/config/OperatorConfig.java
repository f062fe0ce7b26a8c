package io.berth.operator.config;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.CloudAccount;
import io.berth.runtime.EngineSettings;
import io.berth.spi.Identity;
import io.berth.spi.config.NameValue;
import java.util.List;
import java.util.Map;

/**
 * What the file says, checked as far as that needs no plugin.
 *
 * @param networkTypes the types to serve with their settings; empty: every type that needs neither a cloud nor a
 *     setting
 */
public record OperatorConfig(
        Identity identity,
        AnnotationKeys keys,
        Map<String, List<NameValue>> networkTypes,
        List<CloudAccount> clouds,
        ApiServerConfig apiServer,
        LeaderElectionConfig leaderElection,
        WebhookConfig webhook,
        HealthConfig health,
        EngineConfig engine) {
    public OperatorConfig {
        requireNonNull(identity, "identity is null");
        requireNonNull(keys, "keys is null");
        networkTypes = Map.copyOf(networkTypes);
        clouds = List.copyOf(clouds);
        requireNonNull(apiServer, "apiServer is null");
        requireNonNull(leaderElection, "leaderElection is null");
        requireNonNull(webhook, "webhook is null");
        requireNonNull(health, "health is null");
        requireNonNull(engine, "engine is null");
    }

    public EngineSettings engineSettings() {
        return engine.settings(identity, keys);
    }
}
