package io.berth.runtime.status;

import java.util.Optional;

/** How a pod's network stands, as games read it. */
public enum NetworkState {
    READY("Ready"),
    NOT_READY("NotReady"),
    /** Nothing has been promised yet. */
    WAITING("Waiting");

    private final String text;

    NetworkState(String text) {
        this.text = text;
    }

    /** As it stands in the annotation: {@code NotReady}. */
    public String text() {
        return text;
    }

    /** Case counts. */
    public static Optional<NetworkState> parse(String text) {
        for (NetworkState state : values()) {
            if (state.text.equals(text)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
