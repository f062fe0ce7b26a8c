package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The kubelets of all nodes: a pod that is bound to an existing node becomes Running with an address, the node's own with
 * hostNetwork, and Ready as soon as all its readiness gates are True, which stay with their owners. Pods that are being deleted
 * are left alone: the embedded server removes them itself when their last finalizer goes.
 */
final class KubeletPlayer implements Player {

    private static final Set<String> OWN_CONDITIONS = Set.of("Initialized", "ContainersReady", "Ready");

    private final KubernetesClient client;
    private final PodAddresses addresses;
    private final Clock clock;
    private final ControlLoop<ObjectKey> loop = new ControlLoop<>("kubelet-player", this::reconcile);

    KubeletPlayer(KubernetesClient client, ClusterInformers informers, PodAddresses addresses, Clock clock) {
        this.client = client;
        this.addresses = addresses;
        this.clock = clock;
        informers.onPod(pod -> loop.add(ObjectKey.of(pod)));
        informers.onNode(node -> informers.knownPods().stream()
                .filter(pod -> node.getMetadata().getName().equals(pod.getSpec().getNodeName()))
                .forEach(pod -> loop.add(ObjectKey.of(pod))));
    }

    private void reconcile(ObjectKey key) {
        Pod pod =
                client.pods().inNamespace(key.namespace()).withName(key.name()).get();
        if (pod == null
                || pod.getSpec().getNodeName() == null
                || PodStates.isTerminating(pod)
                || PodStates.isFinished(pod)) {
            return;
        }
        if (PodStates.isRunning(pod)) {
            if (PodStates.isTrue(pod, "Ready") != gatesAreOpen(pod)) {
                write(
                        pod,
                        new PodStatusBuilder(pod.getStatus())
                                .withConditions(conditions(pod))
                                .build());
            }
            return;
        }
        Node node = client.nodes().withName(pod.getSpec().getNodeName()).get();
        if (node != null) {
            write(pod, running(pod, node));
        }
    }

    private PodStatus running(Pod pod, Node node) {
        List<String> ofNode = PodAddresses.ofNode(node);
        boolean hostNetwork = Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
        List<String> ofPod = hostNetwork ? ofNode : List.of(addresses.next());
        return new PodStatusBuilder(pod.getStatus() == null ? new PodStatus() : pod.getStatus())
                .withPhase("Running")
                .withStartTime(now())
                .withHostIP(ofNode.stream().findFirst().orElse(null))
                .withHostIPs(ofNode.stream().map(HostIP::new).toList())
                .withPodIP(ofPod.stream().findFirst().orElse(null))
                .withPodIPs(ofPod.stream().map(PodIP::new).toList())
                .withConditions(conditions(pod))
                .withContainerStatuses(pod.getSpec().getContainers().stream()
                        .map(this::running)
                        .toList())
                .build();
    }

    private ContainerStatus running(Container container) {
        return new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID("")
                .withReady(true)
                .withStarted(true)
                .withRestartCount(0)
                .withNewState()
                .withNewRunning(now())
                .endState()
                .build();
    }

    private List<PodCondition> conditions(Pod pod) {
        List<PodCondition> conditions = new ArrayList<>(PodStates.conditions(pod));
        conditions.removeIf(condition -> OWN_CONDITIONS.contains(condition.getType()));
        boolean open = gatesAreOpen(pod);
        conditions.add(condition("Initialized", true));
        conditions.add(condition("ContainersReady", true));
        PodCondition ready = condition("Ready", open);
        ready.setReason(open ? null : "ReadinessGatesNotReady");
        conditions.add(ready);
        return conditions;
    }

    private PodCondition condition(String type, boolean status) {
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(status ? "True" : "False")
                .withLastTransitionTime(now())
                .build();
    }

    private static boolean gatesAreOpen(Pod pod) {
        return pod.getSpec().getReadinessGates().stream()
                .allMatch(gate -> PodStates.isTrue(pod, gate.getConditionType()));
    }

    private void write(Pod pod, PodStatus status) {
        // Not by the subresource: there the embedded server ignores the resourceVersion, and a gate set meanwhile would
        // be lost.
        client.resource(new PodBuilder(pod).withStatus(status).build()).update();
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public void close() {
        loop.close();
    }
}
