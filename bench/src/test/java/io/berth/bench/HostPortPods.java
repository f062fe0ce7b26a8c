package io.berth.bench;

import io.berth.runtime.usage.HostPortUsage;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.NodeView;
import io.berth.spi.Numbers;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** A cluster of 100 nodes whose pods have one host port each, out of 1,001. */
final class HostPortPods {
    private static final int NODES = 100;
    private static final Numbers NUMBERS = Numbers.of(7_000, 8_000);
    private static final List<Set<Protocol>> ONE_UDP_PORT = List.of(Set.of(Protocol.UDP));

    private final List<PodRef> refs;
    private final List<PodTemplateView> templates;
    private final HostPortUsage usage;

    /** @param pods how many there can be at most */
    HostPortPods(int pods, Random random) {
        // As long and as unlike each other as the UIDs of a real cluster.
        refs = IntStream.range(0, pods)
                .mapToObj(i ->
                        new PodRef("games", "game-" + i, new UUID(random.nextLong(), random.nextLong()).toString()))
                .toList();
        templates = IntStream.rangeClosed(7_000, 8_000)
                .mapToObj(HostPortPods::template)
                .toList();
        usage = new HostPortUsage(random::nextInt);
        for (int i = 0; i < NODES; i++) {
            usage.node(new NodeView("node-" + i, "uid-" + i, true, List.of(), Map.of(), Map.of()));
        }
    }

    private static PodTemplateView template(int hostPort) {
        ContainerPort port = ContainerPort.of(7_777, Protocol.UDP).onHost(hostPort);
        return new PodTemplateView(
                "games",
                Optional.empty(),
                Map.of(),
                Map.of(),
                false,
                List.of(new ContainerView("game", List.of(port))),
                Optional.empty());
    }

    /** Chooses a number for a pod, and sees the pod with it. */
    int add(int pod) {
        int number = usage.leastUsed(NUMBERS, ONE_UDP_PORT).orElseThrow().get(0);
        usage.seen(new PodView(
                refs.get(pod),
                "1",
                templates.get(number - 7_000),
                Instant.EPOCH,
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                PodView.Phase.PENDING,
                List.of()));
        return number;
    }

    void remove(int pod) {
        usage.gone(refs.get(pod));
    }

    /** How often the most used number is used, less how often the least used one is. */
    int imbalance() {
        int[] counts = IntStream.rangeClosed(7_000, 8_000)
                .map(number -> usage.count(Protocol.UDP, number))
                .sorted()
                .toArray();
        return counts[counts.length - 1] - counts[0];
    }
}
