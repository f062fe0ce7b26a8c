package io.berth.spi.cloud.service;

import java.util.Optional;

/** Offered by a cloud, see {@link io.berth.spi.cloud.CloudFactory#rules}: what its network types make. Pure. */
public interface ServiceForms {
    /** Empty for a network type that makes no Services. */
    Optional<ServiceForm> of(String networkType);
}
