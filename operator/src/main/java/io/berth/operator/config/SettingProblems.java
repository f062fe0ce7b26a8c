package io.berth.operator.config;

import io.berth.spi.config.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Says where in the file a problem of a schema is. */
final class SettingProblems {
    private SettingProblems() {}

    /** @param depth how many names of the entries' paths are in {@code prefix} */
    static String text(String prefix, Problem problem, List<YamlEntry> entries, int depth) {
        String name = problem.name().isEmpty() ? prefix : prefix + "." + problem.name();
        String lines = entries.stream()
                .filter(entry ->
                        !problem.name().isEmpty() && entry.nameFrom(depth).equals(problem.name()))
                .map(entry -> String.valueOf(entry.line()))
                .distinct()
                .collect(Collectors.joining(", "));
        return name + (lines.isEmpty() ? "" : " (line " + lines + ")") + ": " + problem.message();
    }
}
