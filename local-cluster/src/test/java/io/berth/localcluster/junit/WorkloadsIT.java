package io.berth.localcluster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEveryCluster
class WorkloadsIT {

    private static final ContainerPort HOST_PORT_7777 =
            new ContainerPortBuilder().withContainerPort(80).withHostPort(7777).build();

    private Sandbox sandbox = uninitialised();

    @BeforeEach
    void addThreeNodes(Sandbox fresh) {
        sandbox = fresh;
        for (int i = 0; i < 3; i++) {
            sandbox.addNode("node" + i, "192.168.0.1" + i, "203.0.113.1" + i);
        }
    }

    @Test
    void podsOfAStatefulSetRunUnderDistinctAddresses() {
        create(Workloads.statefulSet("web", 3));

        awaitReady("web-0", "web-1", "web-2");

        assertThat(pods())
                .extracting(pod -> pod.getStatus().getPodIP())
                .doesNotHaveDuplicates()
                .allMatch(ip -> ip.startsWith("10.24"));
        assertThat(pods()).extracting(pod -> pod.getSpec().getNodeName()).doesNotHaveDuplicates();
        assertThat(pod("web-1").getSpec().getHostname()).isEqualTo("web-1");
        assertThat(pod("web-1").getMetadata().getLabels())
                .containsEntry("statefulset.kubernetes.io/pod-name", "web-1")
                .containsEntry("apps.kubernetes.io/pod-index", "1")
                .containsEntry("app", "game");
        soon().untilAsserted(() ->
                assertThat(set("web").getStatus().getReadyReplicas()).isEqualTo(3));
    }

    @Test
    void orderedStatefulSetStartsAPodWhenItsPredecessorIsReady() {
        StatefulSet ordered = new StatefulSetBuilder(Workloads.statefulSet("web", 2))
                .editSpec()
                .withPodManagementPolicy("OrderedReady")
                .editTemplate()
                .editSpec()
                .addNewReadinessGate("example.com/open")
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        create(ordered);
        soon().until(() -> phase("web-0"), "Running"::equals);
        assertThat(condition("web-0", "Ready").getStatus()).isEqualTo("False");
        staysTrue(() -> sandbox.client().pods().withName("web-1").get() == null);

        openGate("web-0");

        soon().until(() -> phase("web-1"), "Running"::equals);
        assertThat(condition("web-0", "Ready").getStatus()).isEqualTo("True");
    }

    @Test
    void podsThatWantOneHostPortShareNoNodeAndTheLastStaysPending() {
        create(Workloads.statefulSet("web", 4, HOST_PORT_7777));

        soon().until(() -> pods().size() == 4 && running() == 3);
        assertThat(pods())
                .filteredOn(pod -> pod.getSpec().getNodeName() != null)
                .extracting(pod -> pod.getSpec().getNodeName())
                .hasSize(3)
                .doesNotHaveDuplicates();
        Pod pending = pods().stream()
                .filter(pod -> pod.getSpec().getNodeName() == null)
                .findFirst()
                .orElseThrow();
        soon().untilAsserted(() -> {
            PodCondition scheduled = condition(pending.getMetadata().getName(), "PodScheduled");
            assertThat(scheduled.getStatus()).isEqualTo("False");
            assertThat(scheduled.getReason()).isEqualTo("Unschedulable");
            assertThat(scheduled.getMessage())
                    .contains("0/3 nodes are available: 3 node(s) didn't have free ports for the requested pod ports");
        });
        assertThat(phase(pending.getMetadata().getName())).isEqualTo("Pending");

        // A number that becomes free is used.
        sandbox.addNode("node3", "192.168.0.13", "203.0.113.13");
        soon().until(() -> phase(pending.getMetadata().getName()), "Running"::equals);
    }

    @Test
    void cordonedNodesGetNoPods() {
        List<Node> nodes = sandbox.client().nodes().list().getItems().stream()
                .filter(node -> node.getMetadata().getName().startsWith(sandbox.namespace() + "-"))
                .toList();
        assertThat(nodes).hasSize(3);
        nodes.subList(0, 2)
                .forEach(node -> sandbox.client()
                        .nodes()
                        .withName(node.getMetadata().getName())
                        .edit(found -> new NodeBuilder(found)
                                .editOrNewSpec()
                                .withUnschedulable(true)
                                .endSpec()
                                .build()));
        sandbox.create(new PodBuilder(Workloads.pod("selective"))
                .editSpec()
                .addToNodeSelector("kubernetes.io/hostname", "nowhere")
                .endSpec()
                .build());
        create(Workloads.statefulSet("web", 2));

        awaitReady("web-0", "web-1");
        assertThat(List.of(pod("web-0"), pod("web-1")))
                .extracting(pod -> pod.getSpec().getNodeName())
                .containsOnly(nodes.get(2).getMetadata().getName());
        soon().untilAsserted(
                        () -> assertThat(condition("selective", "PodScheduled").getMessage())
                                .contains("0/3 nodes are available")
                                .contains("node(s) were unschedulable")
                                .contains("1 node(s) didn't match Pod's node affinity/selector"));
    }

    @Test
    void hostNetworkPodsHaveTheAddressAndThePortsOfTheirNode() {
        sandbox.create(new PodBuilder(Workloads.pod("host"))
                .editSpec()
                .withHostNetwork(true)
                .editContainer(0)
                .addNewPort()
                .withContainerPort(9000)
                .endPort()
                .endContainer()
                .endSpec()
                .build());

        awaitReady("host");
        Pod host = pod("host");
        Node node =
                sandbox.client().nodes().withName(host.getSpec().getNodeName()).require();
        String internal = node.getStatus().getAddresses().get(0).getAddress();
        assertThat(host.getStatus().getPodIP()).isEqualTo(internal);
        assertThat(host.getStatus().getPodIPs()).extracting(PodIP::getIp).containsExactly(internal);
        assertThat(host.getStatus().getHostIP()).isEqualTo(internal);
        ContainerPort port = host.getSpec().getContainers().get(0).getPorts().get(0);
        assertThat(port.getHostPort()).isEqualTo(9000);
        assertThat(port.getProtocol()).isEqualTo("TCP");
    }

    @Test
    void deletedPodComesBackUnderItsNameAsAnother() {
        create(Workloads.statefulSet("web", 1));
        awaitReady("web-0");
        Pod first = pod("web-0");

        sandbox.client().resource(first).delete();

        soon().until(
                        () -> sandbox.client().pods().withName("web-0").get(),
                        next -> next != null
                                && !next.getMetadata()
                                        .getUid()
                                        .equals(first.getMetadata().getUid()));
        awaitReady("web-0");
        assertThat(pod("web-0").getStatus().getPodIP()).isNotEmpty();
    }

    @Test
    void finalizerHoldsADeletedPodAndItsSuccessor() {
        create(Workloads.statefulSet("web", 1));
        awaitReady("web-0");
        Pod first = setFinalizers("web-0", List.of("example.com/hold"));

        sandbox.client().resource(first).delete();

        soon().until(() -> pod("web-0").getMetadata().getDeletionTimestamp() != null);
        staysTrue(() ->
                pod("web-0").getMetadata().getUid().equals(first.getMetadata().getUid()));

        setFinalizers("web-0", List.of());
        soon().until(
                        () -> sandbox.client().pods().withName("web-0").get(),
                        next -> next != null
                                && !next.getMetadata()
                                        .getUid()
                                        .equals(first.getMetadata().getUid()));
    }

    @Test
    void scalingDownTakesTheHighestOrdinals() {
        create(Workloads.statefulSet("web", 4));
        awaitReady("web-0", "web-1", "web-2", "web-3");

        sandbox.client().apps().statefulSets().withName("web").scale(2);

        soon().until(this::names, List.of("web-0", "web-1")::equals);
    }

    @Test
    void changedTemplateReachesEveryPod() {
        create(Workloads.statefulSet("web", 2));
        awaitReady("web-0", "web-1");

        edit(set("web"), "game:2");

        soon().untilAsserted(() -> {
            assertThat(names()).containsExactly("web-0", "web-1");
            assertThat(pods())
                    .allSatisfy(pod -> assertThat(
                                    pod.getSpec().getContainers().get(0).getImage())
                            .isEqualTo("game:2"));
        });
        awaitReady("web-0", "web-1");
    }

    @Test
    void podThatFailedIsMadeAgain() {
        create(Workloads.statefulSet("web", 1));
        awaitReady("web-0");
        String uid = pod("web-0").getMetadata().getUid();

        podResource("web-0")
                .editStatus(pod -> new PodBuilder(pod)
                        .editStatus()
                        .withPhase("Failed")
                        .endStatus()
                        .build());

        soon().until(
                        () -> sandbox.client().pods().withName("web-0").get(),
                        next -> next != null && !next.getMetadata().getUid().equals(uid));
    }

    @Test
    void deletedWorkloadTakesItsPodsAlong() {
        create(Workloads.statefulSet("web", 2));
        create(Workloads.statefulSet("other", 1));
        awaitReady("web-0", "web-1", "other-0");

        sandbox.client().apps().statefulSets().withName("web").delete();

        soon().until(this::names, List.of("other-0")::equals);
        staysTrue(() -> names().equals(List.of("other-0")));
    }

    @Test
    void deploymentRunsRolesAndEndsItsPods() {
        sandbox.client().resource(Workloads.deployment("api", 2)).create();
        soon().until(() -> pods().size() == 2 && pods().stream().allMatch(WorkloadsIT::isReady));
        assertThat(names()).allMatch(name -> name.matches("api-[a-z0-9]+-[a-z0-9]{5}"));
        assertThat(pods()).allSatisfy(pod -> {
            assertThat(pod.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
                assertThat(owner.getKind()).isEqualTo("ReplicaSet");
                assertThat(owner.getController()).isTrue();
            });
            assertThat(pod.getMetadata().getLabels()).containsKey("pod-template-hash");
        });
        soon().untilAsserted(() -> assertThat(sandbox.client()
                        .apps()
                        .deployments()
                        .withName("api")
                        .require()
                        .getStatus()
                        .getReadyReplicas())
                .isEqualTo(2));

        sandbox.client()
                .apps()
                .deployments()
                .withName("api")
                .edit(deployment -> new DeploymentBuilder(deployment)
                        .editSpec()
                        .withReplicas(3)
                        .editTemplate()
                        .editSpec()
                        .editContainer(0)
                        .withImage("game:2")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build());
        soon().untilAsserted(() -> assertThat(pods())
                .hasSize(3)
                .allMatch(WorkloadsIT::isReady)
                .allMatch(pod -> pod.getSpec().getContainers().get(0).getImage().equals("game:2")));

        sandbox.client().apps().deployments().withName("api").scale(1);
        soon().until(() -> pods().size() == 1);

        sandbox.client().apps().deployments().withName("api").delete();
        soon().until(() -> pods().isEmpty());
        soon().until(() ->
                sandbox.client().apps().replicaSets().list().getItems().isEmpty());
    }

    @Test
    void deletedNamespaceIsEmptied() {
        create(Workloads.statefulSet("web", 1));
        sandbox.create(Workloads.pod("single"));
        awaitReady("web-0", "single");

        sandbox.client().namespaces().withName(sandbox.namespace()).delete();

        soon().until(() -> pods().isEmpty()
                && sandbox.client().apps().statefulSets().list().getItems().isEmpty());
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    private void create(StatefulSet set) {
        sandbox.client().resource(set).create();
    }

    private StatefulSet set(String name) {
        return sandbox.client().apps().statefulSets().withName(name).require();
    }

    /** The controller writes the status of the same object: who comes second tries again. */
    private void edit(StatefulSet set, String image) {
        await().ignoreExceptionsMatching(
                        e -> e instanceof KubernetesClientException refused && refused.getCode() == 409)
                .until(() -> sandbox.client()
                                .resource(set)
                                .edit(found -> new StatefulSetBuilder(found)
                                        .editSpec()
                                        .editTemplate()
                                        .editSpec()
                                        .editContainer(0)
                                        .withImage(image)
                                        .endContainer()
                                        .endSpec()
                                        .endTemplate()
                                        .endSpec()
                                        .build())
                        != null);
    }

    private List<Pod> pods() {
        return sandbox.client().pods().list().getItems();
    }

    private long running() {
        return pods().stream()
                .filter(pod -> Objects.equals(pod.getStatus().getPhase(), "Running"))
                .count();
    }

    private List<String> names() {
        return pods().stream().map(pod -> pod.getMetadata().getName()).sorted().toList();
    }

    private PodResource podResource(String name) {
        return sandbox.client().pods().withName(name);
    }

    private Pod pod(String name) {
        return podResource(name).require();
    }

    private String phase(String name) {
        Pod pod = podResource(name).get();
        return pod == null ? "" : pod.getStatus().getPhase();
    }

    private PodCondition condition(String pod, String type) {
        return pod(pod).getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    /** By read and replace: a merge patch of a list means something else to the embedded server. */
    private Pod setFinalizers(String name, List<String> finalizers) {
        return soon().ignoreExceptions()
                .until(
                        () -> sandbox.client()
                                .resource(new PodBuilder(pod(name))
                                        .editMetadata()
                                        .withFinalizers(finalizers)
                                        .endMetadata()
                                        .build())
                                .update(),
                        updated -> true);
    }

    private void openGate(String name) {
        Pod pod = pod(name);
        List<PodCondition> conditions = new ArrayList<>(pod.getStatus().getConditions());
        conditions.add(new PodConditionBuilder()
                .withType("example.com/open")
                .withStatus("True")
                .build());
        sandbox.client()
                .resource(new PodBuilder(pod)
                        .editStatus()
                        .withConditions(conditions)
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private void awaitReady(String... names) {
        for (String name : names) {
            soon().until(() -> podResource(name).get(), pod -> pod != null && isReady(pod));
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    private static void staysTrue(Callable<Boolean> condition) {
        await().during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    @SuppressWarnings("NullAway") // set before each test
    private static Sandbox uninitialised() {
        return null;
    }
}
