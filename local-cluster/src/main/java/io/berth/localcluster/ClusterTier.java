package io.berth.localcluster;

/** How much of a local cluster is the real thing. */
public enum ClusterTier {
    /** fabric8's API server in this JVM; everything around it is played. */
    EMBEDDED,
    /** Kubernetes' own API server, controllers and scheduler as processes; only kubelets are played, by kwok. */
    REAL
}
