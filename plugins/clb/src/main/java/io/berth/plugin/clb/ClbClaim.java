package io.berth.plugin.clb;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a pod is promised: ports of one balancer. What stands behind them is found by its mark, so no id of the vendor
 * is kept.
 *
 * @param whole a number is held for both protocols, whatever its listeners take
 * @param everyIngress all addresses of the balancer are published
 */
record ClbClaim(PoolId pool, List<Line> lines, boolean whole, boolean everyIngress, Shape shape) {
    /** One listener. */
    record Line(Front front, int containerPort) {
        Line {
            requireNonNull(front, "front is null");
        }
    }

    ClbClaim {
        requireNonNull(pool, "pool is null");
        lines = List.copyOf(lines);
        requireNonNull(shape, "shape is null");
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("A claim of %s has no port".formatted(pool));
        }
    }

    Key.Port key(Line line) {
        return key(line.front());
    }

    Key.Port key(Front front) {
        PortSpace space = whole
                ? PortSpace.ANY
                : switch (front.transport()) {
                    case TCP -> PortSpace.TCP;
                    case UDP -> PortSpace.UDP;
                    case TCP_UDP -> PortSpace.ANY;
                };
        return new Key.Port(pool, space, front.number());
    }

    Set<Key> keys() {
        Set<Key> keys = new LinkedHashSet<>();
        lines.forEach(line -> keys.add(key(line)));
        return keys;
    }
}
