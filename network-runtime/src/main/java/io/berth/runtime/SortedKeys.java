package io.berth.runtime;

import io.berth.spi.Key;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Keys in the order of their texts: sets have none, and one history must be told in one way. */
final class SortedKeys {
    private SortedKeys() {}

    static List<Key> of(Collection<Key> keys) {
        return keys.stream().sorted(Comparator.comparing(Key::toString)).toList();
    }
}
