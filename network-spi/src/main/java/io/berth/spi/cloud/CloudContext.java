package io.berth.spi.cloud;

import io.berth.spi.Identity;
import java.util.Optional;

/** What a cloud is given when it is created. */
public interface CloudContext {
    Identity identity();

    /** The configured name of the account: the second segment of its pools. */
    String account();

    /** What the host has registered, for example the {@code KubernetesClient}. Never closed by the cloud. */
    <T> Optional<T> provided(Class<T> type);
}
