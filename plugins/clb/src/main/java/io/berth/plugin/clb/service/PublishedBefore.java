package io.berth.plugin.clb.service;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a pod without a claim shows to its clients, written by OpenKruiseGame or by a Berth whose claim was lost: a wish,
 * never a proof. Which load balancer it is cannot be told from it, only its address.
 */
record PublishedBefore(Set<String> addresses, Map<String, Integer> numbers) {
    private static final String STATUS = "game.kruise.io/network-status";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    PublishedBefore {
        addresses = Set.copyOf(addresses);
        numbers = Map.copyOf(numbers);
    }

    static PublishedBefore of(PodView pod) {
        Set<String> addresses = new HashSet<>();
        Map<String, Integer> numbers = new HashMap<>();
        try {
            String text = pod.annotations().getOrDefault(STATUS, "");
            for (JsonNode address : JSON.readTree(text.isBlank() ? "{}" : text).path("externalAddresses")) {
                addresses.add(address.path("ip").asText(""));
                for (JsonNode port : address.path("ports")) {
                    int number = port.path("port").asInt(0);
                    if (number >= 1 && number <= 65_535) {
                        numbers.put(
                                port.path("name").asText("") + "/"
                                        + port.path("protocol").asText("TCP"),
                                number);
                    }
                }
            }
        } catch (JacksonException e) {
            return new PublishedBefore(Set.of(), Map.of());
        }
        return new PublishedBefore(addresses, numbers);
    }

    /** The number under which all protocols of the port were reached. */
    Optional<Integer> number(PodPort port) {
        Set<Optional<Integer>> found = new HashSet<>();
        for (Protocol protocol : port.protocols()) {
            found.add(Optional.ofNullable(numbers.get(port.containerPort() + "/" + protocol)));
        }
        return found.size() == 1 ? found.iterator().next() : Optional.empty();
    }
}
