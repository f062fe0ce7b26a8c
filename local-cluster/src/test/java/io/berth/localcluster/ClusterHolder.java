package io.berth.localcluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM that starts a real cluster, writes where its kubeconfig is into the file named by {@code ready}, and waits for its end. */
final class ClusterHolder {

    private ClusterHolder() {}

    @SuppressWarnings("resource") // how a cluster ends without being closed is what this is for
    public static void main(String[] arguments) throws Exception {
        LocalCluster cluster = LocalCluster.real();
        Files.writeString(
                Path.of(System.getProperty("ready")), cluster.kubeconfig().toString());
        new CountDownLatch(1).await();
    }
}
