package io.berth.runtime;

import java.util.List;

/** The plugins, clouds and settings do not fit together: every problem, with the jars that are concerned. */
public final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    CatalogException(List<String> problems) {
        super("The network types cannot be set up:\n  - " + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return List.copyOf(problems);
    }
}
