package io.berth.operator.runtime;

import static io.berth.operator.runtime.Games.HOST_PORT;
import static io.berth.operator.runtime.Games.NONE;
import static io.berth.operator.runtime.Games.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.localcluster.ClusterTier;
import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import io.berth.operator.docs.Guide;
import io.berth.operator.plan.Manifest;
import io.berth.operator.plan.Manifests;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The manifests of docs/operator.md: the API server takes them, and their rights are what the operator uses. */
@OnEveryCluster(ClusterTier.REAL)
@Timeout(180)
class LeastRightsIT {
    private static final String NAMESPACE = "berth";

    @TempDir
    private Path folder = Path.of("unset");

    private Sandbox sandbox;
    private Games games;
    private Guide.Section section;

    @BeforeEach
    void apply(Sandbox own) throws IOException, InterruptedException {
        sandbox = own;
        games = new Games(own);
        games.addNodes(2);
        section = Guide.read().section("In a cluster");
        for (String file : List.of("rbac.yaml", "operator.yaml")) {
            Files.writeString(folder.resolve(file), section.file(file));
        }
        kubectl(section.script());
    }

    @AfterEach
    void delete() throws IOException, InterruptedException {
        kubectl("""
                kubectl delete -f operator.yaml
                kubectl delete -f rbac.yaml --wait=false
                kubectl delete mutatingwebhookconfiguration berth --ignore-not-found
                """);
    }

    private void kubectl(String script) throws IOException, InterruptedException {
        Path log = folder.resolve("kubectl.log");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euc", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("KUBECONFIG", sandbox.cluster().kubeconfig().toString());
        builder.environment()
                .merge(
                        "PATH",
                        sandbox.cluster()
                                .kubectl()
                                .orElseThrow()
                                .resolveSibling("")
                                .toString(),
                        (path, programs) -> programs + ":" + path);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    /** The configuration of the guide, reached without a Service, which nothing outside of a cluster can reach. */
    private String config() {
        Manifest map = Manifests.read("operator.yaml", section.file("operator.yaml")).stream()
                .filter(manifest -> manifest.kind().equals("ConfigMap"))
                .findFirst()
                .orElseThrow();
        String config = map.json().path("data").path("berth.yaml").asText();
        assertThat(config).contains("service:\n    name: berth\n");
        return config.replace("  service:\n    name: berth\n", "  host: 127.0.0.1\n  port: 0\n  timeout: 10s\n")
                + "health: {host: 127.0.0.1, port: 0}\n"
                + "leaderElection: {leaseDuration: 4s, retryPeriod: 500ms, margin: 1s}\n";
    }

    /** As the operator's pod has it: the service account's token, and its namespace. */
    private Path kubeconfig() throws IOException {
        KubernetesClient admin = sandbox.cluster().client();
        String token = admin.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName("berth")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        JsonNode present = admin.getKubernetesSerialization()
                .unmarshal(Files.readString(sandbox.cluster().kubeconfig()), JsonNode.class);
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: %s}]
                users: [{name: c, user: {token: "%s"}}]
                contexts: [{name: c, context: {cluster: c, user: c, namespace: %s}}]
                """.formatted(
                        present.path("clusters").path(0).path("cluster"), token, NAMESPACE));
    }

    @Test
    void theOperatorNeedsExactlyTheRightsOfTheGuide() throws Exception {
        Set<String> used = new TreeSet<>();
        try (RunningOperator operator = RunningOperator.start(config(), kubeconfig())) {
            games.awaitWebhook();
            games.statefulSet("arena", 2, HOST_PORT);
            games.pod("lobby", NONE, "[]");
            games.awaitReady(3);
            Pod bad = games.pod("bad", NONE, "[{\"name\":\"ContainerPort\",\"value\":\"game:80\"}]");
            soon().until(() -> games.warnings(bad).size() == 1);
            soon().until(() -> leader().isPresent());
            operator.close();
            used.addAll(rights(operator));
        }
        assertThat(leader()).as("given back").isEmpty();
        // It starts again with another certificate, and says of the bad pod what was said before.
        try (RunningOperator operator = RunningOperator.start(config(), kubeconfig())) {
            soon().until(() -> games.warnings(games.pod("bad")).stream().anyMatch(event -> event.getCount() == 2));
            operator.close();
            used.addAll(rights(operator));
        }

        assertThat(used).isEqualTo(granted());
        assertThatThrownBy(() -> {
                    try (KubernetesClient client = limited()) {
                        client.secrets().inNamespace(NAMESPACE).list();
                    }
                })
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(403));
    }

    private KubernetesClient limited() throws IOException {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.fromKubeconfig(
                                kubeconfig().toFile()))
                        .build())
                .build();
    }

    private Optional<String> leader() {
        return Optional.ofNullable(sandbox.cluster()
                        .client()
                        .leases()
                        .inNamespace(NAMESPACE)
                        .withName("berth")
                        .get())
                .map(lease -> lease.getSpec().getHolderIdentity());
    }

    /** As {@code verb resource}, what the operator was allowed to do; it was refused nothing. */
    private static Set<String> rights(RunningOperator operator) {
        assertThat(operator.requests().all()).noneMatch(sent -> sent.status() == 401 || sent.status() == 403);
        Set<String> rights = new TreeSet<>();
        operator.requests().all().forEach(sent -> rights.add(sent.right()));
        return rights;
    }

    private Set<String> granted() {
        Set<String> granted = new TreeSet<>();
        for (Manifest manifest : Manifests.read("rbac.yaml", section.file("rbac.yaml"))) {
            for (JsonNode rule : manifest.json().path("rules")) {
                rule.path("verbs")
                        .forEach(verb -> rule.path("resources")
                                .forEach(resource -> granted.add(verb.asText() + " " + resource.asText())));
            }
        }
        return granted;
    }
}
