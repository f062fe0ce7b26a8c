package io.berth.simulator.aws;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What an account may have, and how long the vendor takes.
 *
 * @param pageSize the most that one reply lists, where the request does not ask for less
 * @param firstChecks how long a target that is in use takes to become healthy, or unhealthy
 * @param deregistrationDelay how long a target drains
 */
public record AwsTerms(
        String region,
        String accountId,
        int listenersPerBalancer,
        int groupsPerRegion,
        int targetsPerGroup,
        int pageSize,
        Duration firstChecks,
        Duration deregistrationDelay) {
    /** By AWS's pages on quotas and on target groups. */
    public static final AwsTerms USUAL = new AwsTerms(
            "us-east-1", "123456789012", 50, 3_000, 1_000, 400, Duration.ofSeconds(90), Duration.ofSeconds(300));

    public AwsTerms {
        requireNonNull(region, "region is null");
        requireNonNull(accountId, "accountId is null");
        requireNonNull(firstChecks, "firstChecks is null");
        requireNonNull(deregistrationDelay, "deregistrationDelay is null");
    }

    public AwsTerms quotas(int listeners, int groups, int targets) {
        return new AwsTerms(region, accountId, listeners, groups, targets, pageSize, firstChecks, deregistrationDelay);
    }

    public AwsTerms pages(int size) {
        return new AwsTerms(
                region,
                accountId,
                listenersPerBalancer,
                groupsPerRegion,
                targetsPerGroup,
                size,
                firstChecks,
                deregistrationDelay);
    }

    public AwsTerms delays(Duration checks, Duration drain) {
        return new AwsTerms(
                region, accountId, listenersPerBalancer, groupsPerRegion, targetsPerGroup, pageSize, checks, drain);
    }
}
