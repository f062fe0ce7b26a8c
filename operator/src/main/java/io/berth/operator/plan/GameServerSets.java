package io.berth.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.runtime.AnnotationKeys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** OpenKruiseGame's workload, as far as a plan and the demo need it: which pods it makes, and from which template. */
public final class GameServerSets {
    private static final String KIND = "GameServerSet";
    private static final String OWNER = "game.kruise.io/owner-gss";
    private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";

    private GameServerSets() {}

    static boolean is(Manifest manifest) {
        return KIND.equals(manifest.kind());
    }

    /** The pod template, with what {@code spec.network} says as annotations, where the template does not say it. */
    static JsonNode template(Manifest manifest) {
        JsonNode spec = manifest.json().path("spec");
        ObjectNode template = spec.path("gameServerTemplate") instanceof ObjectNode given
                ? given.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        template.remove("volumeClaimTemplates");
        template.remove("reclaimPolicy");
        ObjectNode metadata = template.withObject("/metadata");
        metadata.withObject("/labels").put(OWNER, manifest.name());
        JsonNode network = spec.path("network");
        AnnotationKeys keys = AnnotationKeys.openKruiseGame();
        String type = network.path("networkType").asText("");
        if (!type.isEmpty()) {
            ObjectNode annotations = metadata.withObject("/annotations");
            putIfAbsent(annotations, keys.networkType(), type);
            if (network.path("networkConf") instanceof ArrayNode conf) {
                putIfAbsent(annotations, keys.networkConf(), conf.toString());
            }
        }
        return template;
    }

    private static void putIfAbsent(ObjectNode object, String name, String value) {
        if (!object.has(name)) {
            object.put(name, value);
        }
    }

    /** The numbers in the pods' names: from 0 on, without those that are reserved. */
    static List<Integer> ids(Manifest manifest, int replicas) {
        Set<Integer> reserved = reserved(manifest);
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; ids.size() < replicas; id++) {
            if (!reserved.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static Set<Integer> reserved(Manifest manifest) {
        Set<Integer> reserved = new LinkedHashSet<>();
        manifest.json().path("spec").path("reserveGameServerIds").forEach(id -> {
            if (id.canConvertToInt()) {
                reserved.add(id.asInt());
            }
        });
        return reserved;
    }

    /**
     * What makes the same pods in a cluster without OpenKruiseGame: a StatefulSet, or, where numbers are left out, the
     * pods one by one. Any other manifest comes back as it is.
     */
    public static List<Manifest> played(Manifest manifest) {
        if (!is(manifest)) {
            return List.of(manifest);
        }
        if (!reserved(manifest).isEmpty()) {
            return FuturePods.of(manifest).orElse(List.of()).stream()
                    .map(pod -> new Manifest(manifest.source(), alone(pod.json())))
                    .toList();
        }
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        set.put("apiVersion", "apps/v1").put("kind", "StatefulSet");
        set.withObject("/metadata").put("name", manifest.name()).put("namespace", manifest.namespace());
        ObjectNode spec = set.withObject("/spec");
        spec.put("replicas", manifest.json().path("spec").path("replicas").asInt(1));
        spec.put("serviceName", manifest.name());
        spec.put("podManagementPolicy", "Parallel");
        spec.withObject("/selector/matchLabels").put(OWNER, manifest.name());
        spec.set("template", template(manifest));
        return List.of(new Manifest(manifest.source(), set));
    }

    /** Nobody owns it, and its name is its label too, as a controller would have it. */
    private static ObjectNode alone(ObjectNode pod) {
        ObjectNode copy = pod.deepCopy();
        ObjectNode metadata = copy.withObject("/metadata");
        metadata.remove("ownerReferences");
        metadata.withObject("/labels").put(POD_NAME, metadata.path("name").asText());
        return copy;
    }
}
