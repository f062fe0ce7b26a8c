package io.berth.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.localcluster.admission.PodAdmission;
import io.berth.localcluster.admission.PodDeniedException;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EmbeddedClusterIT {

    @Test
    void hookChangesThePodsOfWorkloadsAndSinglePods() {
        PodAdmission addPort = pod -> new PodBuilder(pod)
                .editSpec()
                .editContainer(0)
                .addNewPort()
                .withContainerPort(80)
                .withHostPort(7000)
                .endPort()
                .endContainer()
                .endSpec()
                .build();
        try (LocalCluster cluster = LocalCluster.embedded(addPort)) {
            cluster.addNode("a", "192.168.0.10", "203.0.113.10");
            cluster.client().resource(statefulSet()).create();

            await().until(() -> podOrNull(cluster, "web-0") != null);
            assertThat(hostPort(cluster.client().pods().withName("web-0").require()))
                    .isEqualTo(7000);
            assertThat(hostPort(cluster.create(pod()))).isEqualTo(7000);
        }
    }

    @Test
    void deniedPodIsTriedAgainUntilTheHookLetsItPass() {
        AtomicBoolean open = new AtomicBoolean();
        PodAdmission gate = pod -> {
            if (open.get()) {
                return pod;
            }
            throw new PodDeniedException("quota is used up; raise it");
        };
        try (LocalCluster cluster = LocalCluster.embedded(gate)) {
            assertThatThrownBy(() -> cluster.create(pod()))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            denied -> assertThat(denied.getCode()).isEqualTo(403))
                    .hasMessageContaining("quota is used up; raise it");
            cluster.client().resource(statefulSet()).create();
            assertThat(cluster.client().pods().list().getItems()).isEmpty();

            open.set(true);

            await().until(() -> podOrNull(cluster, "web-0") != null);
        }
    }

    @Test
    void kubeconfigLeadsOtherClientsToIt() throws Exception {
        try (LocalCluster cluster = LocalCluster.embedded();
                KubernetesClient other = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                        .build()) {
            cluster.client()
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("note")
                            .endMetadata()
                            .withData(Map.of("a", "b"))
                            .build())
                    .create();

            assertThat(other.configMaps().withName("note").require().getData()).containsEntry("a", "b");
            assertThat(other.getKubernetesVersion().getGitVersion()).contains("embedded");
            assertThat(other.raw("/readyz")).isEqualTo("ok");
            assertThat(other.namespaces().withName("kube-system").get()).isNotNull();
            assertThat(cluster.kubectl()).isEmpty();
        }
    }

    @Test
    void clustersKnowNothingOfEachOtherAndLeaveNothing() {
        Path files;
        try (LocalCluster one = LocalCluster.embedded();
                LocalCluster other = LocalCluster.embedded()) {
            files = one.kubeconfig();
            one.addNode("a", "192.168.0.10", "203.0.113.10");

            assertThat(other.client().nodes().list().getItems()).isEmpty();
            assertThat(one.describe())
                    .startsWith("embedded API server (fabric8 ")
                    .contains("http://127.0.0.1:")
                    .isNotEqualTo(other.describe());
            assertThat(one.isReal()).isFalse();
        }
        assertThat(files.getParent()).doesNotExist();
    }

    private static @Nullable Pod podOrNull(LocalCluster cluster, String name) {
        return cluster.client().pods().withName(name).get();
    }

    private static Integer hostPort(Pod pod) {
        return pod.getSpec().getContainers().get(0).getPorts().get(0).getHostPort();
    }

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("single")
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("game")
                .withImage("game")
                .endContainer()
                .endSpec()
                .build();
    }

    private static StatefulSet statefulSet() {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", "game")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "game")
                .endMetadata()
                .withSpec(pod().getSpec())
                .endTemplate()
                .endSpec()
                .build();
    }
}
