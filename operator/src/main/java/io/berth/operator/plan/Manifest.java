package io.berth.operator.plan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One object of a manifest.
 *
 * @param source the file and which document of it, for messages
 */
public record Manifest(String source, ObjectNode json) {
    public Manifest {
        requireNonNull(source, "source is null");
        json = json.deepCopy();
    }

    public String kind() {
        return json.path("kind").asText();
    }

    public String name() {
        return json.path("metadata").path("name").asText("");
    }

    /** {@code default} where it is not said. */
    public String namespace() {
        return json.path("metadata").path("namespace").asText("default");
    }

    @Override
    public String toString() {
        return kind() + " " + namespace() + "/" + name();
    }
}
