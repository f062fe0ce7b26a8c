package io.berth.operator.runtime;

import io.berth.localcluster.junit.Sandbox;
import io.berth.operator.config.ConfigDraft;
import io.berth.operator.config.ConfigReader;
import io.berth.runtime.Providers;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** An operator in this JVM, for one sandbox, with its own client whose requests are counted. */
final class RunningOperator implements AutoCloseable {
    /** Quick to take over. The registration's name is the sandbox's, so that nobody else's webhook is touched. */
    private static final String CONFIG = """
            identity: {clusterId: test, operatorId: "%1$s"}
            apiServer: {namespaces: ["%1$s"]}
            leaderElection: {namespace: "%1$s", name: berth, leaseDuration: 4s, retryPeriod: 500ms, margin: 1s}
            webhook: {host: 127.0.0.1, port: 0, register: true, configurationName: "berth-%1$s", failurePolicy: Fail, timeout: 10s}
            health: {host: 127.0.0.1, port: 0}
            engine: {nodeSettle: 100ms}
            networkTypes:
              Kubernetes-None:
              Kubernetes-HostPort:
                ranges: {default: 8000-8099}
            """;

    private final Requests requests;
    private final KubernetesClient client;
    private final ConfigDraft.Checked checked;
    private final OperatorRuntime runtime;

    private RunningOperator(
            Requests requests, KubernetesClient client, ConfigDraft.Checked checked, OperatorRuntime runtime) {
        this.requests = requests;
        this.client = client;
        this.checked = checked;
        this.runtime = runtime;
    }

    static String config(Sandbox sandbox) {
        return CONFIG.formatted(sandbox.namespace());
    }

    static String webhookName(Sandbox sandbox) {
        return "berth-" + sandbox.namespace();
    }

    static RunningOperator start(Sandbox sandbox) throws IOException {
        return start(config(sandbox), sandbox.cluster().kubeconfig());
    }

    static RunningOperator start(String config, Path kubeconfig) throws IOException {
        ConfigDraft draft = ConfigReader.ofProcess().read("test", config);
        Requests requests = new Requests();
        KubernetesClient client = counted(draft, kubeconfig, requests);
        ConfigDraft.Checked checked = null;
        OperatorRuntime runtime = null;
        try {
            checked = draft.check(
                    Providers.discover(RunningOperator.class.getClassLoader()), Map.of(KubernetesClient.class, client));
            OperatorRuntime started = OperatorRuntime.start(checked.config(), checked.catalog(), client);
            runtime = started;
            Games.soon().until(started::isReady);
            return new RunningOperator(requests, client, checked, started);
        } finally {
            if (runtime == null) {
                if (checked != null) {
                    checked.close();
                }
                client.close();
            }
        }
    }

    private static KubernetesClient counted(ConfigDraft draft, Path kubeconfig, Requests requests) {
        Config config;
        try (KubernetesClient plain =
                ApiClient.create(draft.config().orElseThrow().apiServer(), Optional.of(kubeconfig))) {
            config = plain.getConfiguration();
        }
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("requests", requests))
                .build();
    }

    Requests requests() {
        return requests;
    }

    OperatorRuntime runtime() {
        return runtime;
    }

    HttpResponse<String> health(String path) throws IOException, InterruptedException {
        return get("http://127.0.0.1:%d%s".formatted(runtime.healthPort(), path));
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        runtime.close();
        checked.close();
        client.close();
    }
}
