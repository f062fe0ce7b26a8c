package io.berth.plugin.clb.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.cloud.service.TrafficPolicy;
import java.util.Map;
import java.util.Optional;

/**
 * What a pod's Service is like, besides its ports. What is as it is by default is not in it.
 *
 * @param controller values of the controller's own parameters that differ from their defaults
 * @param annotations the user's own, which come last
 */
record ServiceTraits(
        boolean everyIngress,
        boolean publishNotReady,
        Optional<Boolean> nodePorts,
        TrafficPolicy trafficPolicy,
        Map<String, String> controller,
        Map<String, String> annotations) {
    static final ServiceTraits PLAIN =
            new ServiceTraits(false, false, Optional.empty(), TrafficPolicy.CLUSTER, Map.of(), Map.of());

    ServiceTraits {
        requireNonNull(nodePorts, "nodePorts is null");
        requireNonNull(trafficPolicy, "trafficPolicy is null");
        controller = Map.copyOf(controller);
        annotations = Map.copyOf(annotations);
    }
}
