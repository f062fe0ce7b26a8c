package io.berth.runtime.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.runtime.AdmissionAnswer;
import io.berth.spi.Admission.PortEdit;
import io.berth.spi.ContainerPort;
import io.berth.spi.Protocol;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmittedPodTest {
    private static final ContainerPort PLAIN = ContainerPort.of(80, Protocol.TCP);

    @Test
    void portsAreAddedAndDeclaredOnesCompletedInTheirPlaces() {
        Pod pod = pod(false);
        ContainerPort declared = new ContainerPort(Optional.of("play"), 80, Protocol.UDP, Optional.empty());
        Pod admitted = AdmittedPod.of(
                pod,
                answer(
                        new PortEdit("game", Optional.of(declared), declared.onHost(7000)),
                        new PortEdit("game", Optional.empty(), PLAIN.onHost(7001)),
                        new PortEdit("sidecar", Optional.empty(), PLAIN.onHost(7002))));

        var ports = admitted.getSpec().getContainers().get(0).getPorts();
        assertThat(ports).hasSize(2);
        assertThat(ports.get(0).getHostPort()).isEqualTo(7000);
        assertThat(ports.get(0).getName()).isEqualTo("play");
        assertThat(ports.get(0).getHostIP()).as("what we know nothing of").isEqualTo("127.0.0.1");
        assertThat(ports.get(1).getHostPort()).isEqualTo(7001);
        assertThat(admitted.getSpec()
                        .getInitContainers()
                        .get(0)
                        .getPorts()
                        .get(0)
                        .getHostPort())
                .isEqualTo(7002);
        assertThat(admitted.getMetadata().getAnnotations())
                .containsEntry("theirs", "kept")
                .containsEntry("ours", "added");
        assertThat(pod).as("the given one").isEqualTo(pod(false));
    }

    @Test
    void onTheHostsNetworkAPortWithoutHostPortIsTheOneThatTheServerWouldDefault() {
        ContainerPort defaulted = new ContainerPort(Optional.of("play"), 80, Protocol.UDP, Optional.of(80));
        ContainerPort moved = new ContainerPort(Optional.of("play"), 7000, Protocol.UDP, Optional.of(7000));
        Pod admitted = AdmittedPod.of(pod(true), answer(new PortEdit("game", Optional.of(defaulted), moved)));

        var port = admitted.getSpec().getContainers().get(0).getPorts().get(0);
        assertThat(port.getContainerPort()).isEqualTo(7000);
        assertThat(port.getHostPort()).isEqualTo(7000);
    }

    @Test
    void theAnswerForAnotherPodIsRefused() {
        assertThatThrownBy(() ->
                        AdmittedPod.of(pod(false), answer(new PortEdit("nobody", Optional.empty(), PLAIN.onHost(1)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> AdmittedPod.of(
                        pod(false), answer(new PortEdit("game", Optional.of(PLAIN), PLAIN.onHost(7000)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("declare");
    }

    private static AdmissionAnswer answer(PortEdit... edits) {
        return new AdmissionAnswer(true, Optional.empty(), List.of(), List.of(edits), Map.of("ours", "added"));
    }

    private static Pod pod(boolean hostNetwork) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("game-0")
                .addToAnnotations("theirs", "kept")
                .endMetadata()
                .withNewSpec()
                .withHostNetwork(hostNetwork ? true : null)
                .addNewContainer()
                .withName("game")
                .addNewPort()
                .withName("play")
                .withContainerPort(80)
                .withProtocol("UDP")
                .withHostIP("127.0.0.1")
                .endPort()
                .endContainer()
                .addNewInitContainer()
                .withName("sidecar")
                .withRestartPolicy("Always")
                .endInitContainer()
                .endSpec()
                .build();
    }
}
