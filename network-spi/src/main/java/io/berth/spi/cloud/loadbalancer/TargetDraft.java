package io.berth.spi.cloud.loadbalancer;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A target to be put into a group.
 *
 * @param interfaceId where {@link LoadBalancerRules#namesInterfaces()}
 * @param uid of the pod, written with our identity wherever the vendor has room for it
 */
public record TargetDraft(String ip, int port, Optional<String> interfaceId, String uid) {
    public TargetDraft {
        requireNonNull(ip, "ip is null");
        requireNonNull(interfaceId, "interfaceId is null");
        requireNonNull(uid, "uid is null");
    }
}
