package io.berth.spi.cloud.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.OwnerView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Service as it was read, whoever made it: what plugins look at, and no more.
 *
 * @param deleting it has a deletionTimestamp: it goes when its finalizers are gone, and cannot be kept
 * @param allocateNodePorts {@code allocateLoadBalancerNodePorts}; empty where it is not set
 * @param trafficPolicy empty where it is not set, which is always so for a Service that nothing outside reaches
 * @param ingress of {@code status.loadBalancer}, in its order
 */
public record ServiceView(
        String namespace,
        String name,
        String uid,
        String resourceVersion,
        boolean deleting,
        List<OwnerView> owners,
        Map<String, String> labels,
        Map<String, String> annotations,
        ServiceType type,
        Map<String, String> selector,
        List<ServicePort> ports,
        List<String> externalIps,
        Optional<String> loadBalancerClass,
        Optional<Boolean> allocateNodePorts,
        Optional<TrafficPolicy> trafficPolicy,
        boolean publishNotReadyAddresses,
        List<ServiceIngress> ingress) {
    public ServiceView {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(uid, "uid is null");
        requireNonNull(resourceVersion, "resourceVersion is null");
        owners = List.copyOf(owners);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        requireNonNull(type, "type is null");
        selector = Map.copyOf(selector);
        ports = List.copyOf(ports);
        externalIps = List.copyOf(externalIps);
        requireNonNull(loadBalancerClass, "loadBalancerClass is null");
        requireNonNull(allocateNodePorts, "allocateNodePorts is null");
        requireNonNull(trafficPolicy, "trafficPolicy is null");
        ingress = List.copyOf(ingress);
    }
}
