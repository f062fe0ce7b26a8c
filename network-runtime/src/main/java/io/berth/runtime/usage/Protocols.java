package io.berth.runtime.usage;

import io.berth.spi.Protocol;
import java.util.List;
import java.util.Set;

/** Protocols as small numbers and as bits of a mask, in memory only. */
final class Protocols {
    static final int COUNT = Protocol.values().length;

    private static final List<Protocol> ALL = List.of(Protocol.values());

    private Protocols() {}

    // An array index that never leaves the process; EnumMap costs more than what it would guard.
    @SuppressWarnings("EnumOrdinal")
    static int index(Protocol protocol) {
        return protocol.ordinal();
    }

    static Protocol at(int index) {
        return ALL.get(index);
    }

    static int bit(Protocol protocol) {
        return 1 << index(protocol);
    }

    static int mask(Set<Protocol> protocols) {
        int mask = 0;
        for (Protocol protocol : protocols) {
            mask |= bit(protocol);
        }
        if (mask == 0) {
            throw new IllegalArgumentException("A slot needs at least one protocol, got none");
        }
        return mask;
    }
}
