package io.berth.spi.cloud.loadbalancer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the vendor finds out whether a target is well.
 *
 * @param port that is checked; empty: the port that serves
 * @param interval whole seconds, at least one
 * @param timeout whole seconds, at least one
 * @param healthyThreshold checks in a row that must pass
 * @param unhealthyThreshold checks in a row that must fail
 * @param http of {@link Kind#HTTP} only
 */
public record HealthCheck(
        Kind kind,
        OptionalInt port,
        Duration interval,
        Duration timeout,
        int healthyThreshold,
        int unhealthyThreshold,
        Optional<Http> http) {
    public enum Kind {
        /** By what the listener speaks: a connection, or whatever the vendor does for UDP. */
        TRANSPORT,
        HTTP
    }

    /** @param host empty: the vendor's default */
    public record Http(String path, Optional<String> host, Method method) {
        public enum Method {
            GET,
            HEAD
        }

        public Http {
            requireNonNull(path, "path is null");
            requireNonNull(host, "host is null");
            requireNonNull(method, "method is null");
        }
    }

    public HealthCheck {
        requireNonNull(kind, "kind is null");
        requireNonNull(port, "port is null");
        requireNonNull(interval, "interval is null");
        requireNonNull(timeout, "timeout is null");
        requireNonNull(http, "http is null");
        if ((kind == Kind.HTTP) != http.isPresent()) {
            throw new IllegalArgumentException("A check of kind %s with http %s".formatted(kind, http));
        }
    }
}
