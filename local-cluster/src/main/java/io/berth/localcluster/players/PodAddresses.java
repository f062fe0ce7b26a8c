package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Where pods' IP addresses come from. No address is given out twice. */
final class PodAddresses {

    /** From 10.244.0.1 on, without the addresses that end in 0 or 255. */
    private static final int PER_BLOCK = 254;

    private final AtomicInteger given = new AtomicInteger();

    String next() {
        int number = given.getAndIncrement();
        int block = number / PER_BLOCK;
        return "10." + (244 + block / 256) + "." + block % 256 + "." + (number % PER_BLOCK + 1);
    }

    /** A node's InternalIPs, in its order. */
    static List<String> ofNode(Node node) {
        return node.getStatus() == null
                ? List.of()
                : node.getStatus().getAddresses().stream()
                        .filter(address -> "InternalIP".equals(address.getType()))
                        .map(NodeAddress::getAddress)
                        .toList();
    }
}
