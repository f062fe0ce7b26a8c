package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.status.NetworkState;
import io.berth.runtime.status.NetworkStatus;
import io.berth.runtime.status.StatusCodec;
import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.Key;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a pod shows of its network.
 *
 * @param claimed whether there is a claim of its own
 * @param keys those of the claim
 */
record Shown(boolean ready, Addresses addresses, boolean claimed, Set<Key> keys) {
    /** One place where clients reach the pod. */
    record Door(String ip, Protocol protocol, int port) {
        @Override
        public String toString() {
            return "%s:%d/%s".formatted(ip, port, protocol);
        }
    }

    static final Shown NOTHING = new Shown(false, Addresses.NONE, false, Set.of());

    Shown {
        requireNonNull(addresses, "addresses is null");
        keys = Set.copyOf(keys);
    }

    static Shown of(PodView pod, AnnotationKeys keys) {
        Optional<NetworkStatus> status = Optional.ofNullable(pod.annotations().get(keys.networkStatus()))
                .flatMap(text -> new StatusCodec().read(text));
        Optional<JsonNode> claim = Optional.ofNullable(pod.annotations().get(keys.claim()))
                .flatMap(Shown::json)
                .filter(root -> root.path("uid").asText().equals(pod.uid()));
        Set<Key> held = new HashSet<>();
        claim.ifPresent(root -> root.path("keys").forEach(key -> held.add(Key.parse(key.asText()))));
        return new Shown(
                status.filter(read -> read.current() == NetworkState.READY).isPresent(),
                status.map(NetworkStatus::addresses).orElse(Addresses.NONE),
                claim.isPresent(),
                held);
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.ofNullable(JsonMapper.builder().build().readTree(text));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Each external address with each of its ports. */
    Set<Door> doors() {
        Set<Door> doors = new LinkedHashSet<>();
        for (Address address : addresses.external()) {
            String place = address.ip().isEmpty() ? address.endPoint().orElse("") : address.ip();
            address.ports().forEach(port -> doors.add(new Door(place, port.protocol(), port.number())));
        }
        return doors;
    }
}
