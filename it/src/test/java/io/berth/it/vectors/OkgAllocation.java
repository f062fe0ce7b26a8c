package io.berth.it.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pods that ask for host ports one after another, and the table of what is used. */
final class OkgAllocation {
    private final World world;
    private final String type;
    private final Set<Integer> numbers;

    /** Per request its numbers; nothing where it was refused. */
    private final List<Optional<Set<Integer>>> results = new ArrayList<>();

    OkgAllocation(World world, String type, Set<Integer> numbers) {
        this.world = world;
        this.type = type;
        this.numbers = numbers;
    }

    static OkgAllocation of(World world, String type, Set<Integer> numbers) {
        return new OkgAllocation(world, type, numbers);
    }

    void run(JsonNode in, JsonNode expected) {
        Vector.onlyFields(
                in,
                "the input",
                "requests",
                "steps",
                "pods",
                "existingPods",
                "existing",
                "nodes",
                "podKey",
                "ports",
                "portsPerPod");
        JsonNode requests = in.has("steps") ? in.path("steps") : in.path("requests");
        if (requests.isArray()) {
            requests.forEach(this::request);
        } else if (requests.isObject()) {
            Vector.onlyFields(requests, "the requests", "count", "portsPerPod", "podKey");
            many(
                    requests.path("count").asInt(),
                    requests.path("portsPerPod").asInt(1),
                    requests.path("podKey").asText("default/pod-{i}"));
        } else if (requests.isInt()) {
            many(requests.asInt(), in.path("portsPerPod").asInt(1), "default/pod-{i}");
        } else {
            ask(in.path("podKey").asText(), in.path("ports").asInt(1));
        }
        world.time.settle();
        assertMeets(expected);
    }

    private void many(int count, int ports, String key) {
        for (int i = 0; i < count; i++) {
            ask(key.replace("{i}", Integer.toString(i)), ports);
        }
    }

    private void request(JsonNode request) {
        Vector.onlyFields(request, "a request", "podKey", "ports", "portsPerPod", "op", "release");
        String op = request.path("op").asText(request.has("release") ? "release" : "allocate");
        switch (op) {
            case "allocate" ->
                ask(
                        request.path("podKey").asText(),
                        request.path("ports").asInt(request.path("portsPerPod").asInt(1)));
            case "release", "delete", "deallocate" -> {
                world.delete(
                        request.path("podKey").asText(request.path("release").asText()));
                results.add(Optional.of(Set.of()));
            }
            default -> throw new NotUnderstoodException("request '%s'".formatted(op));
        }
    }

    private void ask(String key, int ports) {
        Optional<Pod> there = world.find(key);
        if (there.isPresent()) {
            assertThat(world.admit(there.get()).changesPod())
                    .as("%s has its ports", key)
                    .isFalse();
            results.add(Optional.of(numbers(there.get())));
            return;
        }
        World.Created created = world.create(OkgPods.asking(key, type, ports));
        if (created.isRefused()) {
            created.pod().ifPresent(pod -> world.delete(World.name(pod)));
            results.add(Optional.empty());
        } else {
            Pod pod = created.pod().orElseThrow();
            assertThat(numbers(pod)).as("distinct numbers of %s", key).hasSize(ports);
            results.add(Optional.of(numbers(pod)));
        }
    }

    static Set<Integer> numbers(Pod pod) {
        Set<Integer> found = new TreeSet<>();
        PortPods.hostPorts(pod).forEach(port -> found.add(port.getHostPort()));
        return found;
    }

    /** A pair of protocols on one number is one use. */
    private Map<Integer, Integer> usage() {
        Map<Integer, Integer> usage = new TreeMap<>();
        world.pods()
                .forEach(pod -> numbers(pod).stream()
                        .filter(numbers::contains)
                        .forEach(number -> usage.merge(number, 1, Integer::sum)));
        return usage;
    }

    void assertMeets(JsonNode expected) {
        Map<Integer, Integer> usage = usage();
        long counted = world.capacity(type).stream()
                .mapToLong(io.berth.spi.Capacity::used)
                .sum();
        int total = usage.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(counted).as("what the engine counts").isEqualTo(total);
        for (String field : SequenceCase.fieldsOf(expected)) {
            JsonNode value = expected.get(field);
            switch (field) {
                case "usagePerPort_min" ->
                    assertThat(numbers)
                            .allSatisfy(number -> assertThat(usage.getOrDefault(number, 0))
                                    .as("uses of %d", number)
                                    .isGreaterThanOrEqualTo(value.asInt()));
                case "usagePerPort_max" ->
                    assertThat(numbers)
                            .allSatisfy(number -> assertThat(usage.getOrDefault(number, 0))
                                    .as("uses of %d", number)
                                    .isLessThanOrEqualTo(value.asInt()));
                case "usageTotal" -> assertThat(total).isEqualTo(value.asInt());
                case "exact_from_code", "usagePerPort", "usage", "used" ->
                    value.properties()
                            .forEach(entry -> assertThat(usage.getOrDefault(Integer.parseInt(entry.getKey()), 0))
                                    .as("uses of %s", entry.getKey())
                                    .isEqualTo(entry.getValue().asInt()));
                case "results" -> results(value);
                case "result" -> assertThat(results.get(results.size() - 1)).isEqualTo(numbers(value));
                case "distinct" ->
                    results.forEach(result -> assertThat(result).as("given").isPresent());
                case "allocated", "podAllocate" -> allocated(value);
                case "error" ->
                    assertThat(results.stream().anyMatch(Optional::isEmpty))
                            .as("a refusal")
                            .isEqualTo(!value.isNull());
                default -> throw new NotUnderstoodException("expectation '%s'".formatted(field));
            }
        }
    }

    private void results(JsonNode expected) {
        assertThat(results).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(results.get(i)).as("request %d", i).isEqualTo(numbers(expected.get(i)));
        }
    }

    private static Optional<Set<Integer>> numbers(JsonNode json) {
        if (json.isObject() || json.isNull()) {
            return Optional.empty();
        }
        Set<Integer> found = new TreeSet<>();
        json.forEach(number -> found.add(number.asInt()));
        return Optional.of(found);
    }

    /** Whose numbers are whose; a pod that is not in the table has none. */
    private void allocated(JsonNode expected) {
        Map<String, Set<Integer>> allocated = new TreeMap<>();
        world.pods().forEach(pod -> {
            Set<Integer> its = numbers(pod);
            its.retainAll(numbers);
            if (!its.isEmpty()) {
                allocated.put(World.name(pod), its);
            }
        });
        Map<String, Set<Integer>> table = new TreeMap<>();
        expected.properties()
                .forEach(entry ->
                        table.put(entry.getKey(), numbers(entry.getValue()).orElse(Set.of())));
        assertThat(allocated).isEqualTo(table);
    }
}
