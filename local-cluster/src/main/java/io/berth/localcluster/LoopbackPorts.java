package io.berth.localcluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/** Finds TCP ports of 127.0.0.1 that nobody listens on. Someone may take one before it is used: callers try again. */
final class LoopbackPorts {

    /** Below the range from which systems take the ports of outgoing connections. */
    private static final int LOWEST = 20_000;

    private static final int COUNT = 12_000;
    private static final int TRIES = 100;

    private final RandomGenerator random;

    LoopbackPorts(RandomGenerator random) {
        this.random = random;
    }

    int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = LOWEST + random.nextInt(COUNT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next number then.
            }
        }
        throw new ClusterStartException(
                "No free TCP port found on 127.0.0.1 in " + LOWEST + "-" + (LOWEST + COUNT - 1), null);
    }
}
