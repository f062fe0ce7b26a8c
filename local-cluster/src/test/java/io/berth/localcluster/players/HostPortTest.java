package io.berth.localcluster.players;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class HostPortTest {

    private static final HostPort ANY_TCP = new HostPort("0.0.0.0", "TCP", 7000);

    @Test
    void numberIsExclusivePerProtocolAndAddress() {
        assertThat(ANY_TCP.excludes(new HostPort("0.0.0.0", "TCP", 7000))).isTrue();
        assertThat(ANY_TCP.excludes(new HostPort("10.0.0.1", "TCP", 7000))).isTrue();
        assertThat(new HostPort("10.0.0.1", "TCP", 7000).excludes(ANY_TCP)).isTrue();
        assertThat(ANY_TCP.excludes(new HostPort("0.0.0.0", "UDP", 7000))).isFalse();
        assertThat(ANY_TCP.excludes(new HostPort("0.0.0.0", "TCP", 7001))).isFalse();
        assertThat(new HostPort("10.0.0.1", "TCP", 7000).excludes(new HostPort("10.0.0.2", "TCP", 7000)))
                .isFalse();
    }

    @Test
    void podAsksForItsHostPortsAndOnTheHostsNetworkForAllItsPorts() {
        assertThat(HostPort.of(pod(false))).containsExactlyInAnyOrder(ANY_TCP, new HostPort("10.0.0.1", "UDP", 7001));
        assertThat(HostPort.of(pod(true)))
                .containsExactlyInAnyOrder(
                        ANY_TCP, new HostPort("10.0.0.1", "UDP", 7001), new HostPort("0.0.0.0", "TCP", 80));
    }

    private static Pod pod(boolean hostNetwork) {
        return new PodBuilder()
                .withNewSpec()
                .withHostNetwork(hostNetwork)
                .addNewContainer()
                .addNewPort()
                .withContainerPort(80)
                .endPort()
                .addNewPort()
                .withContainerPort(81)
                .withHostPort(7000)
                .endPort()
                .endContainer()
                .addNewInitContainer()
                .addNewPort()
                .withContainerPort(82)
                .withHostPort(7001)
                .withProtocol("UDP")
                .withHostIP("10.0.0.1")
                .endPort()
                .endInitContainer()
                .endSpec()
                .build();
    }
}
