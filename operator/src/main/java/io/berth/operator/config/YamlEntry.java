package io.berth.operator.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One leaf of a YAML document. The elements of a list are leaves of one and the same path.
 *
 * @param path the names from the root down, never empty
 * @param text as it is written, so that {@code 007} stays what it is; empty for nothing and for an empty map
 * @param line where it stands, from 1
 */
record YamlEntry(List<String> path, Optional<String> text, int line) {
    YamlEntry {
        path = List.copyOf(path);
        requireNonNull(text, "text is null");
    }

    String name() {
        return String.join(".", path);
    }

    /** The part of the name behind so many names. */
    String nameFrom(int depth) {
        return String.join(".", path.subList(depth, path.size()));
    }
}
