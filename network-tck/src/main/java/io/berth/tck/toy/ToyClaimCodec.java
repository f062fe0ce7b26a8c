package io.berth.tck.toy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.spi.ClaimCodec;
import io.berth.spi.PoolId;
import io.berth.spi.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code {"cloud":"toy","account":"main","lb":"lb-1","lines":[{"protocol":"TCP","number":7000,"port":80,"group":"sg-4"}]}}. */
final class ToyClaimCodec implements ClaimCodec<ToyClaim> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(ToyClaim claim) {
        ObjectNode root = JSON.createObjectNode();
        root.put("cloud", claim.pool().cloud());
        root.put("account", claim.pool().account());
        root.put("lb", claim.pool().id());
        ArrayNode lines = root.putArray("lines");
        for (ToyClaim.Line line : claim.lines()) {
            ObjectNode one = lines.addObject()
                    .put("protocol", line.protocol().name())
                    .put("number", line.number())
                    .put("port", line.containerPort());
            line.groupId().ifPresent(id -> one.put("group", id));
        }
        return root.toString();
    }

    @Override
    public ToyClaim read(int version, String json) {
        if (version != 1) {
            throw new IllegalArgumentException("Version %d is not known, only 1".formatted(version));
        }
        try {
            JsonNode root = JSON.readTree(json);
            List<ToyClaim.Line> lines = new ArrayList<>();
            for (JsonNode line : array(root, "lines")) {
                lines.add(new ToyClaim.Line(
                        Protocol.valueOf(text(line, "protocol")),
                        number(line, "number"),
                        number(line, "port"),
                        line.has("group") ? Optional.of(text(line, "group")) : Optional.empty()));
            }
            PoolId pool = new PoolId(ToyPlugin.KIND, text(root, "cloud"), text(root, "account"), text(root, "lb"));
            return new ToyClaim(pool, lines);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The claim is no JSON", e);
        }
    }

    private static JsonNode array(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isArray() || value.isEmpty()) {
            throw new IllegalArgumentException("The claim has no list '%s'".formatted(name));
        }
        return value;
    }

    private static String text(JsonNode node, String name) {
        String value = node.path(name).isTextual() ? node.path(name).asText() : "";
        if (value.isEmpty()) {
            throw new IllegalArgumentException("The claim has no text '%s'".formatted(name));
        }
        return value;
    }

    private static int number(JsonNode node, String name) {
        int value = node.path(name).asInt(0);
        if (value < 1 || value > 65_535) {
            throw new IllegalArgumentException("The claim has no port '%s'".formatted(name));
        }
        return value;
    }
}
