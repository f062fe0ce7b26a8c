package io.berth.runtime;

import java.time.Duration;

/** A request got no permit, and nothing was sent. It passes through the plugin's code; the engine calls again. */
final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration due;

    NotYet(Duration due) {
        super("No permit for another " + due, null, false, false);
        this.due = due;
    }

    Duration due() {
        return due;
    }
}
