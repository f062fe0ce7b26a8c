package io.berth.plugin.clb.service;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.spi.ClaimCodec;
import io.berth.spi.PoolId;
import io.berth.spi.Protocol;
import io.berth.spi.cloud.service.TrafficPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code {"kind":"lb","cloud":"kubernetes","account":"main","lb":"clb-1","lines":[{"protocol":"TCP","number":7000,"port":80}]}},
 * and what differs from the defaults.
 */
final class ServiceClaimCodec implements ClaimCodec<ServiceClaim> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(ServiceClaim claim) {
        ObjectNode root = JSON.createObjectNode();
        root.put("kind", claim.pool().kind());
        root.put("cloud", claim.pool().cloud());
        root.put("account", claim.pool().account());
        root.put("lb", claim.pool().id());
        ArrayNode lines = root.putArray("lines");
        for (ServiceClaim.Line line : claim.lines()) {
            lines.addObject()
                    .put("protocol", line.protocol().name())
                    .put("number", line.number())
                    .put("port", line.containerPort());
        }
        if (claim.whole()) {
            root.put("whole", true);
        }
        ServiceTraits traits = claim.traits();
        if (traits.everyIngress()) {
            root.put("everyIngress", true);
        }
        if (traits.publishNotReady()) {
            root.put("publishNotReady", true);
        }
        traits.nodePorts().ifPresent(allocate -> root.put("nodePorts", allocate));
        if (traits.trafficPolicy() != TrafficPolicy.CLUSTER) {
            root.put("trafficPolicy", traits.trafficPolicy().name());
        }
        write(traits.controller(), "controller", root);
        write(traits.annotations(), "annotations", root);
        return root.toString();
    }

    private static void write(Map<String, String> texts, String name, ObjectNode root) {
        if (!texts.isEmpty()) {
            ObjectNode node = root.putObject(name);
            new TreeMap<>(texts).forEach(node::put);
        }
    }

    @Override
    public ServiceClaim read(int version, String json) {
        if (version != 1) {
            throw new IllegalArgumentException("Version %d is not known, only 1".formatted(version));
        }
        try {
            JsonNode root = JSON.readTree(json);
            List<ServiceClaim.Line> lines = new ArrayList<>();
            for (JsonNode line : root.path("lines")) {
                lines.add(new ServiceClaim.Line(
                        Protocol.valueOf(text(line, "protocol")), port(line, "number"), port(line, "port")));
            }
            return new ServiceClaim(
                    new PoolId(text(root, "kind"), text(root, "cloud"), text(root, "account"), text(root, "lb")),
                    lines,
                    flag(root, "whole").orElse(false),
                    new ServiceTraits(
                            flag(root, "everyIngress").orElse(false),
                            flag(root, "publishNotReady").orElse(false),
                            flag(root, "nodePorts"),
                            root.has("trafficPolicy")
                                    ? TrafficPolicy.valueOf(text(root, "trafficPolicy"))
                                    : TrafficPolicy.CLUSTER,
                            texts(root.path("controller"), "controller"),
                            texts(root.path("annotations"), "annotations")));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The claim is no JSON", e);
        }
    }

    private static Optional<Boolean> flag(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("'%s' of the claim is neither true nor false".formatted(name));
        }
        return Optional.of(value.asBoolean());
    }

    private static Map<String, String> texts(JsonNode node, String name) {
        Map<String, String> texts = new TreeMap<>();
        if (!node.isMissingNode() && !node.isObject()) {
            throw new IllegalArgumentException("'%s' of the claim is no object".formatted(name));
        }
        node.properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw new IllegalArgumentException("'%s' of the claim has something else than texts".formatted(name));
            }
            texts.put(entry.getKey(), entry.getValue().asText());
        });
        return texts;
    }

    private static String text(JsonNode node, String name) {
        String value = node.path(name).isTextual() ? node.path(name).asText() : "";
        if (value.isEmpty()) {
            throw new IllegalArgumentException("The claim has no text '%s'".formatted(name));
        }
        return value;
    }

    private static int port(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > 65_535) {
            throw new IllegalArgumentException("The claim has no port '%s'".formatted(name));
        }
        return value.asInt();
    }
}
