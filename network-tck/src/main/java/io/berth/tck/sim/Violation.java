package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

/** An invariant does not hold. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    Violation(Invariant invariant, String message) {
        super(invariant + ": " + message);
        this.invariant = requireNonNull(invariant, "invariant is null");
    }

    Violation(Invariant invariant, String message, Throwable cause) {
        super(invariant + ": " + message, cause);
        this.invariant = requireNonNull(invariant, "invariant is null");
    }

    public Invariant invariant() {
        return invariant;
    }
}
