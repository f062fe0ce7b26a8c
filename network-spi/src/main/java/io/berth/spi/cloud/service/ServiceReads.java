package io.berth.spi.cloud.service;

import io.berth.spi.ReadPort;
import io.berth.spi.cloud.loadbalancer.Page;
import java.util.Optional;

/**
 * What a cluster can be asked of its Services. One request a method, from several threads; every fault is a
 * {@link io.berth.spi.NetworkException}. Answers are of the API server's newest state, never of a cache of ours.
 */
public interface ServiceReads extends ReadPort {
    /** Empty: there is no such Service. */
    Optional<ServiceView> service(String namespace, String name);

    /**
     * @param token empty for the first part. One that is too old for the API server is a fault of kind {@code CONFLICT}
     */
    Page<ServiceView> services(ServiceSelection which, Optional<String> token);
}
