package io.berth.localcluster.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.localcluster.LocalCluster;
import org.junit.jupiter.api.Test;

/** Run by {@link ClusterTiersIT} in other JVMs; no test of its own, so its name ends like none. */
@OnEveryCluster
class ClusterTiersProbe {

    @Test
    void seesTheClusterOfItsSandbox(Sandbox sandbox, LocalCluster cluster) {
        assertThat(sandbox.cluster()).isSameAs(cluster);
        assertThat(cluster.client().namespaces().withName(sandbox.namespace()).get())
                .isNotNull();
    }
}
