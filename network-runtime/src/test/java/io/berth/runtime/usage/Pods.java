package io.berth.runtime.usage;

import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pods as tests need them: an identity, ports, a phase. */
final class Pods {
    private Pods() {}

    static PodRef ref(String uid) {
        return new PodRef("games", "game-" + uid, uid);
    }

    static ContainerPort onHost(Protocol protocol, int hostPort) {
        return ContainerPort.of(80, protocol).onHost(hostPort);
    }

    static PodView pod(String uid, ContainerPort... ports) {
        return pod(uid, PodView.Phase.RUNNING, List.of(new ContainerView("game", List.of(ports))));
    }

    static PodView pod(String uid, PodView.Phase phase, List<ContainerView> containers) {
        return new PodView(
                ref(uid),
                "1",
                new PodTemplateView(
                        "games", Optional.of("game-" + uid), Map.of(), Map.of(), false, containers, Optional.empty()),
                Instant.EPOCH,
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                phase,
                List.of());
    }

    static PodView terminating(PodView pod) {
        return new PodView(
                pod.ref(),
                "2",
                pod.template(),
                pod.createdAt(),
                Optional.of(new PodView.Deletion(Instant.EPOCH.plusSeconds(30), Duration.ofSeconds(30))),
                pod.finalizers(),
                Optional.of("node-1"),
                pod.phase(),
                pod.ips());
    }

    static NodeView node(String name, boolean schedulable) {
        return new NodeView(name, name + "-uid", schedulable, List.of(), Map.of(), Map.of());
    }
}
