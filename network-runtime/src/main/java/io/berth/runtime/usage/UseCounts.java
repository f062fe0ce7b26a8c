package io.berth.runtime.usage;

import io.berth.spi.Protocol;
import org.jspecify.annotations.Nullable;

/** How often each protocol and number is used; memory is taken up for pages of numbers that are used. */
final class UseCounts {
    private static final int PAGE = 1 << 10;
    private static final int PAGES = (1 << 16) / PAGE;

    private final int[] @Nullable [] pages = new int[Protocols.COUNT * PAGES][];

    int get(Protocol protocol, int number) {
        return get(Protocols.index(protocol), number);
    }

    void add(Protocol protocol, int number, int change) {
        int index = Protocols.index(protocol) * PAGES + number / PAGE;
        int[] page = pages[index];
        if (page == null) {
            page = new int[PAGE];
            pages[index] = page;
        }
        page[number % PAGE] += change;
    }

    /** The highest count among the protocols of the mask. */
    int most(int protocols, int number) {
        int most = 0;
        for (int rest = protocols; rest != 0; rest &= rest - 1) {
            most = Math.max(most, get(Integer.numberOfTrailingZeros(rest), number));
        }
        return most;
    }

    private int get(int protocol, int number) {
        int[] page = pages[protocol * PAGES + number / PAGE];
        return page == null ? 0 : page[number % PAGE];
    }
}
