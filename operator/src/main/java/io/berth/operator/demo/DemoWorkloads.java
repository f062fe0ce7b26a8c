package io.berth.operator.demo;

import io.berth.localcluster.LocalCluster;
import io.berth.operator.plan.FuturePods;
import io.berth.operator.plan.GameServerSets;
import io.berth.operator.plan.Manifest;
import io.berth.operator.plan.Manifests;
import io.berth.runtime.AnnotationKeys;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is created for the demo, and deleted at its end. */
final class DemoWorkloads {
    private final List<Manifest> manifests;
    private final List<HasMetadata> created = new ArrayList<>();

    DemoWorkloads(List<Manifest> manifests) {
        this.manifests = manifests.stream()
                .flatMap(manifest -> GameServerSets.played(manifest).stream())
                .toList();
    }

    /** A workload of each of these network types; one of somebody else's making that has none here is left out. */
    static DemoWorkloads ofTypes(Collection<String> networkTypes) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (String type : networkTypes) {
            String resource = type + ".yaml";
            try (InputStream stream = DemoWorkloads.class.getResourceAsStream(resource)) {
                if (stream != null) {
                    manifests.addAll(
                            Manifests.read(resource, new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
        }
        return new DemoWorkloads(manifests);
    }

    /** How many pods with a network type there will be, as far as can be known. */
    int expectedPods(AnnotationKeys keys) {
        return manifests.stream()
                .mapToInt(manifest -> FuturePods.countWith(manifest, keys.networkType()))
                .sum();
    }

    List<Manifest> manifests() {
        return manifests;
    }

    void create(LocalCluster cluster) {
        KubernetesClient client = cluster.client();
        for (Manifest manifest : manifests) {
            HasMetadata object =
                    client.getKubernetesSerialization().convertValue(manifest.json(), resourceClass(client, manifest));
            object.getMetadata().setNamespace(manifest.namespace());
            if (client.namespaces().withName(manifest.namespace()).get() == null) {
                created.add(client.resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(manifest.namespace())
                                .endMetadata()
                                .build())
                        .create());
            }
            // Bare pods by way of the cluster, since the embedded one asks webhooks only there.
            created.add(
                    object instanceof Pod pod
                            ? cluster.create(pod)
                            : client.resource(object).create());
        }
    }

    private static Class<? extends HasMetadata> resourceClass(KubernetesClient client, Manifest manifest) {
        Object typed =
                client.getKubernetesSerialization().unmarshal(manifest.json().toString());
        return typed instanceof HasMetadata known ? known.getClass() : GenericKubernetesResource.class;
    }

    void delete(KubernetesClient client) {
        for (int i = created.size() - 1; i >= 0; i--) {
            client.resource(created.get(i))
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete();
        }
        created.clear();
    }
}
