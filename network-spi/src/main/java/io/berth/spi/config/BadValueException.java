package io.berth.spi.config;

import java.util.List;

/** A text that is no value of its type: every problem in it, each with the remedy, at least one. */
public final class BadValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /** @param problems what they quote is short, see {@link Excerpt} */
    public BadValueException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("A bad value needs a problem");
        }
    }

    public BadValueException(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }

    /** Says nothing of a program's fault, and a hostile list makes 100,000 of these: no stack trace. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
