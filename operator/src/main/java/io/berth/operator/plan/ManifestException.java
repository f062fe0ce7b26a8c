package io.berth.operator.plan;

import java.util.List;

/** Manifests cannot be read: every problem, with the file and the document. */
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public ManifestException(List<String> problems) {
        super("The manifests cannot be read:%n  - %s"
                .formatted(String.join(System.lineSeparator() + "  - ", problems)));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return List.copyOf(problems);
    }
}
