package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * What is taken from one pool, all or nothing.
 *
 * @param slots per number wanted, the spaces in which it must be free; the numbers are distinct
 * @param numbers those that the settings allow
 */
public record Wish(List<Set<PortSpace>> slots, Numbers numbers, Spread spread) {
    /** Which of several pools. */
    public enum Spread {
        /** The first in order that has room. */
        FIRST_FIT,
        /** The one with the most room. */
        BALANCED,
        /** Each in turn. */
        SCATTER
    }

    public Wish {
        slots = slots.stream().map(Set::copyOf).toList();
        requireNonNull(numbers, "numbers is null");
        requireNonNull(spread, "spread is null");
        if (slots.isEmpty() || slots.stream().anyMatch(Set::isEmpty)) {
            throw new IllegalArgumentException("A wish needs at least one slot, and each slot a space");
        }
    }
}
