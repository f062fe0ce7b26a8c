package io.berth.spi.config;

import static java.util.Objects.requireNonNull;

/** What is wrong with one name; the message says the value and the remedy. */
public record Problem(String name, String message) {
    public Problem {
        requireNonNull(name, "name is null");
        requireNonNull(message, "message is null");
    }

    @Override
    public String toString() {
        return name.isEmpty() ? message : name + ": " + message;
    }
}
