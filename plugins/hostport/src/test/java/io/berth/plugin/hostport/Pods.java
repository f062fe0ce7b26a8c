package io.berth.plugin.hostport;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Admission;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.IpAddress;
import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import io.berth.spi.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pods and nodes as a test needs them. */
final class Pods {
    private Pods() {}

    static PodTemplateView template(ContainerView... containers) {
        return new PodTemplateView(
                "default", Optional.of("game-0"), Map.of(), Map.of(), false, List.of(containers), Optional.empty());
    }

    static PodTemplateView onHostNetwork(ContainerView... containers) {
        return new PodTemplateView(
                "default", Optional.of("game-0"), Map.of(), Map.of(), true, List.of(containers), Optional.empty());
    }

    static ContainerView container(String name, ContainerPort... ports) {
        return new ContainerView(name, List.of(ports));
    }

    static ContainerPort tcp(int number) {
        return ContainerPort.of(number, Protocol.TCP);
    }

    static ContainerPort udp(int number) {
        return ContainerPort.of(number, Protocol.UDP);
    }

    static PodView scheduled(PodTemplateView template, String node, String... ips) {
        return new PodView(
                new PodRef("default", "game-0", "uid-0"),
                "1",
                template,
                Instant.EPOCH,
                Optional.empty(),
                Set.of(),
                node.isEmpty() ? Optional.empty() : Optional.of(node),
                PodView.Phase.RUNNING,
                Arrays.stream(ips).map(IpAddress::of).toList());
    }

    static PodView inPhase(PodView pod, PodView.Phase phase) {
        return new PodView(
                pod.ref(),
                pod.resourceVersion(),
                pod.template(),
                pod.createdAt(),
                pod.deletion(),
                pod.finalizers(),
                pod.nodeName(),
                phase,
                pod.ips());
    }

    static NodeView node(String name, NodeAddress... addresses) {
        return new NodeView(name, "uid-" + name, true, List.of(addresses), Map.of(), Map.of());
    }

    static Held<Void, Void> held(PodView pod, NodeView... node) {
        return new Held<>(
                new Holder.Pod(pod.ref()),
                Optional.empty(),
                Set.of(),
                Optional.of(pod),
                Arrays.stream(node).findFirst(),
                Optional.empty());
    }

    static Seen<Void> nothingSeen() {
        return new Seen<>(Optional.empty(), false, Optional.empty());
    }

    /** What the API server makes of the pod with the edits in it. */
    static PodTemplateView with(PodTemplateView pod, Admission.Edit edit) {
        List<ContainerView> containers = new ArrayList<>();
        int applied = 0;
        for (ContainerView container : pod.containers()) {
            List<ContainerPort> ports = new ArrayList<>(container.ports());
            for (Admission.PortEdit one : edit.ports()) {
                if (!one.container().equals(container.name())) {
                    continue;
                }
                if (one.replaces().isPresent()) {
                    int at = ports.indexOf(one.replaces().get());
                    assertThat(at).as("the port that %s replaces", one).isNotNegative();
                    ports.set(at, one.port());
                } else {
                    ports.add(one.port());
                }
                applied++;
            }
            containers.add(new ContainerView(container.name(), ports));
        }
        assertThat(applied)
                .as("edits of containers that the pod has")
                .isEqualTo(edit.ports().size());
        return new PodTemplateView(
                pod.namespace(),
                pod.name(),
                pod.labels(),
                pod.annotations(),
                pod.hostNetwork(),
                containers,
                pod.controller());
    }
}
