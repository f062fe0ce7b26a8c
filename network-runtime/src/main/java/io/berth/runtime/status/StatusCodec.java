package io.berth.runtime.status;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.Protocol;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code network-status} annotation as text, with OpenKruiseGame's field names, in its order, empty fields left
 * out. No method throws, whatever the text; the work is linear in it. Stateless.
 */
public final class StatusCodec {
    private static final String TYPE = "networkType";
    private static final String INTERNAL = "internalAddresses";
    private static final String EXTERNAL = "externalAddresses";
    private static final String DESIRED = "desiredNetworkState";
    private static final String CURRENT = "currentNetworkState";
    private static final String CREATED = "createTime";
    private static final String CHANGED = "lastTransitionTime";
    private static final Set<String> OURS = Set.of(TYPE, INTERNAL, EXTERNAL, DESIRED, CURRENT, CREATED, CHANGED);
    private static final Set<String> OF_ADDRESS = Set.of("ip", "ports", "portRange", "endPoint");
    private static final Set<String> OF_PORT = Set.of("name", "protocol", "port");

    /** In characters. What others add is small; what is larger would only make our own writes be refused. */
    static final int MAX_FOREIGN = 16 * 1024;

    /**
     * Fields that the previous text has and that are not of the contract are somebody else's and are kept, up to 16 KiB
     * of them; nothing of the rest survives.
     *
     * @param status its own times are taken where it has them; else the creation time is the previous one, and so is
     *     the transition time as long as the state is the previous one; else both are {@code now}
     * @param previous the annotation as it stands, readable or not
     */
    public String write(NetworkStatus status, Instant now, Optional<String> previous) {
        Optional<ObjectNode> before = previous.flatMap(StatusCodec::tree);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        status.networkType().filter(type -> !type.isEmpty()).ifPresent(type -> root.put(TYPE, type));
        write(root, INTERNAL, status.addresses().internal());
        write(root, EXTERNAL, status.addresses().external());
        status.desired().ifPresent(desired -> root.put(DESIRED, desired.text()));
        root.put(CURRENT, status.current().text());
        Instant created = status.createTime()
                .or(() -> before.flatMap(b -> time(b.path(CREATED))))
                .orElse(now);
        Instant changed = status.lastTransitionTime()
                .or(() -> before.filter(b ->
                                status.current().text().equals(b.path(CURRENT).textValue()))
                        .flatMap(b -> time(b.path(CHANGED))))
                .orElse(now);
        root.put(CREATED, text(created));
        root.put(CHANGED, text(changed));
        before.ifPresent(b -> keepForeign(b, root));
        return root.toString();
    }

    /**
     * Empty where the text says no known current state, is no JSON object, or cannot be meant. Addresses and ports that
     * we could not have written (a port that is no number, a range) are left out.
     */
    public Optional<NetworkStatus> read(String text) {
        return tree(text)
                .flatMap(root -> state(root.path(CURRENT))
                        .map(current -> new NetworkStatus(
                                Optional.ofNullable(root.path(TYPE).textValue()).filter(type -> !type.isEmpty()),
                                new Addresses(addresses(root.path(INTERNAL)), addresses(root.path(EXTERNAL))),
                                state(root.path(DESIRED)),
                                current,
                                time(root.path(CREATED)),
                                time(root.path(CHANGED)))));
    }

    /**
     * Whether a reader learns the same from both: times and fields outside of the contract do not count, everything
     * else does, ranges and ill-typed values included. False if either is no JSON object.
     */
    public boolean sameMeaning(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        Optional<ObjectNode> left = tree(one);
        return left.isPresent()
                && left.map(StatusCodec::meaning).equals(tree(other).map(StatusCodec::meaning));
    }

    private static Optional<ObjectNode> tree(String text) {
        if (text.length() > BoundedJson.MAX_CHARS) {
            return Optional.empty();
        }
        try {
            return BoundedJson.MAPPER.readTree(text) instanceof ObjectNode root ? Optional.of(root) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode meaning(ObjectNode root) {
        root.retain(OURS);
        root.remove(List.of(CREATED, CHANGED));
        for (String kind : List.of(INTERNAL, EXTERNAL)) {
            for (JsonNode address : root.path(kind)) {
                if (address instanceof ObjectNode known) {
                    known.retain(OF_ADDRESS);
                    for (JsonNode port : known.path("ports")) {
                        if (port instanceof ObjectNode knownPort) {
                            knownPort.retain(OF_PORT);
                        }
                    }
                }
            }
        }
        return root;
    }

    private static void keepForeign(ObjectNode before, ObjectNode root) {
        ObjectNode foreign = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : before.properties()) {
            if (!OURS.contains(field.getKey())) {
                foreign.set(field.getKey(), field.getValue());
            }
        }
        if (foreign.toString().length() <= MAX_FOREIGN) {
            root.setAll(foreign);
        }
    }

    private static void write(ObjectNode root, String name, List<Address> addresses) {
        if (addresses.isEmpty()) {
            return;
        }
        ArrayNode array = root.putArray(name);
        for (Address address : addresses) {
            ObjectNode one = array.addObject().put("ip", address.ip());
            if (!address.ports().isEmpty()) {
                ArrayNode ports = one.putArray("ports");
                address.ports()
                        .forEach(port -> ports.addObject()
                                .put("name", port.name())
                                .put("protocol", port.protocol().name())
                                .put("port", port.number()));
            }
            address.endPoint().filter(e -> !e.isEmpty()).ifPresent(endPoint -> one.put("endPoint", endPoint));
        }
    }

    private static List<Address> addresses(JsonNode array) {
        List<Address> addresses = new ArrayList<>();
        for (JsonNode one : array) {
            if (one.isObject()) {
                String ip = text(one.path("ip"));
                Optional<String> endPoint =
                        Optional.ofNullable(one.path("endPoint").textValue()).filter(e -> !e.isEmpty());
                if (!ip.isEmpty() || endPoint.isPresent()) {
                    addresses.add(new Address(ip, endPoint, ports(one.path("ports"))));
                }
            }
        }
        return addresses;
    }

    private static List<Address.Port> ports(JsonNode array) {
        List<Address.Port> ports = new ArrayList<>();
        for (JsonNode one : array) {
            Optional<Protocol> protocol = protocol(one.path("protocol"));
            JsonNode number = one.path("port");
            if (protocol.isPresent() && number.isInt() && number.intValue() >= 1 && number.intValue() <= 65_535) {
                ports.add(new Address.Port(text(one.path("name")), protocol.get(), number.intValue()));
            }
        }
        return ports;
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }

    private static Optional<Protocol> protocol(JsonNode node) {
        for (Protocol protocol : Protocol.values()) {
            if (protocol.name().equals(node.textValue())) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    private static Optional<NetworkState> state(JsonNode node) {
        return Optional.ofNullable(node.textValue()).flatMap(NetworkState::parse);
    }

    private static Optional<Instant> time(JsonNode node) {
        String text = node.textValue();
        if (text == null || text.length() > 40) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text).truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
