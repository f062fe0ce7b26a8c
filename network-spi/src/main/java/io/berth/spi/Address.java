package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One address as it is published.
 *
 * @param ip an IP; a DNS name where a node has only that; empty where {@code endPoint} alone counts
 * @param endPoint a host name that clients use
 */
public record Address(String ip, Optional<String> endPoint, List<Port> ports) {
    /** @param name as the peers write it, for example {@code game-80}; within the address unique per protocol */
    public record Port(String name, Protocol protocol, int number) {
        public Port {
            requireNonNull(name, "name is null");
            requireNonNull(protocol, "protocol is null");
            if (number < 1 || number > 65_535) {
                throw new IllegalArgumentException("A port is 1 to 65535, got " + number);
            }
        }
    }

    public Address {
        requireNonNull(ip, "ip is null");
        requireNonNull(endPoint, "endPoint is null");
        ports = List.copyOf(ports);
    }

    public static Address of(String ip, List<Port> ports) {
        return new Address(ip, Optional.empty(), ports);
    }
}
