package io.berth.spi;

/** A transport protocol as Kubernetes spells it. Parameters also know {@code TCPUDP}: both on one number. */
public enum Protocol {
    TCP,
    UDP,
    SCTP
}
