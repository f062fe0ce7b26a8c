package io.berth.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.berth.operator.config.YamlFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads manifests, YAML or JSON, several documents and {@code List}s included. */
public final class Manifests {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private Manifests() {}

    /** @throws ManifestException naming every document that is none */
    public static List<Manifest> read(List<Path> files) {
        List<Manifest> manifests = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                read(file.toString(), Files.readString(file), manifests, problems);
            } catch (IOException e) {
                problems.add("%s: cannot be read: %s".formatted(file, e));
            }
        }
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return List.copyOf(manifests);
    }

    /** @param source what the text is called in messages */
    public static List<Manifest> read(String source, String text) {
        List<Manifest> manifests = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        read(source, text, manifests, problems);
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return List.copyOf(manifests);
    }

    private static void read(String source, String text, List<Manifest> manifests, List<String> problems) {
        int before = manifests.size() + problems.size();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            for (int number = 1; documents.hasNext(); number++) {
                add(source + ", document " + number, documents.next(), manifests, problems);
            }
        } catch (IOException | RuntimeException e) {
            problems.add("%s: is no YAML: %s".formatted(source, YamlFault.text(e)));
            return;
        }
        if (manifests.size() + problems.size() == before) {
            problems.add("%s: has no objects".formatted(source));
        }
    }

    private static void add(String source, JsonNode document, List<Manifest> manifests, List<String> problems) {
        if (document.isNull() || document.isMissingNode()) {
            return;
        }
        if (!(document instanceof ObjectNode object)
                || object.path("kind").asText("").isEmpty()) {
            problems.add(source + ": is no Kubernetes object; it has no kind");
            return;
        }
        if (object.path("items").isArray() && object.path("kind").asText().endsWith("List")) {
            int number = 1;
            for (JsonNode item : object.path("items")) {
                add(source + ", item " + number++, item, manifests, problems);
            }
            return;
        }
        manifests.add(new Manifest(source, object));
    }
}
