package io.berth.spi.cloud.service;

/** {@code spec.externalTrafficPolicy}: which nodes pass on what comes in from outside. */
public enum TrafficPolicy {
    /** All of them; the pod sees a node's address as its client's. */
    CLUSTER("Cluster"),
    /** Only the pod's own node; the pod sees its client's address. */
    LOCAL("Local");

    private final String text;

    TrafficPolicy(String text) {
        this.text = text;
    }

    /** As Kubernetes writes it. */
    public String text() {
        return text;
    }
}
