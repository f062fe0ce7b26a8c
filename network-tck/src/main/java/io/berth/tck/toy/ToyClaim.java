package io.berth.tck.toy;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a pod is promised: numbers of one balancer, and, once they are known, the groups behind them. */
public record ToyClaim(PoolId pool, List<Line> lines) {
    /**
     * One listener.
     *
     * @param groupId chosen by the far side
     */
    public record Line(Protocol protocol, int number, int containerPort, Optional<String> groupId) {
        public Line {
            requireNonNull(protocol, "protocol is null");
            requireNonNull(groupId, "groupId is null");
        }

        Line withGroup(String id) {
            return new Line(protocol, number, containerPort, Optional.of(id));
        }
    }

    public ToyClaim {
        requireNonNull(pool, "pool is null");
        lines = List.copyOf(lines);
    }

    Key.Port key(Line line) {
        return new Key.Port(pool, PortSpace.of(line.protocol()), line.number());
    }

    Set<Key> keys() {
        Set<Key> keys = new LinkedHashSet<>();
        lines.forEach(line -> {
            keys.add(key(line));
            line.groupId().ifPresent(id -> keys.add(new Key.Member(pool, id)));
        });
        return keys;
    }

    /** The numbers that this claim has for an exposed port: one, with all of its protocols. */
    Optional<Integer> numberOf(ToyParameters.Exposed port) {
        List<Line> found = new ArrayList<>();
        lines.stream()
                .filter(line -> line.containerPort() == port.containerPort()
                        && port.protocols().contains(line.protocol()))
                .forEach(found::add);
        boolean same = found.stream().map(Line::protocol).toList().equals(port.protocols())
                && found.stream().map(Line::number).distinct().count() == 1;
        return same ? Optional.of(found.get(0).number()) : Optional.empty();
    }
}
