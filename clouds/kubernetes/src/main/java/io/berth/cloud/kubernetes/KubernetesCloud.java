package io.berth.cloud.kubernetes;

import static java.util.Objects.requireNonNull;

import io.berth.spi.ReadPort;
import io.berth.spi.cloud.Cloud;
import java.time.Duration;
import java.util.Optional;

/** One cluster. */
final class KubernetesCloud implements Cloud {
    /** Reads are of the newest state; what may be late is a request whose answer nobody has heard. */
    private static final Duration MAY_ARRIVE = Duration.ofSeconds(2);

    private final KubernetesServices services;

    KubernetesCloud(KubernetesServices services) {
        this.services = requireNonNull(services, "services is null");
    }

    @Override
    public <P> Optional<P> port(Class<P> type) {
        return type.isInstance(services) ? Optional.of(type.cast(services)) : Optional.empty();
    }

    @Override
    public Duration readDelay(Class<? extends ReadPort> port) {
        return MAY_ARRIVE;
    }

    /** The client is the host's. */
    @Override
    public void close() {}
}
