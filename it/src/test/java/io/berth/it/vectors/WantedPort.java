package io.berth.it.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * One port of a request to an allocator, in the peer's words, and how a pod asks Berth for it.
 *
 * @param policy the peer's; empty is its default, Dynamic
 * @param containerPort where the container listens; for Passthrough where it gets to listen is not known yet
 */
record WantedPort(
        String container,
        String policy,
        String range,
        String protocol,
        Optional<Integer> hostPort,
        int containerPort,
        Optional<String> name) {
    private static final Set<String> POLICIES = Set.of("", "Dynamic", "Static", "Passthrough", "None");

    /** @param number where the container listens, unless the port says it */
    static WantedPort of(JsonNode json, int number, ToIntFunction<String> reference) {
        Vector.onlyFields(
                json, "a port", "policy", "range", "protocol", "host_port", "container_port", "name", "container");
        String policy = json.path("policy").asText("");
        if (!POLICIES.contains(policy)) {
            throw new NotUnderstoodException("policy '%s'".formatted(policy));
        }
        JsonNode hostPort = json.path("host_port");
        return new WantedPort(
                json.path("container").asText("game"),
                policy,
                json.path("range").asText("default"),
                json.path("protocol").asText("UDP"),
                hostPort.isMissingNode() || hostPort.isNull()
                        ? Optional.empty()
                        : Optional.of(hostPort.isInt() ? hostPort.intValue() : reference.applyAsInt(hostPort.asText())),
                json.path("container_port").asInt(number),
                Optional.ofNullable(json.path("name").textValue()).filter(text -> !text.isEmpty()));
    }

    static WantedPort dynamic(String protocol, int number) {
        return new WantedPort("game", "Dynamic", "default", protocol, Optional.empty(), number, Optional.empty());
    }

    boolean isPooled() {
        return !policy.equals("Static") && !policy.equals("None");
    }

    boolean isPassthrough() {
        return policy.equals("Passthrough");
    }

    List<String> protocols() {
        return protocol.equals("TCPUDP") ? List.of("TCP", "UDP") : List.of(protocol);
    }

    /** A pod has no port of two protocols: as the peers do, the halves have the protocol in their names. */
    Optional<String> nameOf(String half) {
        return name.map(text -> protocols().size() > 1 ? text + "-" + half.toLowerCase(java.util.Locale.ROOT) : text);
    }

    /** As an element of {@code ContainerPorts}, without the container. */
    String entry() {
        String port = (isPassthrough() ? "SameAsHost" : Integer.toString(containerPort)) + "/" + protocol;
        return switch (policy) {
            case "" -> range.equals("default") ? port + "=" : port + "=Dynamic:" + range;
            case "Static" -> port + "=Static:" + hostPort.map(Object::toString).orElse("");
            case "None" -> port + "=None";
            default -> port + "=" + policy + (range.equals("default") ? "" : ":" + range);
        };
    }
}
