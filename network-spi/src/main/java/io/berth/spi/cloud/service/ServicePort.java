package io.berth.spi.cloud.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Protocol;
import java.util.OptionalInt;

/**
 * One of a Service's ports.
 *
 * @param name empty where a Service with one port has none
 * @param port where the Service, its load balancer and its external IPs are reached
 * @param targetPort the pod's: a number, or the name of one of its ports
 * @param nodePort where every node is reached; in a draft mostly empty, as the API server chooses
 */
public record ServicePort(String name, Protocol protocol, int port, String targetPort, OptionalInt nodePort) {
    public ServicePort {
        requireNonNull(name, "name is null");
        requireNonNull(protocol, "protocol is null");
        requireNonNull(targetPort, "targetPort is null");
        requireNonNull(nodePort, "nodePort is null");
    }
}
