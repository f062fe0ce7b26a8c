package io.berth.localcluster.junit;

import io.berth.localcluster.LocalCluster;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;

/** One cluster for all tests of a JVM. At its end it says how many tests it served: the evidence that a suite ran on it. */
final class SharedCluster implements AutoCloseable {

    /** Not slf4j: this has to be seen whatever logging the tests have. */
    private static final System.Logger LOG = System.getLogger(SharedCluster.class.getName());

    private final LocalCluster cluster;
    private final AtomicInteger sandboxes = new AtomicInteger();

    SharedCluster(LocalCluster cluster) {
        this.cluster = cluster;
        LOG.log(Level.INFO, "Tests run on: {0}", cluster.describe());
    }

    Sandbox newSandbox() {
        return Sandbox.open(cluster, sandboxes.incrementAndGet());
    }

    LocalCluster cluster() {
        return cluster;
    }

    @Override
    public void close() {
        cluster.close();
        LOG.log(Level.INFO, "{0} test(s) ran on: {1}", sandboxes.get(), cluster.describe());
    }
}
