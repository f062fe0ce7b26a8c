package io.berth.it.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** One case of one file. */
record Vector(String file, JsonNode json) {
    static final ObjectMapper MAPPER = new ObjectMapper();

    /** Whatever else a field is called, these are for people. */
    private static final Set<String> FOR_PEOPLE = Set.of("note", "comment", "description");

    /** Every case of every JSON file in the folder, in the order of their names. */
    static List<Vector> in(Path folder) {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(path -> path.getFileName().toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of the vectors cannot be read; give one by -Dberth.vectors=", e);
        }
        if (files.isEmpty()) {
            throw new IllegalStateException("There is no .json file in " + folder.toAbsolutePath());
        }
        List<Vector> vectors = new ArrayList<>();
        files.forEach(file -> vectors.addAll(of(file)));
        return vectors;
    }

    private static List<Vector> of(Path file) {
        JsonNode root;
        try {
            root = MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is no JSON", e);
        }
        JsonNode cases = root.isArray()
                ? root
                : root.path("vectors").isMissingNode() ? root.path("cases") : root.path("vectors");
        if (!cases.isArray() || cases.isEmpty()) {
            throw new IllegalStateException(file + " has no array 'vectors'");
        }
        List<Vector> vectors = new ArrayList<>();
        cases.forEach(json -> vectors.add(new Vector(file.getFileName().toString(), json)));
        return vectors;
    }

    String id() {
        return json.path("id").asText("without id");
    }

    /** Those of the port allocators name no type: they are all about host ports. */
    String networkType() {
        return json.path("networkType").asText("Kubernetes-HostPort");
    }

    /** Whether it is a sequence of requests to an allocator, else one operation on pods. */
    boolean isSequence() {
        return json.path("request").isArray();
    }

    static boolean isForPeople(String field) {
        return FOR_PEOPLE.contains(field);
    }

    /** Fails on every field that is not among the known ones. */
    static void onlyFields(JsonNode object, String where, String... known) {
        Set<String> names = Set.of(known);
        for (Iterator<String> fields = object.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            if (!names.contains(field) && !isForPeople(field)) {
                throw new NotUnderstoodException("field '%s' of %s: %s".formatted(field, where, object.get(field)));
            }
        }
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + text, e);
        }
    }

    @Override
    public String toString() {
        return file + " " + id();
    }
}
