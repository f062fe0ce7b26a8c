package io.berth.it.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.it.vectors.Allocator.Allocation;
import io.berth.runtime.CatalogException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A case with a sequence of requests. Runs them, looks at everything after each, and compares with what the case expects
 * by its file's legend: {@code wanted} goes before all; of a defect {@code correct*} holds, and what the peer does must
 * not come out; else {@code expected} holds.
 */
final class SequenceCase {
    private static final Pattern CORRECT = Pattern.compile("correct_(.+)");
    private static final Pattern PEER = Pattern.compile("peer_(.+)");

    private final JsonNode vector;
    private final List<Looked> steps = new ArrayList<>();

    SequenceCase(Vector vector) {
        this.vector = vector.json();
    }

    void run() {
        Vector.onlyFields(
                vector,
                "a case",
                "id",
                "peer",
                "source_test",
                "source_lines",
                "basis",
                "nodes",
                "port_range",
                "existing_pods",
                "request",
                "expected",
                "defect",
                "wanted",
                "blocked",
                "networkType");
        try (Allocator allocator = new Allocator(vector)) {
            Requests requests = new Requests(allocator);
            for (JsonNode request : vector.path("request")) {
                steps.add(Looked.at(allocator, requests.run(request)));
                allocator.assertEngineCountsWhatPodsHave();
            }
        } catch (CatalogException e) {
            if (!isAboutSettings() && !vector.path("defect").asBoolean(false)) {
                throw e;
            }
            steps.add(Looked.refusedSettings(e.problems()));
        }
        judge();
    }

    private boolean isAboutSettings() {
        return vector.path("request").path(0).path("op").asText().equals("validate_ranges");
    }

    private void judge() {
        JsonNode wanted = vector.path("wanted");
        JsonNode expected = vector.path("expected");
        if (!wanted.isMissingNode()) {
            if (fieldsOf(wanted).isEmpty()) {
                // It says in words what is wanted, which is at least: not that.
                assertNotReproduced(expected);
            } else {
                assertHolds(wanted);
            }
        } else if (vector.path("defect").asBoolean(false)) {
            defect(expected);
        } else {
            assertHolds(expected);
        }
    }

    private void defect(JsonNode expected) {
        int corrected = 0;
        for (String field : fieldsOf(expected)) {
            Matcher correct = CORRECT.matcher(field);
            if (correct.matches()) {
                corrected++;
                assertHolds(correct.group(1).equals("last") ? lastOf(expected) : correct.group(1), expected.get(field));
            }
            if (field.equals("ports_with_usage_below_node_count")) {
                assertHolds(field, expected.get(field));
            }
        }
        if (corrected == 0) {
            assertNotReproduced(expected);
        }
    }

    /** {@code correct_last} speaks of what the peer has a list of, one after each step. */
    private static String lastOf(JsonNode expected) {
        return fieldsOf(expected).stream()
                .map(PEER::matcher)
                .filter(peer -> peer.matches() && peer.group(1).endsWith("_after_step"))
                .map(peer -> peer.group(1).substring(0, peer.group(1).length() - "_after_step".length()))
                .findFirst()
                .orElseThrow(() -> new NotUnderstoodException("'correct_last' without 'peer_..._after_step'"));
    }

    private void assertHolds(JsonNode expected) {
        for (String field : fieldsOf(expected)) {
            assertHolds(field, expected.get(field));
        }
    }

    private void assertHolds(String field, JsonNode expected) {
        Optional<JsonNode> actual = actual(field, expected);
        actual.ifPresent(value -> assertThat(Comparison.of(field, expected, value, isFresh()))
                .as("%s: expected %s, got %s", field, expected, value)
                .isTrue());
    }

    /** At least one of the things that the peer does is otherwise here. */
    private void assertNotReproduced(JsonNode peers) {
        List<String> same = new ArrayList<>();
        for (String field : fieldsOf(peers)) {
            Matcher peer = PEER.matcher(field);
            String name = peer.matches() ? peer.group(1) : field;
            Optional<JsonNode> actual;
            try {
                actual = actual(name, peers.get(field));
            } catch (NotUnderstoodException e) {
                if (!peer.matches()) {
                    throw e;
                }
                continue; // An inside of the peer.
            }
            if (actual.isPresent()) {
                if (!Comparison.of(name, peers.get(field), actual.get(), false)) {
                    return;
                }
                same.add(field);
            }
        }
        assertThat(same).as("what the peer does wrong, and came out here, too").isEmpty();
    }

    /** The pool is empty and untouched: then the peers agree on which number comes next. */
    private boolean isFresh() {
        return steps.size() == 1 && vector.path("existing_pods").isEmpty();
    }

    private Optional<JsonNode> actual(String field, JsonNode expected) {
        if (field.endsWith("_after_step")) {
            String name = field.substring(0, field.length() - "_after_step".length());
            ArrayNode values = JsonNodeFactory.instance.arrayNode();
            for (Looked step : steps) {
                Optional<JsonNode> value = step.value(name, JsonNodeFactory.instance.missingNode());
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                values.add(value.get());
            }
            return Optional.of(values);
        }
        if (field.endsWith("_after_first")) {
            return steps.get(0).value(field.substring(0, field.length() - "_after_first".length()), expected);
        }
        boolean listOfLists = field.equals("host_ports") && expected.path(0).isArray();
        if (listOfLists || (Looked.IN_ORDER_OF_STEPS.contains(field) && expected.isArray())) {
            return Optional.of(inOrder(field, expected));
        }
        if (field.equals("ports_with_usage_below_node_count")) {
            return Optional.of(below());
        }
        return steps.get(steps.size() - 1).value(field, expected);
    }

    private JsonNode inOrder(String field, JsonNode expected) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        steps.stream()
                .filter(step -> field.equals("host_ports") || step.says(field))
                .forEach(step -> values.add(step.value(field, expected).orElseThrow()));
        return values;
    }

    /** Before the last allocation; what that one got has to be among them. */
    private JsonNode below() {
        Looked before = steps.get(Math.max(0, steps.size() - 2));
        Looked last = steps.get(steps.size() - 1);
        last.numbers().forEach(number -> assertThat(before.belowNodeCount()).contains(number));
        assertThat(last.error()).as("there are free numbers").isNull();
        ArrayNode below = JsonNodeFactory.instance.arrayNode();
        before.belowNodeCount().forEach(below::add);
        return below;
    }

    static List<String> fieldsOf(JsonNode object) {
        List<String> fields = new ArrayList<>();
        object.fieldNames().forEachRemaining(fields::add);
        fields.removeIf(Vector::isForPeople);
        return fields;
    }

    /** What one step came to. */
    record Outcome(
            List<Allocation> allocations,
            ObjectNode said,
            @Nullable String error) {
        static Outcome nothing() {
            return new Outcome(List.of(), JsonNodeFactory.instance.objectNode(), null);
        }

        static Outcome of(List<Allocation> allocations) {
            return new Outcome(
                    allocations,
                    JsonNodeFactory.instance.objectNode(),
                    allocations.stream()
                            .flatMap(one -> one.error().stream())
                            .findFirst()
                            .orElse(null));
        }

        static Outcome saying(String field, JsonNode value) {
            Outcome outcome = nothing();
            outcome.said().set(field, value);
            return outcome;
        }
    }

    static Stream<Integer> hostPorts(List<Allocation> allocations) {
        return allocations.stream()
                .flatMap(one -> one.got().stream())
                .filter(got -> got.port().getHostPort() != null)
                .map(PortPods.Got::hostPort);
    }
}
