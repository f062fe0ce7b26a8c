package io.berth.operator.config;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Lease that decides which replica acts.
 *
 * @param namespace empty: the operator's own
 * @param margin how much earlier than the lease ends we stop to count on it
 */
public record LeaderElectionConfig(
        Optional<String> namespace, String name, Duration leaseDuration, Duration retryPeriod, Duration margin) {
    private static final Duration SHORTEST_RETRY = Duration.ofMillis(10);

    private static final Option<Optional<String>> NAMESPACE = Option.optional(
            "namespace",
            ConfigTypes.dnsLabel(),
            "Where the Lease is. Without: the operator's own namespace (`$POD_NAMESPACE`, the service account's, else that"
                    + " of the kubeconfig).");
    private static final Option<String> NAME = Option.withDefault(
            "name",
            ConfigTypes.dnsName(),
            "berth",
            "The Lease's name. Operators with different `identity.operatorId` need different names.");
    private static final Option<Duration> LEASE_DURATION = Option.withDefault(
            "leaseDuration",
            ConfigTypes.positiveDuration(),
            "15s",
            "How long a standby waits after the last renewal before it takes over.");
    private static final Option<Duration> RETRY_PERIOD = Option.withDefault(
            "retryPeriod", ConfigTypes.positiveDuration(), "2s", "The pause between two tries to take or renew.");
    private static final Option<Duration> MARGIN = Option.withDefault(
            "margin",
            ConfigTypes.positiveDuration(),
            "3s",
            "How much earlier than the lease ends the leader stops to send; covers clocks that run apart.");

    static final Section<LeaderElectionConfig> SECTION = new Section<>(
            "leaderElection",
            "The Lease by which one replica leads; the others stand by, keep their caches warm and answer admission.",
            ConfigSchema.of("key", LeaderElectionConfig::of, NAMESPACE, NAME, LEASE_DURATION, RETRY_PERIOD, MARGIN));

    public LeaderElectionConfig {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(leaseDuration, "leaseDuration is null");
        requireNonNull(retryPeriod, "retryPeriod is null");
        requireNonNull(margin, "margin is null");
    }

    private static LeaderElectionConfig of(ConfigSchema.Values values) {
        LeaderElectionConfig config = new LeaderElectionConfig(
                values.get(NAMESPACE),
                values.get(NAME),
                values.get(LEASE_DURATION),
                values.get(RETRY_PERIOD),
                values.get(MARGIN));
        List<String> problems = new ArrayList<>();
        if (config.leaseDuration.compareTo(Duration.ofSeconds(1)) < 0
                || config.leaseDuration.compareTo(Duration.ofHours(1)) > 0) {
            problems.add("leaseDuration has to be 1s to 1h; a Lease counts in seconds");
        }
        if (config.retryPeriod.compareTo(SHORTEST_RETRY) < 0) {
            problems.add("retryPeriod has to be 10ms at least");
        }
        if (problems.isEmpty()
                && config.leaseDuration.minus(config.margin).compareTo(config.retryPeriod.multipliedBy(3)) < 0) {
            problems.add(
                    "leaseDuration less margin has to be three times retryPeriod at least, or one lost request would"
                            + " end the leadership");
        }
        if (!problems.isEmpty()) {
            throw new BadValueException(problems);
        }
        return config;
    }
}
