package io.berth.plugin.clb;

import io.berth.spi.Protocol;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.Excerpt;
import io.berth.spi.config.ValueType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A port of the pod that is reached from outside.
 *
 * @param protocols TCP, UDP or both, all of them on one number of the balancer; they iterate in this order
 */
record Exposed(int containerPort, Set<Protocol> protocols) {
    Exposed {
        protocols = Collections.unmodifiableSet(EnumSet.copyOf(protocols));
    }

    /** {@code 80}, {@code 80/UDP}, {@code 80/TCPUDP}. */
    static ValueType<Exposed> type() {
        return new ValueType<>("a port such as 80, 80/TCP, 81/UDP or 82/TCPUDP", Exposed::parse);
    }

    private static Exposed parse(String text) {
        int slash = text.indexOf('/');
        String number = slash < 0 ? text : text.substring(0, slash).strip();
        int port = ValueType.port().parse(number);
        String protocol = slash < 0 ? "TCP" : text.substring(slash + 1).strip();
        return new Exposed(
                port,
                switch (protocol) {
                    case "TCP" -> Set.of(Protocol.TCP);
                    case "UDP" -> Set.of(Protocol.UDP);
                    case "TCPUDP" -> Set.of(Protocol.TCP, Protocol.UDP);
                    default ->
                        throw new BadValueException(
                                "%s is no protocol of a load balancer; give TCP, UDP or TCPUDP, as in %d/UDP"
                                        .formatted(Excerpt.quoted(protocol), port));
                });
    }

    /** The two as one, where they are of one container port. */
    Exposed with(Exposed other) {
        Set<Protocol> both = EnumSet.copyOf(protocols);
        both.addAll(other.protocols);
        return new Exposed(containerPort, both);
    }

    @Override
    public String toString() {
        return containerPort + "/"
                + String.join("", protocols.stream().map(Protocol::name).toList());
    }
}
