package io.berth.spi.config;

import java.util.List;

/** A text that is no value of its type: every problem in it, each with the remedy. Never holds a secret. */
public final class BadValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public BadValueException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    public BadValueException(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return List.copyOf(problems);
    }
}
