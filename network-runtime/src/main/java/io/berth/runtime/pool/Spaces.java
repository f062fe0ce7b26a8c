package io.berth.runtime.pool;

import io.berth.spi.PortSpace;
import java.util.List;
import java.util.Set;

/** Port spaces as small numbers and as bits of a mask, in memory only. */
final class Spaces {
    static final int COUNT = PortSpace.values().length;

    private static final List<PortSpace> ALL = List.of(PortSpace.values());

    private Spaces() {}

    // An array index that never leaves the process; EnumMap costs more than what it would guard.
    @SuppressWarnings("EnumOrdinal")
    static int index(PortSpace space) {
        return space.ordinal();
    }

    static PortSpace at(int index) {
        return ALL.get(index);
    }

    static int bit(PortSpace space) {
        return 1 << index(space);
    }

    static int mask(Set<PortSpace> spaces) {
        int mask = 0;
        for (PortSpace space : spaces) {
            mask |= bit(space);
        }
        return mask;
    }
}
