package io.berth.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.operator.config.ApiServerConfig;
import io.berth.operator.config.ConfigException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiClientTest {
    private static final String KUBECONFIG = """
            apiVersion: v1
            kind: Config
            current-context: one
            clusters:
              - {name: one, cluster: {server: "https://one.example.com"}}
              - {name: two, cluster: {server: "https://two.example.com"}}
            users:
              - {name: me, user: {token: s3cret}}
            contexts:
              - {name: one, context: {cluster: one, user: me, namespace: ops}}
              - {name: two, context: {cluster: two, user: me}}
            """;

    @TempDir
    private Path folder = Path.of("unset");

    private static ApiServerConfig config(Optional<Path> kubeconfig, Optional<String> context) {
        return new ApiServerConfig(kubeconfig, context, List.of(), Optional.empty(), Duration.ofSeconds(7));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void requestsAreSentOnceAndEndInTime() throws IOException {
        try (KubernetesClient client =
                ApiClient.create(config(Optional.empty(), Optional.empty()), Optional.of(file("k", KUBECONFIG)))) {
            assertThat(client.getMasterUrl()).hasHost("one.example.com");
            assertThat(client.getConfiguration().getRequestRetryBackoffLimit()).isZero();
            assertThat(client.getConfiguration().getRequestTimeout()).isEqualTo(7000);
            assertThat(client.getConfiguration().isTrustCerts()).isFalse();
            assertThat(OwnPlace.find(client).namespace()).isEqualTo("ops");
        }
    }

    @Test
    void theContextIsChosenByItsName() throws IOException {
        Path file = file("k", KUBECONFIG);
        try (KubernetesClient client =
                ApiClient.create(config(Optional.of(file), Optional.of("two")), Optional.empty())) {
            assertThat(client.getMasterUrl()).hasHost("two.example.com");
            assertThat(client.getConfiguration().getRequestRetryBackoffLimit()).isZero();
        }
        ApiServerConfig three = config(Optional.of(file), Optional.of("three"));
        assertThatThrownBy(() -> ApiClient.create(three, Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no context 'three'; there are [one, two]");
    }

    @Test
    void theOptionGoesBeforeTheConfiguration() throws IOException {
        Path other = file("other", KUBECONFIG.replace("one.example.com", "other.example.com"));
        try (KubernetesClient client =
                ApiClient.create(config(Optional.of(file("k", KUBECONFIG)), Optional.empty()), Optional.of(other))) {
            assertThat(client.getMasterUrl()).hasHost("other.example.com");
        }
    }

    @Test
    void aFileThatIsNoneIsNamedAndNotQuoted() throws IOException {
        Path broken = file("broken", KUBECONFIG + "  nonsense: [s3cret\n");
        ApiServerConfig config = config(Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> ApiClient.create(config, Optional.of(broken)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(broken + " cannot be used")
                .hasMessageContaining("is no kubeconfig file")
                .hasNoCause()
                .hasMessageNotContaining("s3cret");
    }
}
