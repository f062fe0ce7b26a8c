package io.berth.runtime.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import io.berth.runtime.CatalogException;
import io.berth.runtime.EngineSettings;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that a client and a plugin on the class path are enough for. */
@OnEveryCluster
@Timeout(120)
class KubernetesEngineIT {
    private static final String STATUS = "game.kruise.io/network-status";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private Sandbox sandbox;
    private URLClassLoader plugins;

    @BeforeEach
    void open(Sandbox own, @TempDir Path folder) throws IOException {
        sandbox = own;
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve("io.berth.spi.NetworkPluginFactory"), "io.berth.runtime.PublicFactory\n");
        plugins = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }

    @AfterEach
    void close() throws IOException {
        plugins.close();
    }

    @Test
    void admitsServesAndFollowsPods() {
        Node unused = sandbox.addNode("n1", "10.1.0.1", "203.0.113.1");
        try (KubernetesEngine engine = builder().start()) {
            Pod created = sandbox.create(engine.admit(pod("game-0", "[]")));

            assertThat(created.getSpec().getContainers().get(0).getPorts())
                    .anySatisfy(port -> assertThat(port.getHostPort()).isEqualTo(7000));
            assertThat(created.getMetadata().getAnnotations()).containsEntry("plain", "yes");
            awaitReady("game-0");
            assertThat(engine.engine().capacity()).containsKey("Public");
        }
        assertThat(status("game-0")).as("it stays when the engine has ended").contains("\"Ready\"");
    }

    @Test
    void servesWhatWasThereBeforeAndWhatComesUnderTheSameName() {
        Node unused = sandbox.addNode("n1", "10.1.0.1", "203.0.113.1");
        sandbox.create(pod("game-0", "[]"));
        try (KubernetesEngine engine = builder().namespaces(sandbox.namespace()).start()) {
            awaitReady("game-0");
            var unusedDetails = sandbox.client()
                    .pods()
                    .withName("game-0")
                    .withGracePeriod(0)
                    .delete();
            await().atMost(PATIENCE)
                    .until(() -> sandbox.client().pods().withName("game-0").get() == null);
            sandbox.create(engine.admit(pod("game-0", "[]")));
            awaitReady("game-0");
        }
    }

    @Test
    void aPodThatMustNotBeIsRefusedAndOneThatMayIsLetIn() {
        try (KubernetesEngine engine =
                builder().settings(KubernetesEngineIT::quick).start()) {
            assertThatThrownBy(() -> engine.admit(pod("full", "[{\"name\":\"Port\",\"value\":\"6668\"}]")))
                    .isInstanceOfSatisfying(
                            PodRefusedException.class,
                            refused -> assertThat(refused.problems())
                                    .containsExactly("every number is in use on every node"));

            Pod bad = pod("bad", "[{\"name\":\"Prt\",\"value\":\"1\"}]");
            assertThat(engine.admit(bad).getSpec()).isEqualTo(bad.getSpec());
        }
    }

    @Test
    void whatIsMissingOrWrongIsSaidAtTheStart() {
        assertThatThrownBy(() -> KubernetesEngine.on(sandbox.client()).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("identity(")
                .hasMessageContaining("serve(");
        assertThatThrownBy(() -> builder().serve("Pubic").start())
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("Pubic")
                .hasMessageContaining("Public");
    }

    private static EngineSettings quick(EngineSettings defaults) {
        return EngineSettings.defaults(defaults.identity());
    }

    private KubernetesEngineBuilder builder() {
        return KubernetesEngine.on(sandbox.client())
                .identity("cluster-1", "berth")
                .plugins(plugins)
                .lease(LeaseSettings.of(sandbox.namespace(), "berth", "test"))
                .serve("Public");
    }

    private void awaitReady(String name) {
        await(name)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status(name))
                        .contains("\"Ready\"")
                        .contains(sandbox.client()
                                .pods()
                                .withName(name)
                                .require()
                                .getStatus()
                                .getPodIP()));
    }

    private String status(String name) {
        return sandbox.client()
                .pods()
                .withName(name)
                .require()
                .getMetadata()
                .getAnnotations()
                .getOrDefault(STATUS, "");
    }

    private Pod pod(String name, String conf) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(sandbox.namespace())
                .addToAnnotations("game.kruise.io/network-type", "Public")
                .addToAnnotations("game.kruise.io/network-conf", conf)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("game")
                .withImage("game:1")
                .endContainer()
                .endSpec()
                .build();
    }
}
