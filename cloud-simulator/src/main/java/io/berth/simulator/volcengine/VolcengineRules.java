package io.berth.simulator.volcengine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What differs between accounts and days, and what Volcengine does not publish.
 *
 * @param region in which everything is; from any other one, nothing of it is found
 * @param lock how long a balancer is {@code Configuring} after each change; all other changes are refused meanwhile
 * @param listDelay the most that a list, and the look-up of network interfaces, is behind; reads by id are fresh
 * @param listenersPerBalancer a quota that Volcengine does not publish
 * @param groupsPerBalancer 200, by Volcengine's reference of server groups
 * @param errorsInside200 whether errors come with the HTTP status 200, as they do through some gateways
 */
public record VolcengineRules(
        String region,
        Duration lock,
        Duration listDelay,
        int listenersPerBalancer,
        int groupsPerBalancer,
        boolean errorsInside200) {
    public static final VolcengineRules USUAL =
            new VolcengineRules("cn-beijing", Duration.ofSeconds(2), Duration.ofSeconds(1), 500, 200, false);

    /** Nothing takes time, and no list is late. */
    public static final VolcengineRules INSTANT = USUAL.withLock(Duration.ZERO).withListDelay(Duration.ZERO);

    public VolcengineRules {
        requireNonNull(region, "region is null");
        if (lock.isNegative() || listDelay.isNegative()) {
            throw new IllegalArgumentException("Nothing lasts less than no time");
        }
    }

    public VolcengineRules withLock(Duration duration) {
        return new VolcengineRules(
                region, duration, listDelay, listenersPerBalancer, groupsPerBalancer, errorsInside200);
    }

    public VolcengineRules withListDelay(Duration duration) {
        return new VolcengineRules(region, lock, duration, listenersPerBalancer, groupsPerBalancer, errorsInside200);
    }

    public VolcengineRules withListenersPerBalancer(int most) {
        return new VolcengineRules(region, lock, listDelay, most, groupsPerBalancer, errorsInside200);
    }

    public VolcengineRules withGroupsPerBalancer(int most) {
        return new VolcengineRules(region, lock, listDelay, listenersPerBalancer, most, errorsInside200);
    }

    public VolcengineRules withErrorsInside200() {
        return new VolcengineRules(region, lock, listDelay, listenersPerBalancer, groupsPerBalancer, true);
    }
}
