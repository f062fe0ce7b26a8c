package io.berth.spi.config;

import static java.util.Objects.requireNonNull;

/** One entry of {@code network-conf}, or one leaf of a settings file: nested names are joined by dots. */
public record NameValue(String name, String value) {
    public NameValue {
        requireNonNull(name, "name is null");
        requireNonNull(value, "value is null");
    }

    /** Without the value, since nothing here says whether it is a secret. */
    @Override
    public String toString() {
        return name + "=***";
    }
}
