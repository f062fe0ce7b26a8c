package io.berth.spi.cloud.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Occupant;
import java.util.Optional;

/**
 * A target of a group as it was seen.
 *
 * @param id within the group, for {@link LoadBalancerWrites#removeTarget}
 * @param interfaceId of the network interface that has the IP, where the vendor names it
 * @param boundTo whom it serves, as the bind wrote it: the UID where there is room for one, else the IP. Empty: the bind
 *     was not ours
 */
public record Target(
        String id, String ip, int port, Optional<String> interfaceId, Optional<Occupant> boundTo, State state) {
    public enum State {
        /** Takes traffic, as far as this read can tell. */
        SERVING,
        /** Is being put in, or has not passed its first checks. */
        STARTING,
        /** Fails its health check. */
        UNHEALTHY,
        /** Gets nothing new; what is connected may stay a while. It goes by itself. */
        DRAINING
    }

    public Target {
        requireNonNull(id, "id is null");
        requireNonNull(ip, "ip is null");
        requireNonNull(interfaceId, "interfaceId is null");
        requireNonNull(boundTo, "boundTo is null");
        requireNonNull(state, "state is null");
    }
}
