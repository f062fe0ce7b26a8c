package io.berth.operator.config;

import java.util.List;

/** The configuration cannot be used: every problem in it, each with its remedy. Never holds a secret. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public ConfigException(String source, List<String> problems) {
        super("%s cannot be used:%n  - %s".formatted(source, String.join(System.lineSeparator() + "  - ", problems)));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return List.copyOf(problems);
    }
}
