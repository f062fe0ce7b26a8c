package io.berth.simulator.volcengine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Immutable maps that keep their order, so that one seed gives one history. */
final class Ordered {
    private Ordered() {}

    static <K, V> Map<K, V> copy(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        Map<K, V> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return Collections.unmodifiableMap(more);
    }

    static <K, V> Map<K, V> without(Map<K, V> map, K key) {
        Map<K, V> less = new LinkedHashMap<>(map);
        less.remove(key);
        return Collections.unmodifiableMap(less);
    }
}
