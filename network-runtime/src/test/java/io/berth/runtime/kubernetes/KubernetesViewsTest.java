package io.berth.runtime.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.IpAddress;
import io.berth.spi.NodeAddress;
import io.berth.spi.OwnerView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.PodView.Deletion;
import io.berth.spi.PodView.Phase;
import io.berth.spi.Protocol;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesViewsTest {
    private static PodView pod(String yaml) {
        return KubernetesViews.pod(Serialization.unmarshal("---\n" + yaml, Pod.class));
    }

    @Test
    void showsAPodWithAllThatTheEngineUses() {
        PodView view = pod("""
                metadata:
                  namespace: games
                  name: game-3
                  uid: u-1
                  resourceVersion: "17"
                  creationTimestamp: "2026-03-01T10:00:00Z"
                  deletionTimestamp: "2026-03-01T11:00:30Z"
                  deletionGracePeriodSeconds: 30
                  labels: {app: game}
                  annotations: {note: hello}
                  finalizers: [a/b, c/d]
                  ownerReferences:
                  - {apiVersion: v1, kind: ConfigMap, name: other, uid: o-0}
                  - {apiVersion: apps/v1, kind: StatefulSet, name: game, uid: o-1, controller: true}
                spec:
                  nodeName: node-1
                  containers:
                  - name: game
                    ports:
                    - {name: play, containerPort: 7000, protocol: UDP, hostPort: 20000}
                    - {containerPort: 80}
                  - name: idle
                  initContainers:
                  - {name: setup, ports: [{containerPort: 1}]}
                  - {name: sidecar, restartPolicy: Always, ports: [{containerPort: 9090, protocol: TCP}]}
                status:
                  phase: Running
                  podIP: 10.0.0.7
                  podIPs: [{ip: 10.0.0.7}, {ip: "fd00::7"}]
                """);

        assertThat(view)
                .isEqualTo(new PodView(
                        new PodRef("games", "game-3", "u-1"),
                        "17",
                        new PodTemplateView(
                                "games",
                                Optional.of("game-3"),
                                Map.of("app", "game"),
                                Map.of("note", "hello"),
                                false,
                                List.of(
                                        new ContainerView(
                                                "game",
                                                List.of(
                                                        new ContainerPort(
                                                                Optional.of("play"),
                                                                7000,
                                                                Protocol.UDP,
                                                                Optional.of(20000)),
                                                        ContainerPort.of(80, Protocol.TCP))),
                                        new ContainerView("idle", List.of()),
                                        new ContainerView("sidecar", List.of(ContainerPort.of(9090, Protocol.TCP)))),
                                Optional.of(new OwnerView("apps/v1", "StatefulSet", "game", "o-1"))),
                        Instant.parse("2026-03-01T10:00:00Z"),
                        Optional.of(new Deletion(Instant.parse("2026-03-01T11:00:30Z"), Duration.ofSeconds(30))),
                        Set.of("a/b", "c/d"),
                        Optional.of("node-1"),
                        Phase.RUNNING,
                        List.of(IpAddress.of("10.0.0.7"), IpAddress.of("fd00::7"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{metadata: {}, spec: {}, status: {}}",
                "{metadata: null, spec: null, status: null}",
                "{metadata: {labels: null, annotations: {a: null}, finalizers: null, ownerReferences: [null]}}",
                "{spec: {containers: [null, {}], initContainers: [null], nodeName: ''}}",
                "{spec: {containers: [{ports: [null, {}]}]}, status: {podIPs: [null, {}], phase: ''}}"
            })
    void showsAPodThatHasNextToNothing(String yaml) {
        PodView view = pod(yaml);

        assertThat(view.ref()).isEqualTo(new PodRef("", "", ""));
        assertThat(view.phase()).isEqualTo(Phase.PENDING);
        assertThat(view.nodeName()).isEmpty();
        assertThat(view.deletion()).isEmpty();
        assertThat(view.ips()).isEmpty();
        assertThat(view.annotations()).isEmpty();
        assertThat(view.template().controller()).isEmpty();
        assertThat(view.template().containers())
                .allSatisfy(container -> assertThat(container.ports()).isEmpty());
    }

    @Test
    void leavesOutWhatCannotBeMeantAndKeepsTheRest() {
        PodView view = pod("""
                metadata:
                  name: odd
                  annotations: {kept: "1", gone: null}
                  creationTimestamp: some time ago
                  deletionTimestamp: soon
                  deletionGracePeriodSeconds: -5
                  finalizers: [a/b, null, a/b]
                spec:
                  containers:
                  - name: c
                    ports:
                    - {containerPort: 0}
                    - {containerPort: 65536}
                    - {containerPort: -1}
                    - {containerPort: 81, protocol: tcp}
                    - {containerPort: 82, protocol: ICMP}
                    - {containerPort: 83, hostPort: 0}
                    - {containerPort: 84, hostPort: 70000}
                status:
                  phase: Dreaming
                  podIP: localhost
                  podIPs: [{ip: not an ip}, {ip: 10.0.0.300}, {ip: "fd00::1"}, {ip: "fd00::1"}]
                """);

        assertThat(view.annotations()).containsExactly(Map.entry("kept", "1"));
        assertThat(view.createdAt()).isEqualTo(Instant.EPOCH);
        assertThat(view.deletion()).contains(new Deletion(Instant.EPOCH, Duration.ZERO));
        assertThat(view.finalizers()).containsExactly("a/b");
        assertThat(view.template().containers())
                .containsExactly(new ContainerView(
                        "c", List.of(ContainerPort.of(83, Protocol.TCP), ContainerPort.of(84, Protocol.TCP))));
        assertThat(view.phase()).isEqualTo(Phase.UNKNOWN);
        assertThat(view.ips()).containsExactly(IpAddress.of("fd00::1"));
    }

    @ParameterizedTest
    @CsvSource({"Pending,PENDING", "Running,RUNNING", "Succeeded,SUCCEEDED", "Failed,FAILED", "Unknown,UNKNOWN"})
    void knowsEveryPhase(String text, Phase phase) {
        assertThat(pod("{status: {phase: " + text + "}}").phase()).isEqualTo(phase);
    }

    @Test
    void takesTheOneIpOfAServerThatWritesNoList() {
        assertThat(pod("{status: {podIP: 10.0.0.1}}").ips()).containsExactly(IpAddress.of("10.0.0.1"));
    }

    @Test
    void givesPortsOnTheHostsNetworkTheirOwnNumberWhereTheServerHasNot() {
        List<ContainerPort> ports = pod("""
                        spec:
                          hostNetwork: true
                          containers: [{name: c, ports: [{containerPort: 80}, {containerPort: 81, hostPort: 81}]}]
                        """).template().containers().get(0).ports();

        assertThat(ports)
                .containsExactly(
                        ContainerPort.of(80, Protocol.TCP).onHost(80),
                        ContainerPort.of(81, Protocol.TCP).onHost(81));
    }

    @Test
    void takesTheNamespaceOfAPodToBeFromTheCaller() {
        Pod unnamed = new PodBuilder()
                .withNewMetadata()
                .withGenerateName("game-")
                .endMetadata()
                .build();

        PodTemplateView template = KubernetesViews.template(unnamed, "games");

        assertThat(template.namespace()).isEqualTo("games");
        assertThat(template.name()).isEmpty();
    }

    @Test
    void showsANodeAndItsAddressesInTheirOrder() {
        Node node = Serialization.unmarshal("""
                metadata: {name: node-1, uid: n-1, labels: {zone: a}, annotations: {ip: 1.2.3.4}}
                status:
                  addresses:
                  - {type: InternalIP, address: 10.1.0.1}
                  - {type: ExternalIP}
                  - {address: 10.1.0.2}
                  - {type: ExternalDNS, address: node-1.example.com}
                """, Node.class);

        assertThat(KubernetesViews.node(node).addresses())
                .containsExactly(
                        new NodeAddress("InternalIP", "10.1.0.1"),
                        new NodeAddress("ExternalDNS", "node-1.example.com"));
        assertThat(KubernetesViews.node(node).uid()).isEqualTo("n-1");
        assertThat(KubernetesViews.node(node).labels()).containsEntry("zone", "a");
        assertThat(KubernetesViews.node(node).annotations()).containsEntry("ip", "1.2.3.4");
    }

    @Test
    void takesACordonedNodeForUnschedulableAndNoOther() {
        Node notReady = new NodeBuilder()
                .withNewSpec()
                .addNewTaint("NoExecute", "node.kubernetes.io/not-ready", null, "")
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("False")
                .endCondition()
                .endStatus()
                .build();
        Node cordoned = new NodeBuilder()
                .withNewSpec()
                .withUnschedulable(true)
                .endSpec()
                .build();
        Node tainted = new NodeBuilder()
                .withNewSpec()
                .addNewTaint("NoSchedule", "node.kubernetes.io/unschedulable", null, "")
                .endSpec()
                .build();

        assertThat(KubernetesViews.node(notReady).schedulable()).isTrue();
        assertThat(KubernetesViews.node(new Node()).schedulable()).isTrue();
        assertThat(KubernetesViews.node(cordoned).schedulable()).isFalse();
        assertThat(KubernetesViews.node(tainted).schedulable()).isFalse();
    }
}
