package io.berth.it.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The runner compares what it reads: whatever value of an expectation is changed, the case fails. */
class EveryExpectationCountsTest {
    private static final Path VECTORS = Path.of("src", "test", "resources", "vectors");

    /** By their legends: a peer's insides and what it does wrong, words for people, numbers that may be others. */
    private static final Set<String> FREE = Set.of(
            "port_sets",
            "port_sets_after_step",
            "port_sets_ordered",
            "addresses",
            "okg_actual",
            "note",
            "host_ports",
            "refused");

    private record Changed(String where, JsonNode vector) {}

    @Test
    void aChangedValueFails() {
        List<String> unnoticed = new ArrayList<>();
        int changed = 0;
        for (Vector vector : Vector.in(VECTORS)) {
            if (!World.playedTypes().contains(vector.networkType())
                    || vector.json().path("defect").asBoolean(false)
                    || slow(vector)) {
                continue;
            }
            for (Changed one : changes(vector)) {
                changed++;
                if (passes(new Vector(vector.file(), one.vector()))) {
                    unnoticed.add(vector + " " + one.where());
                }
            }
        }
        assertThat(unnoticed).isEmpty();
        assertThat(changed).isGreaterThan(100);
    }

    @Test
    void whatIsNotUnderstoodFails() {
        for (String what : List.of(
                "{\"request\":[{\"op\":\"levitate\"}]}",
                "{\"request\":[{\"op\":\"allocate\",\"owner\":\"a\",\"ports\":[],\"colour\":1}]}",
                "{\"request\":[{\"op\":\"allocate\",\"owner\":\"a\",\"ports\":[{\"policy\":\"Wild\"}]}]}",
                "{\"request\":[{\"op\":\"allocate\",\"owner\":\"a\",\"ports\":[]}],\"expected\":{\"mood\":1}}",
                "{\"request\":[],\"surprise\":1}",
                "{\"operation\":\"levitate\",\"expected\":{}}",
                "{\"operation\":\"create\",\"in\":{\"pod\":\"game-0\",\"colour\":1},\"expected\":{}}",
                "{\"operation\":\"create\",\"in\":{\"pod\":\"game-0\"},\"expected\":{\"mood\":1}}",
                "{\"operation\":\"create\",\"options\":{\"colour\":1},\"in\":{\"pod\":\"game-0\"}}")) {
            ObjectNode json = (ObjectNode) Vector.parse(what);
            if (json.has("request")) {
                json.put("peer", "agones");
            }
            assertThatThrownBy(() -> VectorsTest.run(new Vector("here", json)))
                    .as(what)
                    .isInstanceOf(NotUnderstoodException.class);
        }
    }

    /** Thousands of pods, once for each value. */
    private static boolean slow(Vector vector) {
        return vector.json().toString().contains("\"repeat\":2000");
    }

    private static boolean passes(Vector vector) {
        try {
            VectorsTest.run(vector);
            return true;
        } catch (AssertionError | RuntimeException e) {
            return false;
        }
    }

    private static List<Changed> changes(Vector vector) {
        List<Changed> changes = new ArrayList<>();
        String field = vector.json().has("wanted") ? "wanted" : "expected";
        collect(vector.json(), List.of(field), changes);
        return changes;
    }

    private static void collect(JsonNode root, List<String> path, List<Changed> changes) {
        JsonNode here = at(root, path);
        if (here.isContainerNode()) {
            List<String> names = new ArrayList<>();
            if (here.has("error") && path.contains("results")) {
                changes.add(new Changed(path + " -> no numbers", with(root, path, Vector.MAPPER.createArrayNode())));
                return;
            }
            if (here.has("type") && path.contains("error")) {
                changes.add(new Changed(path + " -> no error", with(root, path, NullNode.getInstance())));
                return;
            }
            if (here.isObject()) {
                here.fieldNames().forEachRemaining(names::add);
            } else {
                for (int i = 0; i < here.size(); i++) {
                    names.add(Integer.toString(i));
                }
            }
            for (String name : names) {
                if (!FREE.contains(name)) {
                    List<String> deeper = new ArrayList<>(path);
                    deeper.add(name);
                    collect(root, deeper, changes);
                }
            }
            return;
        }
        String last = path.get(path.size() - 1);
        JsonNode other = last.endsWith("_max")
                ? IntNode.valueOf(here.intValue() - 1)
                // That there is an error counts, whatever its words.
                : path.contains("error") || last.equals("error") ? NullNode.getInstance() : other(here);
        if (here.isNull() && other.isNull()) {
            other = TextNode.valueOf("an error");
        }
        changes.add(new Changed(path + ": " + here + " -> " + other, with(root, path, other)));
    }

    private static JsonNode with(JsonNode root, List<String> path, JsonNode value) {
        JsonNode copy = root.deepCopy();
        String last = path.get(path.size() - 1);
        JsonNode parent = at(copy, path.subList(0, path.size() - 1));
        if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(last), value);
        }
        return copy;
    }

    private static JsonNode other(JsonNode value) {
        if (value.isBoolean()) {
            return BooleanNode.valueOf(!value.asBoolean());
        }
        if (value.isNumber()) {
            return IntNode.valueOf(value.intValue() + 1);
        }
        if (value.isNull()) {
            return TextNode.valueOf("{\"currentNetworkState\":\"Ready\"}");
        }
        String text = value.asText();
        return TextNode.valueOf(
                text.startsWith("{")
                        ? text.contains("\"port\":")
                                ? text.replace("\"port\":", "\"port\":1")
                                : text.replace("10.0.0.1", "10.0.0.2").replace("NotReady", "Ready")
                        : text + "x");
    }

    private static JsonNode at(JsonNode root, List<String> path) {
        JsonNode here = root;
        for (String name : path) {
            here = here.isArray() ? here.get(Integer.parseInt(name)) : here.get(name);
        }
        return here;
    }
}
