package io.berth.operator.demo;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How one pod stands.
 *
 * @param state as its status says, or why it has none
 * @param addresses from outside, for people; empty without
 * @param status the status annotation as it is
 * @param readyAfter from when the pod was first seen until it was seen Ready
 * @param replaceable it has a controller that would create it again
 */
public record PodRow(
        String namespace,
        String name,
        String uid,
        String networkType,
        String state,
        String addresses,
        String status,
        Optional<Duration> readyAfter,
        boolean replaceable) {
    static final String READY = "Ready";

    public PodRow {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(uid, "uid is null");
        requireNonNull(networkType, "networkType is null");
        requireNonNull(state, "state is null");
        requireNonNull(addresses, "addresses is null");
        requireNonNull(status, "status is null");
        requireNonNull(readyAfter, "readyAfter is null");
    }

    String fullName() {
        return namespace + "/" + name;
    }

    boolean isReady() {
        return state.equals(READY) && !addresses.isEmpty();
    }

    String readyText() {
        return readyAfter
                .map(time -> "%.2f s".formatted(time.toMillis() / 1000.0))
                .orElse("");
    }
}
