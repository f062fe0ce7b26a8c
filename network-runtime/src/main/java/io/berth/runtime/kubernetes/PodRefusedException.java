package io.berth.runtime.kubernetes;

import java.util.List;

/** A pod that must not be created as it is. */
public final class PodRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    PodRefusedException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, each with its remedy. */
    public List<String> problems() {
        return problems;
    }
}
