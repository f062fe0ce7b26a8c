package io.berth.spi;

/**
 * Within which numbers of a pool are told apart. A pool uses either {@link #ANY} for all of its numbers, or the
 * others: on an AWS load balancer, where TCP and UDP on one number are one listener, a number is held whole.
 */
public enum PortSpace {
    TCP,
    UDP,
    SCTP,
    ANY;

    public static PortSpace of(Protocol protocol) {
        return switch (protocol) {
            case TCP -> TCP;
            case UDP -> UDP;
            case SCTP -> SCTP;
        };
    }
}
