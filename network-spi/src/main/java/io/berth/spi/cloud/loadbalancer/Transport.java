package io.berth.spi.cloud.loadbalancer;

import io.berth.spi.Protocol;
import java.util.List;

/** What a listener takes in. */
public enum Transport {
    TCP(true, false),
    UDP(false, true),
    /** Both on one number by one listener, where the vendor has such listeners. */
    TCP_UDP(true, true);

    private final boolean tcp;
    private final boolean udp;

    Transport(boolean tcp, boolean udp) {
        this.tcp = tcp;
        this.udp = udp;
    }

    /** In the order in which they are published. */
    public List<Protocol> protocols() {
        if (tcp && udp) {
            return List.of(Protocol.TCP, Protocol.UDP);
        }
        return List.of(tcp ? Protocol.TCP : Protocol.UDP);
    }

    /** Whether two listeners of these transports cannot be told apart by what arrives. */
    public boolean overlaps(Transport other) {
        return (tcp && other.tcp) || (udp && other.udp);
    }
}
