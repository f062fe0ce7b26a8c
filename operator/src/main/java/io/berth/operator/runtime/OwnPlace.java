package io.berth.operator.runtime;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where this operator runs.
 *
 * @param namespace its own
 * @param instance names it among its replicas, for people
 */
record OwnPlace(String namespace, String instance) {
    private static final Path OF_SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    OwnPlace {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(instance, "instance is null");
    }

    static OwnPlace find(KubernetesClient client) {
        String namespace = variable("POD_NAMESPACE")
                .or(OwnPlace::ofServiceAccount)
                .or(() -> Optional.ofNullable(client.getConfiguration().getNamespace()))
                .orElse("default");
        return new OwnPlace(namespace, variable("HOSTNAME").orElseGet(OwnPlace::hostName));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    private static Optional<String> ofServiceAccount() {
        try {
            return Files.isReadable(OF_SERVICE_ACCOUNT)
                    ? Optional.of(Files.readString(OF_SERVICE_ACCOUNT).strip())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unnamed";
        }
    }
}
