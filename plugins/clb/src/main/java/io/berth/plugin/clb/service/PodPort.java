package io.berth.plugin.clb.service;

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
 * @param protocols all of them on one number; they iterate in the order of the constants
 */
record PodPort(int containerPort, Set<Protocol> protocols) {
    PodPort {
        protocols = Collections.unmodifiableSet(EnumSet.copyOf(protocols));
    }

    /** {@code 80}, {@code 80/UDP}, {@code 80/TCPUDP}, and {@code 80/SCTP} where it can be served. */
    static ValueType<PodPort> type(boolean sctp) {
        return new ValueType<>(
                sctp
                        ? "a port such as 80, 80/TCP, 81/UDP, 82/TCPUDP or 83/SCTP"
                        : "a port such as 80, 80/TCP, 81/UDP or 82/TCPUDP",
                text -> parse(text, sctp));
    }

    private static PodPort parse(String text, boolean sctp) {
        int slash = text.indexOf('/');
        int port = ValueType.port()
                .parse(slash < 0 ? text : text.substring(0, slash).strip());
        String protocol = slash < 0 ? "TCP" : text.substring(slash + 1).strip();
        return new PodPort(
                port,
                switch (protocol) {
                    case "TCP" -> Set.of(Protocol.TCP);
                    case "UDP" -> Set.of(Protocol.UDP);
                    case "TCPUDP" -> Set.of(Protocol.TCP, Protocol.UDP);
                    default -> other(protocol, port, sctp);
                });
    }

    private static Set<Protocol> other(String protocol, int port, boolean sctp) {
        if (protocol.equals("SCTP") && sctp) {
            return Set.of(Protocol.SCTP);
        }
        if (protocol.equals("SCTP")) {
            throw new BadValueException(
                    "%d/SCTP cannot be served by this load balancer; give TCP, UDP or TCPUDP".formatted(port));
        }
        throw new BadValueException("%s is not a protocol; give TCP, UDP%s, as in %d/UDP"
                .formatted(Excerpt.quoted(protocol), sctp ? ", TCPUDP or SCTP" : " or TCPUDP", port));
    }

    PodPort with(PodPort other) {
        Set<Protocol> both = EnumSet.copyOf(protocols);
        both.addAll(other.protocols);
        return new PodPort(containerPort, both);
    }

    @Override
    public String toString() {
        return containerPort + "/"
                + String.join("", protocols.stream().map(Protocol::name).toList());
    }
}
