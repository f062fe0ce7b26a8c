package io.berth.spi.cloud.loadbalancer;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * Where clients arrive at a balancer: the place of one listener.
 *
 * @param number 1 to 65535
 */
public record Front(Transport transport, int number) implements Comparable<Front> {
    public Front {
        requireNonNull(transport, "transport is null");
        if (number < 1 || number > 65_535) {
            throw new IllegalArgumentException("A listener's port is 1 to 65535, got " + number);
        }
    }

    @Override
    public int compareTo(Front other) {
        int byNumber = Integer.compare(number, other.number);
        return byNumber != 0 ? byNumber : transport.compareTo(other.transport);
    }

    /** As in {@code udp/7000}. */
    @Override
    public String toString() {
        return transport.name().toLowerCase(Locale.ROOT) + "/" + number;
    }
}
