package io.berth.it.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.berth.it.vectors.Allocator.Allocation;
import io.berth.it.vectors.SequenceCase.Outcome;
import io.berth.runtime.Answer;
import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be asked of an allocator, one operation each. */
final class Requests {
    private static final Pattern OWNERS = Pattern.compile("(.*)<(\\d+)\\.\\.(\\d+)>(.*)");
    private static final int THREADS = 8;

    private final Allocator allocator;
    private final World world;
    private final Set<String> onlyKeptAs = new LinkedHashSet<>();
    private int published;

    Requests(Allocator allocator) {
        this.allocator = allocator;
        this.world = allocator.world;
    }

    Outcome run(JsonNode request) {
        String op = request.path("op").asText();
        return switch (op) {
            case "allocate" -> allocate(request);
            case "release", "delete", "deallocate", "deregister", "release_tombstone", "delete_tombstone" ->
                release(request);
            case "recover", "restart", "sync" -> recover(request);
            case "primary_address", "address" -> address(request);
            case "validate_ranges" -> validated(request);
            case "sync_from_pod" -> syncFromPod(request);
            case "set_usage" -> usage(request);
            case "add_node",
                    "remove_node",
                    "delete_node",
                    "cordon_node",
                    "uncordon_node",
                    "cordon",
                    "uncordon",
                    "update_node",
                    "set_schedulable" -> node(op, request);
            case "create_from_build" -> build(request);
            case "status", "publish", "status_ports" -> status(request);
            case "pass_time" -> pass(request);
            case "set_nodes" -> nodes(request);
            default -> throw new NotUnderstoodException("operation '%s'".formatted(op));
        };
    }

    private Outcome allocate(JsonNode request) {
        Vector.onlyFields(
                request,
                "allocate",
                "op",
                "owner",
                "ports",
                "count",
                "repeat",
                "threads",
                "repeat_per_thread",
                "parallel",
                "keep_as",
                "protocol");
        List<WantedPort> wanted = new ArrayList<>();
        if (request.has("ports")) {
            wanted.addAll(allocator.wanted(request.path("ports")));
        }
        for (int i = 0; i < request.path("count").asInt(0); i++) {
            wanted.add(WantedPort.dynamic(request.path("protocol").asText("TCP"), 7_000 + i));
        }
        String owner = request.path("owner").asText();
        if (request.has("keep_as")) {
            // A second pass over an owner that has its ports changes nothing; only the first one has something to keep.
            if (allocator.find(owner).isPresent()) {
                onlyKeptAs.add(request.path("keep_as").asText());
            }
        }
        int threads = request.path("threads").asInt(request.path("parallel").asBoolean(false) ? THREADS : 1);
        int repeat = request.has("repeat_per_thread")
                ? threads * request.path("repeat_per_thread").asInt()
                : request.path("repeat").asInt(1);
        List<Callable<Allocation>> calls = new ArrayList<>();
        for (int i = 0; i < repeat; i++) {
            String name = owner.contains("<i>")
                    ? owner.replace("<i>", Integer.toString(i))
                    : repeat == 1 ? owner : owner + "-" + i;
            calls.add(() -> allocator.allocate(name, wanted));
        }
        Outcome outcome = Outcome.of(threads > 1 ? together(threads, calls) : one(calls));
        outcome.allocations().stream()
                .flatMap(one -> one.got().stream())
                .filter(got -> got.wanted().isPooled())
                .findFirst()
                .ifPresent(got -> allocator.first(got.hostPort()));
        world.time.settle();
        return outcome;
    }

    private static List<Allocation> one(List<Callable<Allocation>> calls) {
        List<Allocation> all = new ArrayList<>();
        for (Callable<Allocation> call : calls) {
            try {
                all.add(call.call());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return all;
    }

    private static List<Allocation> together(int threads, List<Callable<Allocation>> calls) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Allocation> all = new ArrayList<>();
            for (Future<Allocation> one : executor.invokeAll(calls)) {
                all.add(one.get());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError("An allocation failed", e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private Outcome release(JsonNode request) {
        // However the end of an owner is learned: the host says that the pod has gone, and nothing else counts.
        Vector.onlyFields(request, "release", "op", "owner", "owners", "ports_of", "tombstone");
        if (onlyKeptAs.contains(request.path("ports_of").asText())) {
            return Outcome.nothing(); // That pass gave nothing, so there is nothing to take back.
        }
        List<String> owners = new ArrayList<>();
        if (request.has("owner")) {
            owners.add(request.path("owner").asText());
        }
        JsonNode many = request.path("owners");
        if (many.isArray()) {
            many.forEach(owner -> owners.add(owner.asText()));
        } else if (many.isTextual()) {
            Matcher pattern = OWNERS.matcher(many.asText());
            if (!pattern.matches()) {
                throw new NotUnderstoodException("owners '%s'".formatted(many.asText()));
            }
            for (int i = Integer.parseInt(pattern.group(2)); i <= Integer.parseInt(pattern.group(3)); i++) {
                owners.add(pattern.group(1) + i + pattern.group(4));
            }
        }
        List<Integer> released = new ArrayList<>();
        Map<String, List<Integer>> held = allocator.pooled();
        owners.forEach(owner -> {
            released.addAll(held.getOrDefault(owner, List.of()));
            allocator.release(owner);
        });
        return Outcome.saying("released", Looked.list(released));
    }

    private Outcome recover(JsonNode request) {
        Vector.onlyFields(request, "recover", "op");
        world.restart();
        return Outcome.nothing();
    }

    /** Without problems; with some it has not come here. */
    private static Outcome validated(JsonNode request) {
        Vector.onlyFields(request, "validate_ranges", "op");
        return Outcome.nothing();
    }

    private Outcome address(JsonNode request) {
        Vector.onlyFields(request, "primary_address", "op", "node");
        Pod pod = PortPods.of("addressed-" + ++published, List.of(WantedPort.dynamic("UDP", 7_000)), false);
        World.Created created = world.create(pod);
        Pod there = created.pod().orElseThrow();
        String name = publish(there, request.path("node").asText(), "10.0.0.1");
        JsonNode status = world.status(name).map(Vector::parse).orElse(NullNode.getInstance());
        JsonNode primary = status.path("externalAddresses").path(0).path("ip");
        world.delete(name);
        Outcome outcome = primary.isMissingNode()
                ? new Outcome(List.of(), JsonNodeFactory.instance.objectNode(), "no address")
                : Outcome.nothing();
        outcome.said().set("primary", primary.isMissingNode() ? TextNode.valueOf("") : primary);
        return outcome;
    }

    /** Puts the pod on the node, as scheduler and kubelet do, and lets the engine come to its end. */
    private String publish(Pod pod, String node, String ip) {
        world.replace(new PodBuilder(pod)
                .editSpec()
                .withNodeName(node)
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(ip)
                .addNewPodIP(ip)
                .endStatus()
                .build());
        String name = World.name(pod);
        Answer unused = world.settled(name);
        return name;
    }

    /**
     * A platform has put other host ports into the pod than those that were asked for: the spec is what counts. The
     * first port of a number is UDP here, a second one TCP, since a pod has no number twice.
     */
    private Outcome syncFromPod(JsonNode request) {
        Vector.onlyFields(request, "sync_from_pod", "op", "spec_host_ports", "status_ports", "annotation");
        JsonNode assigned = request.has("annotation") ? request.path("annotation") : allocator.assigned();
        boolean isDone = !request.path("status_ports").isEmpty();
        List<ContainerPort> ports = new ArrayList<>();
        Set<Integer> seen = new LinkedHashSet<>();
        List<String> entries = new ArrayList<>();
        for (JsonNode given : request.path("spec_host_ports")) {
            int number = isDone ? given.asInt() : assigned.path(given.asText()).asInt(given.asInt());
            String protocol = seen.add(number) ? "UDP" : "TCP";
            int inside = 100 + ports.size();
            ports.add(new io.fabric8.kubernetes.api.model.ContainerPortBuilder()
                    .withContainerPort(inside)
                    .withHostPort(number)
                    .withProtocol(protocol)
                    .build());
            entries.add(inside + "/" + protocol);
        }
        Pod pod = new PodBuilder(PortPods.of("synced-" + ++published, List.of(), false))
                .editSpec()
                .editFirstContainer()
                .withPorts(ports)
                .endContainer()
                .endSpec()
                .editMetadata()
                .addToAnnotations(
                        World.KEYS.networkConf(),
                        "[{\"name\":\"ContainerPorts\",\"value\":\"game:" + String.join(",", entries) + "\"}]")
                .endMetadata()
                .build();
        NodeView node = new NodeView(
                "platform", "uid", true, List.of(new NodeAddress("ExternalIP", "203.0.113.9")), Map.of(), Map.of());
        world.node(node);
        assertThat(world.admit(pod).changesPod()).as("a pod that has its ports").isFalse();
        String name = publish(world.store(pod), node.name(), "10.0.0.1");
        int writes = world.writes();
        Answer answer = world.settled(name);
        assertThat(answer).isInstanceOf(Answer.Ready.class);
        assertThat(world.writes()).as("a second look writes nothing").isEqualTo(writes);
        ArrayNode outside = JsonNodeFactory.instance.arrayNode();
        Vector.parse(world.status(name).orElseThrow())
                .path("externalAddresses")
                .path(0)
                .path("ports")
                .forEach(port -> outside.add(port.path("port")));
        world.delete(name);
        return Outcome.saying("spec_host_ports", outside);
    }

    private Outcome usage(JsonNode request) {
        Vector.onlyFields(request, "set_usage", "op", "usage");
        request.path("usage").properties().forEach(entry -> {
            for (int i = 0; i < entry.getValue().asInt(); i++) {
                WantedPort port = new WantedPort(
                        "game",
                        "Dynamic",
                        "default",
                        "TCP",
                        Optional.of(Integer.parseInt(entry.getKey())),
                        7_000,
                        Optional.empty());
                allocator.store("usage-%s-%d".formatted(entry.getKey(), i), Optional.empty(), List.of(port));
            }
        });
        world.time.settle();
        return Outcome.nothing();
    }

    /** These and no others. */
    private Outcome nodes(JsonNode request) {
        Vector.onlyFields(request, "set_nodes", "op", "nodes", "count");
        List<NodeView> wanted = new ArrayList<>();
        request.path("nodes").forEach(node -> wanted.add(Allocator.node(node)));
        for (int i = 0; i < request.path("count").asInt(0); i++) {
            wanted.add(new NodeView("node" + (i + 1), "uid-" + i, true, List.of(), Map.of(), Map.of()));
        }
        world.nodes().forEach(node -> world.nodeGone(node.name()));
        wanted.forEach(world::node);
        return Outcome.nothing();
    }

    private Outcome node(String op, JsonNode given) {
        JsonNode request = given.path("node").isObject() ? given.path("node") : given;
        return changeNode(op, request);
    }

    private Outcome changeNode(String op, JsonNode request) {
        Vector.onlyFields(
                request, op, "op", "name", "node", "schedulable", "addresses", "labels", "annotations", "uid");
        String name = request.path("name").asText(request.path("node").asText());
        if (op.startsWith("remove") || op.startsWith("delete")) {
            world.nodeGone(name);
            return Outcome.nothing();
        }
        com.fasterxml.jackson.databind.node.ObjectNode json = JsonNodeFactory.instance.objectNode();
        request.properties().forEach(entry -> json.set(entry.getKey(), entry.getValue()));
        json.remove(List.of("op", "node"));
        json.put("name", name);
        NodeView given = Allocator.node(json);
        boolean schedulable = op.startsWith("cordon")
                ? false
                : op.startsWith("uncordon") || request.path("schedulable").asBoolean(true);
        NodeView before = world.node(name).orElse(given);
        world.node(new NodeView(
                name,
                request.has("uid") ? given.uid() : before.uid(),
                schedulable,
                request.has("addresses") ? given.addresses() : before.addresses(),
                request.has("labels") ? given.labels() : before.labels(),
                request.has("annotations") ? given.annotations() : before.annotations()));
        return Outcome.nothing();
    }

    /** Every declared port of a number that is to be exposed, whatever its protocol; the others not. */
    private Outcome build(JsonNode request) {
        Vector.onlyFields(request, "create_from_build", "op", "ports_to_expose", "container_ports");
        Set<Integer> exposed = new LinkedHashSet<>();
        request.path("ports_to_expose").forEach(port -> exposed.add(port.asInt()));
        Map<Integer, List<String>> protocols = new LinkedHashMap<>();
        request.path("container_ports")
                .forEach(port -> protocols
                        .computeIfAbsent(port.get(0).asInt(), number -> new ArrayList<>())
                        .add(port.get(1).asText()));
        List<WantedPort> wanted = new ArrayList<>();
        protocols.forEach((number, its) -> {
            if (exposed.contains(number)) {
                String protocol = its.size() > 1 ? "TCPUDP" : its.get(0);
                wanted.add(WantedPort.dynamic(protocol, number));
            } else {
                its.forEach(protocol -> wanted.add(new WantedPort(
                        "game", "None", "default", protocol, Optional.empty(), number, Optional.empty())));
            }
        });
        Allocation allocation = allocator.allocate("build-" + ++published, wanted);
        allocation
                .got()
                .forEach(got -> assertThat(got.hostPort() > 0)
                        .as("%s has a host port", got)
                        .isEqualTo(exposed.contains(got.wanted().containerPort())));
        return Outcome.of(List.of(allocation));
    }

    /** What is published for an owner, port by port. */
    private Outcome status(JsonNode request) {
        Vector.onlyFields(request, "status", "op", "owner", "node", "ports");
        String owner = request.path("owner").asText("published-" + ++published);
        if (request.has("ports")) {
            // As they stand in the spec already.
            allocator.store(owner, Optional.empty(), allocator.wanted(request.path("ports")));
        }
        if (world.nodes().isEmpty()) {
            world.node(new NodeView(
                    "node1", "uid", true, List.of(new NodeAddress("ExternalIP", "203.0.113.9")), Map.of(), Map.of()));
        }
        Pod pod = world.find(allocator.find(owner).orElseThrow().pod()).orElseThrow();
        String name =
                publish(pod, request.path("node").asText(world.nodes().get(0).name()), "10.0.0.1");
        JsonNode status = world.status(name).map(Vector::parse).orElse(NullNode.getInstance());
        Outcome outcome = Outcome.nothing();
        ArrayNode ports = JsonNodeFactory.instance.arrayNode();
        status.path("externalAddresses")
                .forEach(address -> address.path("ports").forEach(port -> ports.add(port.path("port"))));
        outcome.said().set("status_ports", ports);
        outcome.said().set("state", status.path("currentNetworkState"));
        ArrayNode ips = JsonNodeFactory.instance.arrayNode();
        status.path("externalAddresses").forEach(address -> ips.add(address.path("ip")));
        outcome.said().set("external_ips", ips);
        return outcome;
    }

    private Outcome pass(JsonNode request) {
        Vector.onlyFields(request, "pass_time", "op", "seconds");
        world.time.pass(java.time.Duration.ofSeconds(request.path("seconds").asLong()));
        return Outcome.nothing();
    }
}
