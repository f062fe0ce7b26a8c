package io.berth.tck.toy;

import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.tck.toy.ToyState.Place;
import io.berth.tck.toy.ToyState.Stored;
import java.util.List;

/** What the far side does with each request, and what it refuses. */
final class ToyRules {
    /** One request's rule. */
    interface Rule<A> {
        Ruled<A> of(ToyRules rules, ToyState state);
    }

    record Ruled<A>(A answer, ToyState after) {}

    private final ToyVendor.Quota quota;
    private int made;

    ToyRules(ToyVendor.Quota quota) {
        this.quota = quota;
    }

    Ruled<String> createGroup(ToyState state, String balancer, String mark) {
        long there = state.groups().values().stream()
                .filter(stored -> stored.balancer().equals(balancer))
                .count();
        if (there >= quota.groups()) {
            throw new NetworkException(Kind.QUOTA, "balancer '%s' has %d groups".formatted(balancer, there));
        }
        String id = "sg-%05d".formatted(++made);
        return new Ruled<>(id, state.with(balancer, new ToyApi.Group(id, mark, List.of())));
    }

    Ruled<Boolean> createListener(ToyState state, String balancer, ToyApi.Listener listener) {
        Place place = new Place(balancer, listener.protocol(), listener.port());
        if (state.listeners().containsKey(place)) {
            throw conflict("there is a listener on %s".formatted(place));
        }
        group(state, balancer, listener.groupId());
        long there = state.listeners().keySet().stream()
                .filter(other -> other.balancer().equals(balancer))
                .count();
        if (there >= quota.listeners()) {
            throw new NetworkException(Kind.QUOTA, "balancer '%s' has %d listeners".formatted(balancer, there));
        }
        return done(state.with(place, listener));
    }

    Ruled<Boolean> bind(ToyState state, String balancer, List<ToyApi.Binding> bindings) {
        ToyState after = state;
        for (ToyApi.Binding binding : bindings) {
            ToyApi.Group group = group(after, balancer, binding.groupId());
            ToyApi.Backend backend = binding.backend();
            if (!backend.interfaceId().equals(after.interfaces().get(backend.ip()))) {
                throw conflict("interface '%s' with %s does not exist".formatted(backend.interfaceId(), backend.ip()));
            }
            if (!group.backends().isEmpty() && !group.backends().equals(List.of(backend))) {
                throw conflict("group '%s' has another backend".formatted(group.id()));
            }
            after = after.with(balancer, new ToyApi.Group(group.id(), group.mark(), List.of(backend)));
        }
        return done(after);
    }

    Ruled<Boolean> unbind(ToyState state, String balancer, String groupId, String interfaceId) {
        ToyApi.Group group = group(state, balancer, groupId);
        List<ToyApi.Backend> left = group.backends().stream()
                .filter(backend -> !backend.interfaceId().equals(interfaceId))
                .toList();
        if (left.size() == group.backends().size()) {
            throw conflict("group '%s' has no backend '%s'".formatted(groupId, interfaceId));
        }
        return done(state.with(balancer, new ToyApi.Group(groupId, group.mark(), left)));
    }

    Ruled<Boolean> deleteListener(ToyState state, Place place, String groupId) {
        ToyApi.Listener listener = state.listeners().get(place);
        if (listener == null || !listener.groupId().equals(groupId)) {
            throw conflict("there is no listener on %s".formatted(place));
        }
        return done(state.without(place));
    }

    Ruled<Boolean> deleteGroup(ToyState state, String balancer, String groupId) {
        ToyApi.Group group = group(state, balancer, groupId);
        boolean used = state.listeners().entrySet().stream()
                .anyMatch(entry -> entry.getKey().balancer().equals(balancer)
                        && entry.getValue().groupId().equals(groupId));
        if (used || !group.backends().isEmpty()) {
            throw conflict("group '%s' is in use".formatted(groupId));
        }
        return done(state.withoutGroup(groupId));
    }

    private static ToyApi.Group group(ToyState state, String balancer, String id) {
        Stored stored = state.groups().get(id);
        if (stored == null || !stored.balancer().equals(balancer)) {
            throw conflict("there is no group '%s'".formatted(id));
        }
        return stored.group();
    }

    private static Ruled<Boolean> done(ToyState after) {
        return new Ruled<>(true, after);
    }

    private static NetworkException conflict(String message) {
        return new NetworkException(Kind.CONFLICT, message);
    }
}
