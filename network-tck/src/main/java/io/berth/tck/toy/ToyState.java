package io.berth.tck.toy;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Protocol;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that there is at the toy's far side at one moment. Immutable.
 *
 * @param interfaces by IP
 */
public record ToyState(
        SortedMap<Place, ToyApi.Listener> listeners,
        SortedMap<String, Stored> groups,
        SortedMap<String, String> interfaces) {
    /** Where a listener stands. */
    public record Place(String balancer, Protocol protocol, int port) implements Comparable<Place> {
        public Place {
            requireNonNull(balancer, "balancer is null");
            requireNonNull(protocol, "protocol is null");
        }

        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::balancer)
                    .thenComparing(Place::protocol)
                    .thenComparingInt(Place::port)
                    .compare(this, other);
        }

        @Override
        public String toString() {
            return balancer + "/" + protocol + "/" + port;
        }
    }

    public record Stored(String balancer, ToyApi.Group group) {}

    static final ToyState EMPTY = new ToyState(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    public ToyState {
        listeners = Collections.unmodifiableSortedMap(new TreeMap<>(listeners));
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        interfaces = Collections.unmodifiableSortedMap(new TreeMap<>(interfaces));
    }

    ToyState with(Place place, ToyApi.Listener listener) {
        SortedMap<Place, ToyApi.Listener> changed = new TreeMap<>(listeners);
        changed.put(place, listener);
        return new ToyState(changed, groups, interfaces);
    }

    ToyState without(Place place) {
        SortedMap<Place, ToyApi.Listener> changed = new TreeMap<>(listeners);
        changed.remove(place);
        return new ToyState(changed, groups, interfaces);
    }

    ToyState with(String balancer, ToyApi.Group group) {
        SortedMap<String, Stored> changed = new TreeMap<>(groups);
        changed.put(group.id(), new Stored(balancer, group));
        return new ToyState(listeners, changed, interfaces);
    }

    ToyState withoutGroup(String id) {
        SortedMap<String, Stored> changed = new TreeMap<>(groups);
        changed.remove(id);
        return new ToyState(listeners, changed, interfaces);
    }

    ToyState withInterface(String ip, String id) {
        SortedMap<String, String> changed = new TreeMap<>(interfaces);
        changed.put(ip, id);
        return new ToyState(listeners, groups, changed);
    }

    ToyState withoutInterface(String ip) {
        SortedMap<String, String> changed = new TreeMap<>(interfaces);
        changed.remove(ip);
        return new ToyState(listeners, groups, changed);
    }
}
