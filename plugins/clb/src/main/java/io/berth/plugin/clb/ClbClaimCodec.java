package io.berth.plugin.clb;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.spi.ClaimCodec;
import io.berth.spi.PoolId;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.HealthCheck;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code {"kind":"lb","cloud":"volcengine","account":"main","lb":"clb-1","lines":[{"transport":"TCP","number":7000,"port":80}]}},
 * and what differs from the defaults.
 */
final class ClbClaimCodec implements ClaimCodec<ClbClaim> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String write(ClbClaim claim) {
        ObjectNode root = JSON.createObjectNode();
        root.put("kind", claim.pool().kind());
        root.put("cloud", claim.pool().cloud());
        root.put("account", claim.pool().account());
        root.put("lb", claim.pool().id());
        ArrayNode lines = root.putArray("lines");
        for (ClbClaim.Line line : claim.lines()) {
            lines.addObject()
                    .put("transport", line.front().transport().name())
                    .put("number", line.front().number())
                    .put("port", line.containerPort());
        }
        if (claim.whole()) {
            root.put("whole", true);
        }
        if (claim.everyIngress()) {
            root.put("everyIngress", true);
        }
        claim.shape().idleTimeout().ifPresent(idle -> root.put("idleTimeout", idle.toSeconds()));
        claim.shape().connectionDrain().ifPresent(drain -> root.put("connectionDrain", drain.toSeconds()));
        claim.shape().healthCheck().ifPresent(check -> write(check, root.putObject("healthCheck")));
        return root.toString();
    }

    private static void write(HealthCheck check, ObjectNode node) {
        check.port().ifPresent(port -> node.put("port", port));
        node.put("interval", check.interval().toSeconds());
        node.put("timeout", check.timeout().toSeconds());
        node.put("healthy", check.healthyThreshold());
        node.put("unhealthy", check.unhealthyThreshold());
        check.http().ifPresent(http -> {
            node.put("path", http.path());
            http.host().ifPresent(host -> node.put("host", host));
            node.put("method", http.method().name());
        });
    }

    @Override
    public ClbClaim read(int version, String json) {
        if (version != 1) {
            throw new IllegalArgumentException("Version %d is not known, only 1".formatted(version));
        }
        try {
            JsonNode root = JSON.readTree(json);
            List<ClbClaim.Line> lines = new ArrayList<>();
            for (JsonNode line : root.path("lines")) {
                lines.add(new ClbClaim.Line(
                        new Front(Transport.valueOf(text(line, "transport")), number(line, "number", 65_535)),
                        number(line, "port", 65_535)));
            }
            return new ClbClaim(
                    new PoolId(text(root, "kind"), text(root, "cloud"), text(root, "account"), text(root, "lb")),
                    lines,
                    flag(root, "whole"),
                    flag(root, "everyIngress"),
                    new Shape(
                            root.has("healthCheck") ? Optional.of(check(root.path("healthCheck"))) : Optional.empty(),
                            seconds(root, "idleTimeout"),
                            seconds(root, "connectionDrain")));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The claim is no JSON", e);
        }
    }

    private static HealthCheck check(JsonNode node) {
        boolean http = node.has("path");
        return new HealthCheck(
                http ? HealthCheck.Kind.HTTP : HealthCheck.Kind.TRANSPORT,
                node.has("port") ? OptionalInt.of(number(node, "port", 65_535)) : OptionalInt.empty(),
                Duration.ofSeconds(number(node, "interval", 100_000)),
                Duration.ofSeconds(number(node, "timeout", 100_000)),
                number(node, "healthy", 100_000),
                number(node, "unhealthy", 100_000),
                http
                        ? Optional.of(new HealthCheck.Http(
                                text(node, "path"),
                                node.has("host") ? Optional.of(text(node, "host")) : Optional.empty(),
                                HealthCheck.Http.Method.valueOf(text(node, "method"))))
                        : Optional.empty());
    }

    private static Optional<Duration> seconds(JsonNode node, String name) {
        return node.has(name) ? Optional.of(Duration.ofSeconds(number(node, name, 1_000_000))) : Optional.empty();
    }

    private static boolean flag(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException("'%s' of the claim is neither true nor false".formatted(name));
        }
        return value.asBoolean();
    }

    private static String text(JsonNode node, String name) {
        String value = node.path(name).isTextual() ? node.path(name).asText() : "";
        if (value.isEmpty()) {
            throw new IllegalArgumentException("The claim has no text '%s'".formatted(name));
        }
        return value;
    }

    private static int number(JsonNode node, String name, int most) {
        JsonNode value = node.path(name);
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > most) {
            throw new IllegalArgumentException("The claim has no number '%s' from 1 to %d".formatted(name, most));
        }
        return value.asInt();
    }
}
