package io.berth.runtime;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.spi.Key;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON of an envelope. Version 1. A later version adds fields and keeps these, so that an older engine still reads
 * whose keys are held.
 */
final class EnvelopeCodec {
    private static final int VERSION = 1;
    private static final int LARGEST = 64 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EnvelopeCodec() {}

    static String write(Envelope envelope) {
        ObjectNode root = JSON.createObjectNode();
        root.put("v", VERSION);
        root.put("type", envelope.type());
        root.put("uid", envelope.uid());
        ArrayNode keys = root.putArray("keys");
        envelope.keys().stream().map(Key::toString).sorted().forEach(keys::add);
        root.put("term", envelope.term());
        root.put("drainMillis", envelope.drain().toMillis());
        root.put("claimVersion", envelope.claimVersion());
        try {
            root.set("claim", JSON.readTree(envelope.claim()));
            return JSON.writeValueAsString(root);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The plugin of %s writes no JSON".formatted(envelope.type()), e);
        }
    }

    /** Empty where the text is none of ours: broken, forged, or too large. */
    static Optional<Envelope> read(String text) {
        if (text.length() > LARGEST) {
            return Optional.empty();
        }
        try {
            JsonNode root = JSON.readTree(text);
            if (root == null
                    || !root.path("v").isInt()
                    || !root.path("type").isTextual()
                    || !root.path("uid").isTextual()
                    || !root.path("keys").isArray()) {
                return Optional.empty();
            }
            Set<Key> keys = new LinkedHashSet<>();
            for (JsonNode key : root.path("keys")) {
                keys.add(Key.parse(key.asText()));
            }
            return Optional.of(new Envelope(
                    root.path("type").asText(),
                    root.path("uid").asText(),
                    keys,
                    root.path("term").asText(""),
                    Duration.ofMillis(Math.max(0, root.path("drainMillis").asLong(0))),
                    root.path("claimVersion").asInt(0),
                    root.path("claim").toString()));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
