package io.berth.runtime.kubernetes;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The lease that instances of one operator compete for.
 *
 * @param holder whom people see as the holder, for example the pod's name; a random part is added to it
 * @param leaseDuration how long a lease that is not renewed keeps the others waiting; whole seconds are written
 * @param retryPeriod between two renewals, and between two looks of who does not lead
 * @param margin how long before its end the lease is no longer surely ours: for pauses of the process between the check
 *     and the act, and for clocks that run at different speeds
 */
public record LeaseSettings(
        String namespace, String name, String holder, Duration leaseDuration, Duration retryPeriod, Duration margin) {
    public LeaseSettings {
        requireNonNull(holder, "holder is null");
        List<String> problems = new ArrayList<>();
        if (namespace.isEmpty() || name.isEmpty()) {
            problems.add("namespace '%s' and name '%s' must not be empty".formatted(namespace, name));
        }
        if (leaseDuration.compareTo(Duration.ofSeconds(1)) < 0 || leaseDuration.compareTo(Duration.ofHours(1)) > 0) {
            problems.add("leaseDuration is %s; it must be 1 second to 1 hour".formatted(leaseDuration));
        }
        if (retryPeriod.compareTo(Duration.ofMillis(10)) < 0) {
            problems.add("retryPeriod is %s; it must be at least 10 ms".formatted(retryPeriod));
        }
        if (margin.isNegative()) {
            problems.add("margin is %s; it must not be negative".formatted(margin));
        }
        if (problems.isEmpty() && leaseDuration.minus(margin).compareTo(retryPeriod.multipliedBy(3)) < 0) {
            problems.add(
                    "leaseDuration %s less margin %s leaves no room for three periods of retryPeriod %s; raise the first or lower the others"
                            .formatted(leaseDuration, margin, retryPeriod));
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("The lease's settings: " + String.join("; ", problems));
        }
    }

    /** 15 s, renewed every 2 s, with a margin of 3 s. */
    public static LeaseSettings of(String namespace, String name, String holder) {
        return new LeaseSettings(
                namespace, name, holder, Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    /** How long a lease is surely ours after a renewal was sent. */
    Duration sureFor() {
        return leaseDuration.minus(margin);
    }

    /** One renewal that hangs leaves time for another one. */
    Duration requestTimeout() {
        return sureFor().minus(retryPeriod).dividedBy(2);
    }
}
