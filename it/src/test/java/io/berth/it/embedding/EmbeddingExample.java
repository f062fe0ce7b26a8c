package io.berth.it.embedding;

import io.berth.runtime.kubernetes.KubernetesEngine;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What stands between the marks stands in the README, too. */
final class EmbeddingExample {
    private static final String STATUS = "game.kruise.io/network-status";

    private EmbeddingExample() {}

    // README: begin
    static String createAndAwaitAddress(NamespacedKubernetesClient client, InputStream yaml) {
        try (KubernetesEngine engine = KubernetesEngine.on(client)
                .identity("my-cluster", "my-operator")
                .serve("Kubernetes-None")
                .serve("Kubernetes-HostPort", Map.of("ranges.default", "7000-8000"))
                .start()) {
            Pod pod = client.pods().load(yaml).item();
            Pod created = client.pods().resource(engine.admit(pod)).create();
            return client.resource(created)
                    .waitUntilCondition(EmbeddingExample::isReady, 1, TimeUnit.MINUTES)
                    .getMetadata()
                    .getAnnotations()
                    .getOrDefault(STATUS, "");
        }
    }

    static boolean isReady(Pod pod) {
        return pod.getMetadata().getAnnotations().getOrDefault(STATUS, "").contains("\"Ready\"");
    }
    // README: end
}
