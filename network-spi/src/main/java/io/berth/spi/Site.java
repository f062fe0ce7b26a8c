package io.berth.spi;

import java.util.Optional;

/** What a plugin is told of its place when it is made for a network type. Immutable; it may be kept. */
public interface Site {
    /** The mark of everything that is made at the far side. */
    Identity identity();

    /** The network type as pods write it. */
    String networkType();

    /** The mode that the operator has chosen, where the network type has several: see {@link NetworkType#mode}. */
    Optional<String> mode();

    /** The cloud's name; empty for a plugin that needs none. */
    Optional<String> cloud();

    /** The configured account of the cloud that pays; empty where the network type needs no port. */
    Optional<String> account();

    /**
     * What the cloud knows without asking anybody: which request comes next, which lane it takes. Pure, and there
     * without an account, so that plans can be made without credentials. See
     * {@link io.berth.spi.cloud.CloudFactory#rules}.
     */
    <R> Optional<R> rules(Class<R> type);

    /**
     * A pool of this site's account.
     *
     * @throws IllegalStateException if the network type has no account
     */
    default PoolId pool(String kind, String id) {
        return new PoolId(kind, need(cloud(), "cloud"), need(account(), "account"), id);
    }

    private String need(Optional<String> part, String name) {
        return part.orElseThrow(
                () -> new IllegalStateException("network type '%s' has no %s".formatted(networkType(), name)));
    }

    /** A site without a cloud. */
    static Site of(Identity identity, String networkType) {
        return new PlainSite(identity, networkType);
    }
}
