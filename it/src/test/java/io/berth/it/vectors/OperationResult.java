package io.berth.it.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.berth.runtime.Answer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of one pod.
 *
 * @param problems at creation, or in the answer of a reconcile
 * @param pod as it is stored; empty if it was not let in
 */
record OperationResult(World world, Pod before, List<String> problems, Optional<Pod> pod) {
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
    private static final Pattern NOT_SERVED = Pattern.compile("port_(\\d+)_not_silently_served");

    /** What the peer keeps for itself on pods and objects. */
    private static final Set<String> INSIDES = Set.of("okg_actual", "labels_added");

    static OperationResult of(World world, World.Created created, Pod before) {
        return new OperationResult(world, before, created.answer().problems(), created.pod());
    }

    static OperationResult updated(World world, Pod pod) {
        Answer answer = world.settled(World.name(pod));
        List<String> problems = answer instanceof Answer.Refused refused ? refused.problems() : List.of();
        return new OperationResult(world, pod, problems, world.find(World.name(pod)));
    }

    void assertMeets(JsonNode expected) {
        for (String field : SequenceCase.fieldsOf(expected)) {
            JsonNode value = expected.get(field);
            Matcher notServed = NOT_SERVED.matcher(field);
            if (notServed.matches()) {
                assertNotServed(Integer.parseInt(notServed.group(1)), value.asBoolean());
            } else if (!INSIDES.contains(field)) {
                assertMeets(field, value);
            }
        }
    }

    private void assertMeets(String field, JsonNode value) {
        switch (field) {
            case "containers" -> containers(value);
            case "allocated" -> allocated(value);
            case "annotations_added" -> annotations(value);
            case "error" -> {
                boolean wanted = !value.isNull() && !value.isMissingNode();
                assertThat(!problems.isEmpty())
                        .as("error %s; got %s", value, problems)
                        .isEqualTo(wanted);
            }
            case "refused" -> refused(value);
            case "networkStatus" -> status(value);
            case "writes" -> assertThat(world.writes()).isEqualTo(value.asInt());
            case "changed" ->
                assertThat(!pod.orElseThrow().getSpec().equals(before.getSpec()))
                        .isEqualTo(value.asBoolean());
            default -> throw new NotUnderstoodException("expectation '%s'".formatted(field));
        }
    }

    /** Which number goes to which port of one pod is free; that all numbers are those that are expected is not. */
    private void containers(JsonNode expected) {
        assertThat(problems).isEmpty();
        List<Container> containers = pod.orElseThrow().getSpec().getContainers();
        List<Integer> numbers = new ArrayList<>();
        List<Integer> expectedNumbers = new ArrayList<>();
        assertThat(containers.stream().map(Container::getName).toList()).isEqualTo(texts(expected, "name"));
        for (int i = 0; i < expected.size(); i++) {
            List<String> shapes = new ArrayList<>();
            List<String> expectedShapes = new ArrayList<>();
            Map<Integer, Set<Integer>> byNumber = new TreeMap<>();
            Map<Integer, Set<Integer>> expectedByNumber = new TreeMap<>();
            for (ContainerPort port : containers.get(i).getPorts()) {
                add(port.getContainerPort(), port.getHostPort(), port.getProtocol(), shapes, numbers, byNumber);
            }
            for (JsonNode port : expected.get(i).path("ports")) {
                Vector.onlyFields(port, "a container's port", "containerPort", "hostPort", "protocol", "name");
                add(
                        port.path("containerPort").asInt(),
                        port.has("hostPort") ? port.path("hostPort").asInt() : null,
                        port.path("protocol").asText("TCP"),
                        expectedShapes,
                        expectedNumbers,
                        expectedByNumber);
            }
            assertThat(shapes)
                    .as("ports of container %s", containers.get(i).getName())
                    .containsExactlyInAnyOrderElementsOf(expectedShapes);
            byNumber.forEach((containerPort, hosts) -> assertThat(hosts.size())
                    .as("host ports of container port %d", containerPort)
                    .isEqualTo(
                            expectedByNumber.getOrDefault(containerPort, hosts).size()));
        }
        assertThat(numbers).containsExactlyInAnyOrderElementsOf(expectedNumbers);
    }

    private static void add(
            Integer containerPort,
            @org.jspecify.annotations.Nullable Integer hostPort,
            String protocol,
            List<String> shapes,
            List<Integer> numbers,
            Map<Integer, Set<Integer>> byNumber) {
        boolean moved = Objects.equals(containerPort, hostPort);
        shapes.add((moved ? "same as host" : containerPort) + "/" + protocol + (hostPort == null ? " without" : ""));
        if (hostPort != null) {
            numbers.add(hostPort);
            byNumber.computeIfAbsent(containerPort, number -> new TreeSet<>()).add(hostPort);
        }
    }

    private static List<String> texts(JsonNode array, String field) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.path(field).asText()));
        return texts;
    }

    private void allocated(JsonNode expected) {
        assertThat(expected.size()).as("one pod has been created").isEqualTo(1);
        Set<Integer> numbers = new TreeSet<>();
        expected.path(World.name(pod.orElseThrow())).forEach(number -> numbers.add(number.asInt()));
        assertThat(OkgAllocation.numbers(pod.orElseThrow())).isEqualTo(numbers);
    }

    /** Ours, with our own prefix, are not the contract's. */
    private void annotations(JsonNode expected) {
        Map<String, String> added =
                new TreeMap<>(pod.orElseThrow().getMetadata().getAnnotations());
        Optional.ofNullable(before.getMetadata().getAnnotations())
                .ifPresent(had -> added.keySet().removeAll(had.keySet()));
        added.keySet().removeIf(key -> key.startsWith("network.berth.io/"));
        Map<String, String> wanted = new TreeMap<>();
        expected.properties()
                .forEach(entry -> wanted.put(entry.getKey(), entry.getValue().asText()));
        assertThat(added).isEqualTo(wanted);
    }

    /** The wording is free; that one message names the parameter and every value in quotes is not. */
    private void refused(JsonNode expected) {
        assertThat(expected.isArray() || expected.isBoolean())
                .as("refused: %s", expected)
                .isTrue();
        if (expected.isBoolean()) {
            assertThat(!problems.isEmpty()).as("problems %s", problems).isEqualTo(expected.asBoolean());
        }
        for (JsonNode one : expected) {
            String text = one.asText();
            assertThat(problems).as("problems, one as: %s", text).anySatisfy(problem -> {
                int colon = text.indexOf(':');
                if (colon > 0 && !text.substring(0, colon).contains(" ")) {
                    assertThat(problem).startsWith(text.substring(0, colon));
                }
                Matcher quoted = QUOTED.matcher(text);
                while (quoted.find()) {
                    assertThat(problem).contains(quoted.group(1));
                }
            });
        }
        pod.ifPresent(let -> {
            assertThat(let.getSpec()).as("it is let in as it is").isEqualTo(before.getSpec());
            Answer answer = world.settled(World.name(let));
            assertThat(answer).isInstanceOf(Answer.Refused.class);
            assertThat(world.warnings)
                    .as("said on the pod")
                    .anyMatch(warning -> warning.contains(let.getMetadata().getName()));
        });
    }

    private void assertNotServed(int port, boolean wanted) {
        String name = World.name(pod.orElse(before));
        boolean served = world.status(name)
                        .filter(text -> text.contains(":" + port + "}"))
                        .isPresent()
                || pod.stream()
                        .flatMap(one -> PortPods.hostPorts(one).stream())
                        .anyMatch(one -> one.getContainerPort() == port);
        assertThat(!served).as("port %d is not served", port).isEqualTo(wanted);
    }

    /**
     * Times are some times; type and desired state may be added. A pod that was never ready need not say that it is not:
     * that would be a write.
     */
    private void status(JsonNode expected) {
        JsonNode wanted = expected.isTextual() ? Vector.parse(expected.asText()) : expected;
        Optional<JsonNode> shown = world.status(World.name(before)).map(Vector::parse);
        boolean empty = wanted.isNull()
                || (!wanted.path("currentNetworkState").asText().equals("Ready")
                        && wanted.path("externalAddresses").isMissingNode()
                        && wanted.path("internalAddresses").isMissingNode());
        if (empty && shown.isEmpty()) {
            return;
        }
        JsonNode status = shown.orElse(NullNode.getInstance());
        assertThat(status.path("internalAddresses")).as("%s", status).isEqualTo(wanted.path("internalAddresses"));
        assertThat(status.path("externalAddresses")).as("%s", status).isEqualTo(wanted.path("externalAddresses"));
        String state = wanted.path("currentNetworkState").asText("NotReady");
        assertThat(status.path("currentNetworkState").asText()).isEqualTo(state.equals("Waiting") ? "NotReady" : state);
        assertThat(status.path("createTime").isTextual()).as("%s", status).isTrue();
        assertThat(status.path("lastTransitionTime").isTextual())
                .as("%s", status)
                .isTrue();
        assertThat(status.path("networkType").asText())
                .isEqualTo(before.getMetadata().getAnnotations().get(World.KEYS.networkType()));
        for (String optional : List.of("networkType", "desiredNetworkState")) {
            if (wanted.has(optional)) {
                assertThat(status.path(optional)).isEqualTo(wanted.path(optional));
            }
        }
    }

    /** Empty where there is none. */
    String externalIp() {
        return world.status(World.name(before))
                .map(text -> Vector.parse(text)
                        .path("externalAddresses")
                        .path(0)
                        .path("ip")
                        .asText(""))
                .orElse("");
    }
}
