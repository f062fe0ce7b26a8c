package io.berth.it.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.berth.it.vectors.Allocator.Allocation;
import io.berth.it.vectors.PortPods.Got;
import io.berth.it.vectors.SequenceCase.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a case may ask about, as it is after one step.
 *
 * @param taken uses per number of a range
 * @param owners per owner its numbers of the ranges
 * @param byRange uses per range
 * @param unscheduled numbers of the ranges of pods that are on no node
 * @param first the number that the very first allocation of the case got
 */
record Looked(
        Outcome outcome,
        Map<Integer, Integer> taken,
        Map<String, List<Integer>> owners,
        Map<String, Integer> byRange,
        Map<String, PortPods.Range> ranges,
        List<Integer> unscheduled,
        List<Integer> all,
        Optional<Integer> first,
        long free,
        int nodes,
        List<String> settingsProblems) {
    /** Fields that are a list with one element per step, by their meaning and not by their names. */
    static final Set<String> IN_ORDER_OF_STEPS = Set.of("error", "primary", "spec_host_ports");

    /** What only a peer has: how it keeps its books. */
    private static final Set<String> INSIDES =
            Set.of("port_sets", "port_sets_ordered", "addresses", "next_port", "registered");

    static Looked at(Allocator allocator, Outcome outcome) {
        Map<String, List<Integer>> owners = allocator.pooled();
        List<Integer> unscheduled = allocator.owners().entrySet().stream()
                .filter(owner -> owner.getValue().node().isEmpty())
                .flatMap(owner -> owners.getOrDefault(owner.getKey(), List.of()).stream())
                .toList();
        return new Looked(
                outcome,
                allocator.taken(),
                owners,
                allocator.takenByRange(),
                allocator.ranges,
                unscheduled,
                allocator.numbers(),
                allocator.firstNumber(),
                allocator.free(),
                (int) allocator.world.nodes().stream()
                        .filter(io.berth.spi.NodeView::schedulable)
                        .count(),
                List.of());
    }

    static Looked refusedSettings(List<String> problems) {
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        return new Looked(
                new Outcome(List.of(), said, String.join("; ", problems)),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                0,
                0,
                problems);
    }

    boolean says(String name) {
        return name.equals("error") || outcome.said().has(name);
    }

    @Nullable
    String error() {
        return outcome.error();
    }

    List<Integer> numbers() {
        return SequenceCase.hostPorts(outcome.allocations()).toList();
    }

    List<Integer> belowNodeCount() {
        return all.stream()
                .filter(number -> taken.getOrDefault(number, 0) < nodes)
                .toList();
    }

    /** Empty: Berth has no such notion. */
    Optional<JsonNode> value(String name, JsonNode expected) {
        if (INSIDES.contains(name)) {
            return Optional.empty();
        }
        JsonNode said = outcome.said().path(name);
        if (!said.isMissingNode()) {
            return Optional.of(said);
        }
        return Optional.of(
                switch (name) {
                    case "total_taken", "total_used", "usageTotal" -> IntNode.valueOf(total());
                    case "taken", "usage", "usagePerPort" -> table();
                    case "taken_by_range", "taken_per_range", "total_taken_by_range", "total_taken_per_range" -> {
                        ObjectNode ranges = JsonNodeFactory.instance.objectNode();
                        byRange.forEach(ranges::put);
                        yield ranges;
                    }
                    case "taken_of_that_port" ->
                        IntNode.valueOf(first.map(number -> taken.getOrDefault(number, 0))
                                .orElse(0));
                    case "owners" -> IntNode.valueOf(owners.size());
                    case "owner_registered" -> BooleanNode.valueOf(!owners.isEmpty());
                    case "free" -> LongNode.valueOf(free);
                    case "usage_of_every_port" -> ofEveryPort(expected);
                    case "usage_of_port_0" -> IntNode.valueOf(taken.getOrDefault(0, 0));
                    case "unscheduled_ports" -> list(unscheduled);
                    case "error" -> error() == null ? NullNode.getInstance() : TextNode.valueOf(error());
                    case "error_count" -> IntNode.valueOf(settingsProblems.size());
                    case "pairs" -> {
                        ArrayNode problems = JsonNodeFactory.instance.arrayNode();
                        settingsProblems.forEach(problems::add);
                        yield problems;
                    }
                    case "host_port" ->
                        IntNode.valueOf(numbers().stream().findFirst().orElse(0));
                    case "host_ports", "host_ports_as_set" -> list(numbers());
                    case "host_ports_distinct" ->
                        BooleanNode.valueOf(
                                new HashSet<>(numbers()).size() == numbers().size());
                    case "host_port_set" -> TextNode.valueOf(allSet());
                    case "one_owner_has_duplicate_host_port" -> BooleanNode.valueOf(anyTwice());
                    case "result_ports", "ports" -> resultPorts();
                    case "same_host_port" -> alike(expected);
                    case "container_port_equals_host_port" -> moved(expected);
                    case "result" -> TextNode.valueOf(error() == null ? "ok" : "refused: " + error());
                    default -> throw new NotUnderstoodException("expectation '%s'".formatted(name));
                });
    }

    private int total() {
        return taken.values().stream().mapToInt(Integer::intValue).sum();
    }

    private JsonNode table() {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        taken.forEach((number, uses) -> table.put(Integer.toString(number), uses));
        return table;
    }

    /** The expected number where every port is used as often; else what is least like it. */
    private JsonNode ofEveryPort(JsonNode expected) {
        return all.stream()
                .map(number -> taken.getOrDefault(number, 0))
                .filter(uses -> uses != expected.asInt())
                .findFirst()
                .map(IntNode::valueOf)
                .orElse(IntNode.valueOf(expected.asInt()));
    }

    private String allSet() {
        long set = outcome.allocations().stream()
                .filter(one -> !one.got().isEmpty() && one.got().stream().allMatch(got -> got.hostPort() > 0))
                .count();
        return set == outcome.allocations().size() ? "all " + set : "only " + set;
    }

    private boolean anyTwice() {
        return outcome.allocations().stream().anyMatch(one -> {
            Set<List<Object>> seen = new HashSet<>();
            return one.got().stream()
                    .anyMatch(got -> got.hostPort() > 0 && !seen.add(List.of(got.protocol(), got.hostPort())));
        });
    }

    private Optional<Allocation> last() {
        return outcome.allocations().isEmpty()
                ? Optional.empty()
                : Optional.of(outcome.allocations().get(outcome.allocations().size() - 1));
    }

    private List<Got> lastGot() {
        return last().map(Allocation::got).orElse(List.of());
    }

    private JsonNode resultPorts() {
        ArrayNode ports = JsonNodeFactory.instance.arrayNode();
        lastGot().forEach(got -> {
            ObjectNode port = ports.addObject();
            port.put("name", got.port().getName());
            port.put("protocol", got.protocol());
            port.put(
                    "policy",
                    got.wanted().policy().isEmpty() ? "Dynamic" : got.wanted().policy());
            port.put("range", got.wanted().range());
            port.put("in_range", inRange(got.hostPort()));
            port.put("container", got.wanted().container());
            port.put("host_port", got.hostPort());
            port.put("container_port", got.port().getContainerPort());
        });
        return ports;
    }

    private String inRange(int number) {
        return ranges.entrySet().stream()
                .filter(range -> range.getValue().has(number))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("none");
    }

    /** The expected indexes, if those ports have one host port; else none. */
    private JsonNode alike(JsonNode indexes) {
        Set<Integer> numbers = new HashSet<>();
        indexes.forEach(index -> numbers.add(lastGot().get(index.asInt()).hostPort()));
        Set<JsonNode> distinct = new HashSet<>();
        indexes.forEach(distinct::add);
        return numbers.size() == 1 && !numbers.contains(0) && distinct.size() == indexes.size()
                ? indexes
                : list(List.of());
    }

    private JsonNode moved(JsonNode indexes) {
        ArrayNode moved = JsonNodeFactory.instance.arrayNode();
        Set<JsonNode> distinct = new HashSet<>();
        indexes.forEach(index -> {
            Got got = lastGot().get(index.asInt());
            if (distinct.add(index)
                    && got.port().getContainerPort().equals(got.port().getHostPort())) {
                moved.add(index);
            }
        });
        return moved;
    }

    static ArrayNode list(List<Integer> numbers) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        numbers.forEach(list::add);
        return list;
    }
}
