package io.berth.plugin.clb.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.PoolId;
import java.util.List;
import java.util.Optional;

/**
 * Which Service a pod is to have.
 *
 * @param pool empty where there is none, and the API server chooses the ports
 */
record ServicePlan(Optional<PoolId> pool, List<ServiceClaim.Line> lines, ServiceTraits traits) {
    ServicePlan {
        requireNonNull(pool, "pool is null");
        lines = List.copyOf(lines);
        requireNonNull(traits, "traits is null");
    }

    static ServicePlan of(ServiceClaim claim) {
        return new ServicePlan(Optional.of(claim.pool()), claim.lines(), claim.traits());
    }

    /** Without a pool: the Service has the pod's own numbers. */
    static ServicePlan of(ServiceParameters parameters) {
        List<ServiceClaim.Line> lines = parameters.ports().stream()
                .flatMap(port -> port.protocols().stream()
                        .map(protocol -> new ServiceClaim.Line(protocol, port.containerPort(), port.containerPort())))
                .toList();
        return new ServicePlan(Optional.empty(), lines, parameters.traits());
    }
}
