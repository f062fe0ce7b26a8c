package io.berth.plugin.clb.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Protocol;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a pod is promised: ports of one load balancer or external IP, and what the Service that asks for them is like. The
 * Service has the pod's name, so no id of it is kept.
 *
 * @param whole a number is held for all protocols, whatever the Service takes
 */
record ServiceClaim(PoolId pool, List<Line> lines, boolean whole, ServiceTraits traits) {
    /** @param number where it is reached from outside */
    record Line(Protocol protocol, int number, int containerPort) {
        Line {
            requireNonNull(protocol, "protocol is null");
        }
    }

    ServiceClaim {
        requireNonNull(pool, "pool is null");
        lines = List.copyOf(lines);
        requireNonNull(traits, "traits is null");
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("A claim of %s has no port".formatted(pool));
        }
    }

    Key.Port key(Line line) {
        return new Key.Port(pool, whole ? PortSpace.ANY : PortSpace.of(line.protocol()), line.number());
    }

    Set<Key> keys() {
        Set<Key> keys = new LinkedHashSet<>();
        lines.forEach(line -> keys.add(key(line)));
        return keys;
    }
}
