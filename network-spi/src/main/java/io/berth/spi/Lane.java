package io.berth.spi;

import static java.util.Objects.requireNonNull;

/**
 * A queue of requests to the far side of limited width. Lanes with equal names are one; the engine learns how long a
 * lane stays closed after a request from the far side's {@link NetworkException.Kind#BUSY} answers.
 *
 * @param name unique within the installation, for example the text of the pool
 * @param width how many requests may be under way at once, at least 1
 */
public record Lane(String name, int width) {
    public Lane {
        requireNonNull(name, "name is null");
        if (width < 1) {
            throw new IllegalArgumentException("Lane %s needs a width of at least 1, got %d".formatted(name, width));
        }
    }
}
