package io.berth.operator.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.runtime.AdmissionAnswer;
import io.berth.spi.Admission.PortEdit;
import io.berth.spi.ContainerPort;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An admission answer as a JSON patch (RFC 6902) against a pod as the API server sent it. Only what differs is
 * touched; parents that are missing are made.
 */
public final class PodPatch {
    private static final String DEFAULT_PROTOCOL = "TCP";

    private final JsonNode pod;
    private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();
    private final Set<String> made = new HashSet<>();
    private final Set<String> replaced = new HashSet<>();

    private PodPatch(JsonNode pod) {
        this.pod = pod;
    }

    /**
     * @return empty array: there is nothing to change
     * @throws IllegalArgumentException if the answer speaks of a container or port that the pod has not
     */
    public static ArrayNode of(JsonNode pod, AdmissionAnswer answer) {
        PodPatch patch = new PodPatch(pod);
        answer.ports().forEach(patch::port);
        patch.annotations(answer.annotations());
        return patch.operations;
    }

    private void port(PortEdit edit) {
        String container = container(edit.container());
        if (edit.replaces().isEmpty()) {
            parent(container, "ports", JsonNodeFactory.instance.arrayNode());
            add(container + "/ports/-", written(edit.port()));
            return;
        }
        String path = declared(container, edit);
        JsonNode before = pod.at(path);
        ContainerPort from = edit.replaces().get();
        ContainerPort to = edit.port();
        set(path, before, "name", to.name().map(JsonNodeFactory.instance::textNode));
        set(path, before, "containerPort", Optional.of(JsonNodeFactory.instance.numberNode(to.number())));
        if (from.protocol() != to.protocol()) {
            set(
                    path,
                    before,
                    "protocol",
                    Optional.of(JsonNodeFactory.instance.textNode(to.protocol().name())));
        }
        set(path, before, "hostPort", to.hostPort().map(JsonNodeFactory.instance::numberNode));
    }

    private String container(String name) {
        for (String list : new String[] {"containers", "initContainers"}) {
            JsonNode containers = pod.path("spec").path(list);
            for (int i = 0; i < containers.size(); i++) {
                if (name.equals(containers.get(i).path("name").asText())) {
                    return "/spec/" + list + "/" + i;
                }
            }
        }
        throw new IllegalArgumentException("the pod has no container '%s'".formatted(name));
    }

    private String declared(String container, PortEdit edit) {
        JsonNode ports = pod.at(container).path("ports");
        for (int i = 0; i < ports.size(); i++) {
            String path = container + "/ports/" + i;
            if (!replaced.contains(path) && isPort(ports.get(i), edit.replaces().orElseThrow())) {
                replaced.add(path);
                return path;
            }
        }
        throw new IllegalArgumentException(
                "container '%s' does not declare %s".formatted(edit.container(), edit.replaces()));
    }

    private static boolean isPort(JsonNode json, ContainerPort port) {
        return json.path("containerPort").asInt() == port.number()
                && json.path("protocol")
                        .asText(DEFAULT_PROTOCOL)
                        .equals(port.protocol().name())
                && json.path("name").asText("").equals(port.name().orElse(""))
                && json.path("hostPort").asInt(0) == port.hostPort().orElse(0);
    }

    private void set(String path, JsonNode before, String field, Optional<? extends JsonNode> value) {
        JsonNode there = before.path(field);
        if (value.isEmpty()) {
            if (!there.isMissingNode()) {
                operations.addObject().put("op", "remove").put("path", path + "/" + field);
            }
        } else if (!there.equals(value.get())) {
            // An add replaces what is there.
            add(path + "/" + field, value.get());
        }
    }

    private static ObjectNode written(ContainerPort port) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        port.name().ifPresent(name -> json.put("name", name));
        json.put("containerPort", port.number());
        json.put("protocol", port.protocol().name());
        port.hostPort().ifPresent(number -> json.put("hostPort", number));
        return json;
    }

    private void annotations(Map<String, String> annotations) {
        new TreeMap<>(annotations).forEach((key, value) -> {
            JsonNode there = pod.path("metadata").path("annotations").path(key);
            if (!value.equals(there.asText(null))) {
                parent("", "metadata", JsonNodeFactory.instance.objectNode());
                parent("/metadata", "annotations", JsonNodeFactory.instance.objectNode());
                add("/metadata/annotations/" + escaped(key), JsonNodeFactory.instance.textNode(value));
            }
        });
    }

    /** Makes an empty parent once, where there is none or it is null. */
    private void parent(String path, String field, JsonNode empty) {
        String full = path + "/" + field;
        JsonNode there = pod.at(full);
        if ((there.isMissingNode() || there.isNull()) && made.add(full)) {
            add(full, empty);
        }
    }

    private void add(String path, JsonNode value) {
        operations.addObject().put("op", "add").put("path", path).set("value", value);
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
