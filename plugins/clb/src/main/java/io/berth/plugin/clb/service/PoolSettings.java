package io.berth.plugin.clb.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Numbers;
import io.berth.spi.Wish.Spread;
import java.util.function.Predicate;

/**
 * What the configuration says of a network type's pools.
 *
 * @param numbers that pods get on each pool
 * @param spread which of a pod's pools it gets
 * @param cordoned whether a pool is given to no new pod, by its id
 * @param sharedNumbers whether one number may be one pod's for TCP and another's for UDP
 */
public record PoolSettings(Numbers numbers, Spread spread, Predicate<String> cordoned, boolean sharedNumbers) {
    public PoolSettings {
        requireNonNull(numbers, "numbers is null");
        requireNonNull(spread, "spread is null");
        requireNonNull(cordoned, "cordoned is null");
    }
}
