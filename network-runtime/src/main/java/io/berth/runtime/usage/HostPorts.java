package io.berth.runtime.usage;

import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.PodTemplateView;
import io.berth.spi.Protocol;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The host ports of one pod, each protocol and number once, packed into ascending ints. Ports without a host port and
 * numbers that are no ports are left out.
 */
final class HostPorts {
    private HostPorts() {}

    static int[] none() {
        return new int[0];
    }

    static int[] of(PodTemplateView pod) {
        List<ContainerView> containers = pod.containers();
        int[] packed = none();
        int size = 0;
        for (int i = 0; i < containers.size(); i++) {
            List<ContainerPort> ports = containers.get(i).ports();
            packed = size == 0 ? new int[ports.size()] : Arrays.copyOf(packed, size + ports.size());
            size = pack(ports, packed, size);
        }
        return distinct(packed, size);
    }

    static int[] of(Collection<ContainerPort> ports) {
        int[] packed = new int[ports.size()];
        return distinct(packed, pack(ports, packed, 0));
    }

    static Protocol protocol(int packed) {
        return Protocols.at(packed >>> 16);
    }

    static int number(int packed) {
        return packed & 0xffff;
    }

    /** Whether all of the ports are there. */
    static boolean contain(int[] all, int[] some) {
        int at = 0;
        for (int wanted : some) {
            while (at < all.length && all[at] < wanted) {
                at++;
            }
            if (at == all.length || all[at] != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int pack(Collection<ContainerPort> ports, int[] packed, int from) {
        int size = from;
        for (ContainerPort port : ports) {
            int number = port.hostPort().orElse(0);
            if (number >= 1 && number <= 65_535) {
                packed[size++] = Protocols.index(port.protocol()) << 16 | number;
            }
        }
        return size;
    }

    private static int[] distinct(int[] packed, int size) {
        if (size == 0) {
            return none();
        }
        if (size > 1) {
            Arrays.sort(packed, 0, size);
        }
        int kept = 1;
        for (int i = 1; i < size; i++) {
            if (packed[i] != packed[kept - 1]) {
                packed[kept++] = packed[i];
            }
        }
        return kept == packed.length ? packed : Arrays.copyOf(packed, kept);
    }
}
