package io.berth.spi.cloud.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.OwnerView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a Service is to be. Of a Service that is there already all that is not named here stays as it is: labels,
 * annotations and owners of others, finalizers, and what later versions of Kubernetes know.
 *
 * @param owner whose end is the Service's end; it is made its controller
 * @param labels that it has to have, among others
 * @param annotations that it has to have, among others
 * @param removed annotations that it must not have any more
 * @param ports all of them. One that is there already under the same protocol and target keeps its name and node port
 * @param allocateNodePorts empty: as it is, which is {@code true} for a new one
 * @param trafficPolicy empty: as it is, which is {@code Cluster} for a new one
 */
public record ServiceDraft(
        String namespace,
        String name,
        OwnerView owner,
        Map<String, String> labels,
        Map<String, String> annotations,
        Set<String> removed,
        ServiceType type,
        Map<String, String> selector,
        List<ServicePort> ports,
        List<String> externalIps,
        Optional<String> loadBalancerClass,
        Optional<Boolean> allocateNodePorts,
        Optional<TrafficPolicy> trafficPolicy,
        boolean publishNotReadyAddresses) {
    public ServiceDraft {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(owner, "owner is null");
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        removed = Set.copyOf(removed);
        requireNonNull(type, "type is null");
        selector = Map.copyOf(selector);
        ports = List.copyOf(ports);
        externalIps = List.copyOf(externalIps);
        requireNonNull(loadBalancerClass, "loadBalancerClass is null");
        requireNonNull(allocateNodePorts, "allocateNodePorts is null");
        requireNonNull(trafficPolicy, "trafficPolicy is null");
    }

    /** The same, without these annotations where they are. */
    public ServiceDraft without(Set<String> annotationKeys) {
        return new ServiceDraft(
                namespace,
                name,
                owner,
                labels,
                annotations,
                annotationKeys,
                type,
                selector,
                ports,
                externalIps,
                loadBalancerClass,
                allocateNodePorts,
                trafficPolicy,
                publishNotReadyAddresses);
    }
}
