package io.berth.tck.toy;

import static java.util.Objects.requireNonNull;

import io.berth.tck.toy.ToyState.Place;
import java.util.List;
import java.util.Optional;

/**
 * A request that changes something.
 *
 * @param mark what it writes, if it writes one
 * @param place the listener that it concerns, if it concerns one
 * @param groupIds the groups that it concerns
 * @param bindings what it binds
 * @param interfaceId what it unbinds
 */
public record ToyWrite(
        String sender,
        String action,
        String balancer,
        Optional<String> mark,
        Optional<Place> place,
        List<String> groupIds,
        List<ToyApi.Binding> bindings,
        Optional<String> interfaceId) {
    public ToyWrite {
        requireNonNull(sender, "sender is null");
        requireNonNull(action, "action is null");
        requireNonNull(balancer, "balancer is null");
        groupIds = List.copyOf(groupIds);
        bindings = List.copyOf(bindings);
    }
}
