package io.berth.spi.cloud.loadbalancer;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a slot is like, besides its place and its target. Only slots of equal shape can stand for each other.
 *
 * @param healthCheck empty: none is made
 * @param idleTimeout after which a silent connection is forgotten; empty: the vendor's default
 * @param connectionDrain how long what is connected may stay when a target goes; empty: it is cut, as far as the vendor can
 */
public record Shape(
        Optional<HealthCheck> healthCheck, Optional<Duration> idleTimeout, Optional<Duration> connectionDrain) {
    public static final Shape PLAIN = new Shape(Optional.empty(), Optional.empty(), Optional.empty());

    public Shape {
        requireNonNull(healthCheck, "healthCheck is null");
        requireNonNull(idleTimeout, "idleTimeout is null");
        requireNonNull(connectionDrain, "connectionDrain is null");
    }

    /** Eight hexadecimal digits that differ for different shapes, and are the same in every version. */
    public String fingerprint() {
        StringBuilder text = new StringBuilder();
        healthCheck.ifPresent(check -> {
            text.append("check ").append(check.kind().name());
            check.port().ifPresent(port -> text.append(" port ").append(port));
            text.append(" every ").append(check.interval().toSeconds());
            text.append(" within ").append(check.timeout().toSeconds());
            text.append(" up ").append(check.healthyThreshold());
            text.append(" down ").append(check.unhealthyThreshold());
            check.http().ifPresent(http -> {
                text.append(' ').append(http.method().name()).append(' ').append(http.path());
                http.host().ifPresent(host -> text.append(" of ").append(host));
            });
        });
        idleTimeout.ifPresent(idle -> text.append("; idle ").append(idle.toSeconds()));
        connectionDrain.ifPresent(drain -> text.append("; drain ").append(drain.toSeconds()));
        CRC32C sum = new CRC32C();
        sum.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(sum.getValue());
    }
}
