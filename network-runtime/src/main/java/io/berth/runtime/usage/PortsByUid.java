package io.berth.runtime.usage;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The packed host ports of each pod. Nearly all pods have one, which stands in the table itself: with tens of thousands
 * of pods each object more to follow is a cache miss more, and these are what an operation costs.
 */
final class PortsByUid {
    /** In the place of a port: look in {@link #several}. No port is packed to it. */
    private static final int SEVERAL = 0xffff_ffff;

    private static final int LEAST_CAPACITY = 16;

    /** Per cell the upper half of the hash above the packed port; 0 is an empty cell, as no port is packed to 0. */
    private long[] cells = new long[LEAST_CAPACITY];

    private @Nullable String[] uids = new String[LEAST_CAPACITY];
    private int size;
    private final Map<String, int[]> several = new HashMap<>();

    int size() {
        return size;
    }

    /** Sets the ports of the pod, at least one, and returns those that it had. */
    int[] put(String uid, int[] ports) {
        long hash = hash(uid);
        int at = find(uid, hash);
        int[] before = at < 0 ? HostPorts.none() : ports(at, uid);
        if (at < 0) {
            if (2 * (size + 1) > cells.length) {
                grow();
            }
            at = emptyCell(hash);
            size++;
        }
        cells[at] = hash << 32 | Integer.toUnsignedLong(ports.length == 1 ? ports[0] : SEVERAL);
        uids[at] = uid;
        if (ports.length > 1) {
            several.put(uid, ports);
        } else if (before.length > 1) {
            several.remove(uid);
        }
        return before;
    }

    /** Forgets the pod, and returns the ports that it had. */
    int[] remove(String uid) {
        int at = find(uid, hash(uid));
        if (at < 0) {
            return HostPorts.none();
        }
        int[] before = ports(at, uid);
        if (before.length > 1) {
            several.remove(uid);
        }
        close(at);
        size--;
        return before;
    }

    private int[] ports(int at, String uid) {
        int port = (int) cells[at];
        return port == SEVERAL ? several.getOrDefault(uid, HostPorts.none()) : new int[] {port};
    }

    /** 32 bits, well mixed. */
    private static long hash(String uid) {
        return (uid.hashCode() * 0x9e37_79b9_7f4a_7c15L) >>> 32;
    }

    private int home(long hash) {
        return (int) hash & (cells.length - 1);
    }

    private int find(String uid, long hash) {
        int at = home(hash);
        for (long cell = cells[at]; cell != 0; cell = cells[at]) {
            if (cell >>> 32 == hash && uid.equals(uids[at])) {
                return at;
            }
            at = after(at);
        }
        return -1;
    }

    private int emptyCell(long hash) {
        int at = home(hash);
        while (cells[at] != 0) {
            at = after(at);
        }
        return at;
    }

    private int after(int at) {
        return (at + 1) & (cells.length - 1);
    }

    /** Empties the cell, and moves up what stands behind it only because the cell was taken. */
    private void close(int emptied) {
        int gap = emptied;
        int mask = cells.length - 1;
        for (int at = after(gap); cells[at] != 0; at = after(at)) {
            int fromHome = (at - home(cells[at] >>> 32)) & mask;
            if (fromHome >= ((at - gap) & mask)) {
                cells[gap] = cells[at];
                uids[gap] = uids[at];
                gap = at;
            }
        }
        cells[gap] = 0;
        uids[gap] = null;
    }

    private void grow() {
        long[] oldCells = cells;
        @Nullable String[] oldUids = uids;
        cells = new long[2 * oldCells.length];
        uids = new String[2 * oldCells.length];
        for (int i = 0; i < oldCells.length; i++) {
            if (oldCells[i] != 0) {
                int at = emptyCell(oldCells[i] >>> 32);
                cells[at] = oldCells[i];
                uids[at] = oldUids[i];
            }
        }
    }
}
