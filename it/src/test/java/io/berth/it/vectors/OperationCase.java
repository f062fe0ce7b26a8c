package io.berth.it.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.spi.config.NameValue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A case with one operation of OpenKruiseGame's plugins. {@code wanted}, beside {@code expected} or in it, goes before
 * what the peer does.
 */
final class OperationCase {
    /** By whatever name: those that are there already. */
    private static final List<String> PODS = List.of("pods", "existingPods", "existing");

    private final JsonNode vector;
    private final String type;
    private final JsonNode in;

    OperationCase(Vector vector) {
        this.vector = vector.json();
        this.type = vector.networkType();
        this.in = this.vector.path("in");
    }

    void run() {
        Vector.onlyFields(
                vector,
                "a case",
                "id",
                "source_test",
                "networkType",
                "operation",
                "options",
                "in",
                "expected",
                "expectation_from",
                "wanted",
                "peer");
        JsonNode expected = vector.path("wanted").isMissingNode()
                ? vector.path("expected").path("wanted").isMissingNode()
                        ? vector.path("expected")
                        : vector.path("expected").path("wanted")
                : vector.path("wanted");
        String operation = vector.path("operation").asText();
        try (World world = new World(Map.of(type, settings()))) {
            switch (operation) {
                case "create", "add" -> create(world, expected);
                case "update" -> update(world, in, expected);
                case "create-cases", "parse-cases" -> cases(world, expected, true);
                case "update-cases", "status-cases" -> cases(world, expected, false);
                case "parse" -> parse(world, expected);
                case "allocate-sequence", "allocate", "allocate-release-sequence", "sequence" ->
                    allocate(world, expected);
                case "node-address" -> nodeAddress(world, expected);
                case "delete", "release", "deallocate" -> delete(world, expected);
                case "init", "restart", "recover" -> init(world, expected);
                default -> throw new NotUnderstoodException("operation '%s' of %s".formatted(operation, type));
            }
        }
    }

    private List<NameValue> settings() {
        JsonNode options = vector.path("options");
        Vector.onlyFields(
                options,
                "the options",
                "minPort",
                "maxPort",
                "blockPorts",
                "ranges",
                "whenFull",
                "addressPreference",
                "nodes");
        List<NameValue> settings = new ArrayList<>();
        if (!type.equals(PortPods.TYPE)) {
            return settings;
        }
        settings.add(new NameValue(
                "ranges.default",
                options.path("minPort").asText("8000") + "-"
                        + options.path("maxPort").asText("9000")));
        options.path("ranges")
                .properties()
                .forEach(range -> settings.add(new NameValue(
                        "ranges." + range.getKey(), range.getValue().asText())));
        options.path("blockPorts").forEach(port -> settings.add(new NameValue("blocked", port.asText())));
        for (String plain : List.of("whenFull", "addressPreference")) {
            if (options.has(plain)) {
                settings.add(new NameValue(plain, options.path(plain).asText()));
            }
        }
        return settings;
    }

    private void surroundings(World world, JsonNode given) {
        vector.path("options").path("nodes").forEach(node -> world.node(Allocator.node(node)));
        given.path("nodes").forEach(node -> world.node(Allocator.node(node)));
        for (String there : PODS) {
            given.path(there).forEach(pod -> world.store(complete(pod)));
        }
        world.time.settle();
    }

    /** Whatever a case leaves out of a pod since it does not matter to it. */
    private Pod complete(JsonNode json) {
        if (json.isTextual()) {
            return named(json.asText(), JsonNodeFactory.instance.arrayNode());
        }
        if (json.has("podKey")) {
            return OkgPods.holding(json, type);
        }
        ObjectNode pod = json.deepCopy();
        ObjectNode meta = pod.withObjectProperty("metadata");
        if (!meta.has("namespace")) {
            meta.put("namespace", "default");
        }
        if (!meta.path("annotations").has(World.KEYS.networkType())) {
            meta.withObjectProperty("annotations").put(World.KEYS.networkType(), type);
        }
        JsonNode status = pod.path("status");
        if (status.isObject() && !status.has("phase")) {
            ((ObjectNode) status).put("phase", "Running");
        }
        return Serialization.unmarshal(pod.toString(), Pod.class);
    }

    private Pod named(String name, JsonNode conf) {
        return OkgPods.of("default/" + name, type, conf.toString(), List.of());
    }

    private void create(World world, JsonNode expected) {
        surroundings(world, in);
        Vector.onlyFields(in, "the input", "pod", "pods", "existingPods", "existing", "nodes");
        Pod pod = complete(in.path("pod"));
        OperationResult.of(world, world.create(pod), pod).assertMeets(expected);
    }

    private void update(World world, JsonNode given, JsonNode expected) {
        Vector.onlyFields(given, "the input", "pod", "pods", "existingPods", "existing", "nodes");
        surroundings(world, given);
        Pod pod = world.store(complete(given.path("pod")));
        OperationResult.updated(world, pod).assertMeets(expected);
    }

    private void parse(World world, JsonNode expected) {
        Vector.onlyFields(in, "the input", "podName", "conf", "cases");
        if (in.has("cases")) {
            cases(world, expected, true);
            return;
        }
        Pod pod = named(in.path("podName").asText("game-0"), in.path("conf"));
        OperationResult.of(world, world.create(pod), pod).assertMeets(expected);
    }

    /** One expectation per case: as a list of cases, or as a list per field. */
    private void cases(World world, JsonNode expected, boolean isCreation) {
        JsonNode cases = in.path("cases");
        for (int i = 0; i < cases.size(); i++) {
            JsonNode one = cases.get(i);
            JsonNode of = ofCase(expected, i);
            try (World own = new World(Map.of(type, settings()))) {
                if (isCreation) {
                    Pod pod = one.isArray()
                            ? named(in.path("pod").asText(in.path("podName").asText("game-0")), one)
                            : complete(one.has("pod") ? one.path("pod") : one);
                    surroundings(own, one.has("pod") ? one : JsonNodeFactory.instance.objectNode());
                    OperationResult.of(own, own.create(pod), pod).assertMeets(of);
                } else {
                    update(own, one, of);
                }
            }
        }
        assertThat(world.pods()).as("cases are apart").isEmpty();
    }

    private static JsonNode ofCase(JsonNode expected, int index) {
        if (expected.path("cases").isArray()) {
            JsonNode one = expected.path("cases").get(index);
            return one.has("wanted") && one.get("wanted").isObject() ? one.get("wanted") : one;
        }
        ObjectNode one = JsonNodeFactory.instance.objectNode();
        for (String field : SequenceCase.fieldsOf(expected)) {
            one.set(field, expected.get(field).isArray() ? expected.get(field).path(index) : expected.get(field));
        }
        return one;
    }

    private void allocate(World world, JsonNode expected) {
        surroundings(world, in);
        new OkgAllocation(world, type, ranges()).run(in, expected);
    }

    private Set<Integer> ranges() {
        Set<Integer> numbers = new TreeSet<>();
        JsonNode options = vector.path("options");
        for (int number = options.path("minPort").asInt(8000);
                number <= options.path("maxPort").asInt(9000);
                number++) {
            numbers.add(number);
        }
        options.path("blockPorts").forEach(blocked -> numbers.remove(blocked.asInt()));
        return numbers;
    }

    private void nodeAddress(World world, JsonNode expected) {
        Vector.onlyFields(in, "the input", "cases");
        Vector.onlyFields(expected, "the expectation", "ip");
        for (int i = 0; i < in.path("cases").size(); i++) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("name", "node-" + i);
            node.set("addresses", in.path("cases").get(i));
            world.node(Allocator.node(node));
            Pod pod = world.store(OkgPods.onNode("default/game-" + i, "node-" + i));
            assertThat(OperationResult.updated(world, pod).externalIp())
                    .as("case %d: %s", i, in.path("cases").get(i))
                    .isEqualTo(expected.path("ip").get(i).asText());
        }
    }

    private void delete(World world, JsonNode expected) {
        Vector.onlyFields(in, "the input", "pod", "pods", "existingPods", "existing", "nodes", "delete");
        surroundings(world, in);
        String name;
        if (in.has("pod")) {
            name = World.name(world.store(complete(in.path("pod"))));
        } else {
            name = in.path("delete").asText();
        }
        world.delete(name);
        OkgAllocation.of(world, type, ranges()).assertMeets(expected);
    }

    private void init(World world, JsonNode expected) {
        Vector.onlyFields(in, "the input", "pods", "existingPods", "existing", "nodes");
        surroundings(world, in);
        world.restart();
        OkgAllocation.of(world, type, ranges()).assertMeets(expected);
    }
}
