package io.berth.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pods that a workload's controller would create. */
public final class FuturePods {
    /** More would tell nothing new, and somebody's typing error may not fill the memory. */
    static final int MOST = 10_000;

    /** @param name how it is shown; a controller that makes up names gets a {@code *} */
    record FuturePod(String name, String namespace, ObjectNode json) {}

    private FuturePods() {}

    /** Empty optional: of such an object nobody here knows which pods it makes. */
    static Optional<List<FuturePod>> of(Manifest manifest) {
        JsonNode spec = manifest.json().path("spec");
        return switch (manifest.kind()) {
            case "Pod" -> Optional.of(List.of(pod(manifest, manifest.json(), manifest.name())));
            case "StatefulSet" ->
                Optional.of(named(
                        manifest,
                        spec.path("template"),
                        spec.path("ordinals").path("start").asInt(0)));
            case "GameServerSet" -> Optional.of(ofGameServerSet(manifest));
            case "Deployment", "ReplicaSet" -> Optional.of(unnamed(manifest, spec.path("template")));
            default -> Optional.empty();
        };
    }

    /** How many pods with this annotation there will be; 0 where nobody knows. */
    public static int countWith(Manifest manifest, String annotation) {
        return (int) of(manifest).orElse(List.of()).stream()
                .filter(pod -> pod.json().path("metadata").path("annotations").has(annotation))
                .count();
    }

    /** The annotations of its pods; nothing where nobody knows which pods it makes. */
    public static List<Map<String, String>> annotationsOf(Manifest manifest) {
        List<Map<String, String>> all = new ArrayList<>();
        for (FuturePod pod : of(manifest).orElse(List.of())) {
            Map<String, String> annotations = new LinkedHashMap<>();
            pod.json()
                    .path("metadata")
                    .path("annotations")
                    .properties()
                    .forEach(entry ->
                            annotations.put(entry.getKey(), entry.getValue().asText()));
            all.add(annotations);
        }
        return all;
    }

    private static int replicas(Manifest manifest) {
        return Math.max(
                0, Math.min(MOST, manifest.json().path("spec").path("replicas").asInt(1)));
    }

    private static List<FuturePod> named(Manifest manifest, JsonNode template, int start) {
        List<FuturePod> pods = new ArrayList<>();
        for (int i = 0; i < replicas(manifest); i++) {
            pods.add(pod(manifest, template, manifest.name() + "-" + (start + i)));
        }
        return pods;
    }

    private static List<FuturePod> ofGameServerSet(Manifest manifest) {
        JsonNode template = GameServerSets.template(manifest);
        return GameServerSets.ids(manifest, replicas(manifest)).stream()
                .map(id -> pod(manifest, template, manifest.name() + "-" + id))
                .toList();
    }

    private static List<FuturePod> unnamed(Manifest manifest, JsonNode template) {
        List<FuturePod> pods = new ArrayList<>();
        for (int i = 0; i < replicas(manifest); i++) {
            pods.add(pod(manifest, template, ""));
        }
        return pods;
    }

    private static FuturePod pod(Manifest manifest, JsonNode template, String name) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = template.path("metadata") instanceof ObjectNode given
                ? given.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        metadata.remove(List.of("name", "namespace", "uid", "resourceVersion", "ownerReferences"));
        metadata.put("namespace", manifest.namespace());
        if (name.isEmpty()) {
            metadata.put("generateName", manifest.name() + "-");
        } else {
            metadata.put("name", name);
        }
        if (!"Pod".equals(manifest.kind())) {
            metadata.putArray("ownerReferences")
                    .addObject()
                    .put("apiVersion", manifest.json().path("apiVersion").asText())
                    .put("kind", manifest.kind())
                    .put("name", manifest.name())
                    .put("uid", "planned")
                    .put("controller", true);
        }
        pod.set("metadata", metadata);
        pod.set(
                "spec",
                template.path("spec").isObject()
                        ? template.path("spec").deepCopy()
                        : JsonNodeFactory.instance.objectNode());
        return new FuturePod(name.isEmpty() ? manifest.name() + "-*" : name, manifest.namespace(), pod);
    }
}
