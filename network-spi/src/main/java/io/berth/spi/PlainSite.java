package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** Where there is no cloud. */
record PlainSite(Identity identity, String networkType) implements Site {
    PlainSite {
        requireNonNull(identity, "identity is null");
        requireNonNull(networkType, "networkType is null");
    }

    @Override
    public Optional<String> mode() {
        return Optional.empty();
    }

    @Override
    public Optional<String> cloud() {
        return Optional.empty();
    }

    @Override
    public Optional<String> account() {
        return Optional.empty();
    }

    @Override
    public <R> Optional<R> rules(Class<R> type) {
        return Optional.empty();
    }
}
