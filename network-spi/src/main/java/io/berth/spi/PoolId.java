package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One thing that many pods share or choose from: a load balancer, an external IP, a set of elastic IPs.
 *
 * @param kind what it is, and the first segment of its keys: {@code lb}, {@code eip}
 * @param cloud the cloud's name, as {@link io.berth.spi.cloud.CloudFactory#cloud()} gives it
 * @param account the configured account within the cloud, never a credential
 * @param id the vendor's id
 */
public record PoolId(String kind, String cloud, String account, String id) {
    public PoolId {
        requireNonNull(kind, "kind is null");
        requireNonNull(cloud, "cloud is null");
        requireNonNull(account, "account is null");
        requireNonNull(id, "id is null");
        if (kind.isEmpty() || cloud.isEmpty() || account.isEmpty() || id.isEmpty()) {
            throw new IllegalArgumentException(
                    "A pool needs a kind, a cloud, an account and an id, got '%s', '%s', '%s', '%s'"
                            .formatted(kind, cloud, account, id));
        }
        List.of(kind, cloud, account, id).forEach(KeyText::checkSegment);
    }

    @Override
    public String toString() {
        return KeyText.join(kind, cloud, account, id);
    }
}
