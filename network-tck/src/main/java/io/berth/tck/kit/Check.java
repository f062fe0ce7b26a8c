package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

/**
 * One test of the kit.
 *
 * @param name what it does, for test reports
 */
public record Check(Theme theme, String name, Body body) {
    /** Throws {@link BrokenRule} where a rule is broken. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }

    public Check {
        requireNonNull(theme, "theme is null");
        requireNonNull(name, "name is null");
        requireNonNull(body, "body is null");
    }
}
