package io.berth.spi;

import java.util.OptionalInt;

/** What an address is proposed for. */
public sealed interface Subject permits PodView, ReservationView {
    Holder holder();

    String namespace();

    String name();

    /** The number after the last dash of the name, as in {@code game-0}; empty where there is none. */
    default OptionalInt ordinal() {
        int dash = name().lastIndexOf('-');
        String tail = name().substring(dash + 1);
        if (dash < 0 || tail.isEmpty() || tail.length() > 9 || !tail.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(tail));
    }
}
