package io.berth.runtime;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.PodView;
import io.berth.spi.config.ConfigSchema.Both;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.NameValue;
import io.berth.spi.config.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a pod says to us, and what we say on it: OpenKruiseGame's annotations. */
final class Contract {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final AnnotationKeys keys;

    Contract(AnnotationKeys keys) {
        this.keys = keys;
    }

    Optional<String> networkType(PodView pod) {
        return networkType(pod.annotations());
    }

    Optional<String> networkType(Map<String, String> annotations) {
        return Optional.ofNullable(annotations.get(keys.networkType())).filter(type -> !type.isBlank());
    }

    Optional<String> confText(PodView pod) {
        return confText(pod.annotations());
    }

    Optional<String> confText(Map<String, String> annotations) {
        return Optional.ofNullable(annotations.get(keys.networkConf())).filter(text -> !text.isBlank());
    }

    <P> Decoded<Both<P, PodOptions>> parameters(ServedType<P, ?, ?> type, Optional<String> confText) {
        List<NameValue> pairs = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        confText.ifPresent(text -> read(text, pairs, problems));
        return problems.isEmpty() ? type.parameters().decode(pairs) : new Decoded.Bad<>(problems);
    }

    static <P> Decoded<Both<P, PodOptions>> noParameters() {
        return new Decoded.Bad<>(List.of(new Problem("", "a debt has no parameters")));
    }

    private void read(String text, List<NameValue> pairs, List<Problem> problems) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException e) {
            root = null;
        }
        if (root == null || !root.isArray()) {
            problems.add(new Problem(keys.networkConf(), "is no JSON array of {\"name\", \"value\"}"));
            return;
        }
        for (JsonNode entry : root) {
            if (entry.path("name").isTextual() && entry.path("value").isTextual()) {
                pairs.add(new NameValue(
                        entry.path("name").asText(), entry.path("value").asText()));
            } else {
                problems.add(new Problem(keys.networkConf(), "has an entry without a name and a value that are texts"));
            }
        }
    }

    boolean showsReady(Ours shown) {
        return shown.status()
                .flatMap(Contract::tree)
                .filter(s -> "Ready".equals(s.path("currentNetworkState").asText()))
                .isPresent();
    }

    boolean differs(String wanted, Optional<String> shown) {
        Optional<JsonNode> there = shown.flatMap(Contract::tree);
        return there.isEmpty()
                || !timeless(there.get()).equals(timeless(tree(wanted).orElseThrow()));
    }

    private static JsonNode timeless(JsonNode status) {
        ObjectNode copy = status.deepCopy();
        copy.remove(List.of("createTime", "lastTransitionTime"));
        return copy;
    }

    private static Optional<JsonNode> tree(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    String statusText(PodFile file, boolean ready, boolean desired, Addresses addresses, Instant now) {
        Optional<JsonNode> before = file.shown.status().flatMap(Contract::tree);
        ObjectNode root = JSON.createObjectNode();
        root.put("networkType", file.bound == null ? "" : file.bound.type.name());
        write(root, "internalAddresses", addresses.internal());
        write(root, "externalAddresses", addresses.external());
        String state = ready ? "Ready" : "NotReady";
        root.put("desiredNetworkState", desired ? "Ready" : "NotReady");
        root.put("currentNetworkState", state);
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        root.put(
                "createTime", before.map(b -> b.path("createTime").asText(time)).orElse(time));
        boolean same = before.filter(
                        b -> state.equals(b.path("currentNetworkState").asText()))
                .isPresent();
        root.put(
                "lastTransitionTime",
                same ? before.get().path("lastTransitionTime").asText(time) : time);
        return root.toString();
    }

    private static void write(ObjectNode root, String name, List<Address> addresses) {
        if (addresses.isEmpty()) {
            return;
        }
        ArrayNode array = root.putArray(name);
        for (Address address : addresses) {
            ObjectNode one = array.addObject();
            one.put("ip", address.ip());
            if (!address.ports().isEmpty()) {
                ArrayNode ports = one.putArray("ports");
                address.ports()
                        .forEach(port -> ports.addObject()
                                .put("name", port.name())
                                .put("protocol", port.protocol().name())
                                .put("port", port.number()));
            }
            address.endPoint().ifPresent(endPoint -> one.put("endPoint", endPoint));
        }
    }
}
