package io.berth.spi.cloud.loadbalancer;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A group of targets as a list shows it: without its targets.
 *
 * @param mark empty where it is not ours, and where {@link LoadBalancerRules#marksApart()} says that marks are read apart
 */
public record Group(String id, Optional<SlotMark> mark) {
    public Group {
        requireNonNull(id, "id is null");
        requireNonNull(mark, "mark is null");
    }
}
