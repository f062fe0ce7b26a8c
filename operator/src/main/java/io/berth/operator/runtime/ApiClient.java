package io.berth.operator.runtime;

import io.berth.operator.config.ApiServerConfig;
import io.berth.operator.config.ConfigException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes the one client that everything of the operator shares. */
public final class ApiClient {
    private ApiClient() {}

    /**
     * A client that sends each request once: repeating is the engine's, which does it with pauses and reports.
     *
     * @param kubeconfig goes before the configured one
     * @throws ConfigException if there is no such file, or no such context in it
     */
    public static KubernetesClient create(ApiServerConfig config, Optional<Path> kubeconfig) {
        Config base = kubeconfig
                .or(config::kubeconfig)
                .map(file -> fromFile(file, config.context()))
                .orElseGet(() -> Config.autoConfigure(config.context().orElse(null)));
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(base)
                        .withRequestRetryBackoffLimit(0)
                        .withRequestTimeout(
                                Math.toIntExact(config.requestTimeout().toMillis()))
                        .build())
                .build();
    }

    private static Config fromFile(Path file, Optional<String> context) {
        if (!Files.isReadable(file)) {
            throw new ConfigException(
                    file.toString(), List.of("there is no such kubeconfig file, or it cannot be read"));
        }
        Config config = read(file);
        if (context.isEmpty()) {
            return config;
        }
        if (config.getContexts().stream().noneMatch(named -> named.getName().equals(context.get()))) {
            throw new ConfigException(
                    file.toString(),
                    List.of("there is no context '%s'; there are %s"
                            .formatted(
                                    context.get(),
                                    config.getContexts().stream()
                                            .map(named -> named.getName())
                                            .toList())));
        }
        return Config.fromKubeconfig(context.get(), file.toFile());
    }

    private static Config read(Path file) {
        try {
            return Config.fromKubeconfig(file.toFile());
        } catch (RuntimeException e) {
            // Of the client or its parser; the message may quote the file, and that has credentials.
            throw new ConfigException(file.toString(), List.of("is no kubeconfig file; give one as kubectl takes it"));
        }
    }
}
