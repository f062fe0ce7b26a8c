package io.berth.simulator.aws;

import java.util.Arrays;
import java.util.Optional;

/** What a listener or a target group of a network load balancer can speak. */
public enum AwsProtocol {
    TCP(true, false),
    TLS(true, false),
    UDP(false, true),
    TCP_UDP(true, true);

    private final boolean tcp;
    private final boolean udp;

    AwsProtocol(boolean tcp, boolean udp) {
        this.tcp = tcp;
        this.udp = udp;
    }

    static Optional<AwsProtocol> parse(String text) {
        return Arrays.stream(values()).filter(one -> one.name().equals(text)).findFirst();
    }

    /** By the table of listeners and groups in AWS's guide to the target groups of network load balancers. */
    boolean leadsTo(AwsProtocol group) {
        return this == group || (group == TCP_UDP && this != TLS) || (this == TLS && group == TCP);
    }

    /** Whether a packet of this kind, {@link #TCP} or {@link #UDP}, is taken in. */
    boolean takes(AwsProtocol packet) {
        return (tcp && packet.tcp) || (udp && packet.udp);
    }
}
