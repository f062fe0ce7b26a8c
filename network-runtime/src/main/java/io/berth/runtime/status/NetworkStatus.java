package io.berth.runtime.status;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Addresses;
import java.time.Instant;
import java.util.Optional;

/**
 * What the {@code network-status} annotation says.
 *
 * @param networkType empty where it is not said, as OpenKruiseGame's own plugins do
 * @param desired empty where it is not said
 * @param createTime when the pod first had a status, in whole seconds
 * @param lastTransitionTime when {@code current} last changed, in whole seconds
 */
public record NetworkStatus(
        Optional<String> networkType,
        Addresses addresses,
        Optional<NetworkState> desired,
        NetworkState current,
        Optional<Instant> createTime,
        Optional<Instant> lastTransitionTime) {
    public NetworkStatus {
        requireNonNull(networkType, "networkType is null");
        requireNonNull(addresses, "addresses is null");
        requireNonNull(desired, "desired is null");
        requireNonNull(current, "current is null");
        requireNonNull(createTime, "createTime is null");
        requireNonNull(lastTransitionTime, "lastTransitionTime is null");
    }

    /** Without times: {@link StatusCodec#write} fills them in. */
    public static NetworkStatus of(
            String networkType, Addresses addresses, NetworkState desired, NetworkState current) {
        return new NetworkStatus(
                Optional.of(networkType), addresses, Optional.of(desired), current, Optional.empty(), Optional.empty());
    }
}
