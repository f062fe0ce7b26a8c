package io.berth.spi;

import static java.util.Objects.requireNonNull;

/**
 * How full something is that pods share, as this replica sees it: for people and metrics, never a promise.
 *
 * @param name what is shared, by the operator's configuration: {@code range default (7000-8000)}
 * @param places how many pods it has room for: with host ports, each number once per schedulable node
 * @param used by how many it is used; may exceed {@code places}
 * @param free places that nobody uses; may be there although {@code used} reaches {@code places}, since a number may be
 *     used more often than there are nodes
 */
public record Capacity(String name, long places, long used, long free) {
    public Capacity {
        requireNonNull(name, "name is null");
        if (places < 0 || used < 0 || free < 0) {
            throw new IllegalArgumentException(
                    "Nothing of %s can be negative: places %d, used %d, free %d".formatted(name, places, used, free));
        }
    }
}
