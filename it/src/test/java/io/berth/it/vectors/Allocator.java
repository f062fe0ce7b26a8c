package io.berth.it.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.it.vectors.PortPods.Got;
import io.berth.it.vectors.PortPods.Range;
import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.berth.spi.config.NameValue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A peer's allocator in Berth's terms: an owner is a pod, an allocation is its creation through admission, a release its
 * end, a recovery another instance. Keeps which pod is whose and what each asked for; everything else it asks the
 * {@link World}.
 */
final class Allocator implements AutoCloseable {
    /** Ports of an owner, as asked for, and the pod that has them. */
    record Owner(String pod, List<WantedPort> wanted, Optional<String> node) {}

    /** How an allocation ended. */
    record Allocation(String owner, Optional<String> error, List<Got> got) {}

    final World world;
    final Map<String, Range> ranges = new LinkedHashMap<>();
    private final Map<String, Owner> owners = new LinkedHashMap<>();
    private final JsonNode assigned;
    private Optional<Integer> first = Optional.empty();
    private int made;

    Allocator(JsonNode vector) {
        assigned = vector.path("existing_pods").path(0).path("annotation_ports_assigned");
        List<NameValue> settings = new ArrayList<>();
        JsonNode given = vector.path("port_range");
        Set<Integer> blocked = new TreeSet<>();
        for (JsonNode number : vector.path("blocked")) {
            blocked.add(number.asInt());
            settings.add(new NameValue("blocked", number.asText()));
        }
        for (JsonNode range : given) {
            Vector.onlyFields(range, "a range", "name", "min", "max");
            ranges.put(
                    range.path("name").asText(),
                    new Range(range.path("min").asInt(), range.path("max").asInt(), blocked));
            settings.add(new NameValue(
                    "ranges." + range.path("name").asText(),
                    range.path("min").asText() + "-" + range.path("max").asText()));
        }
        if (!ranges.containsKey("default")) {
            // Every configuration has one; this one is out of the way.
            ranges.put("default", new Range(65_000, 65_009, blocked));
            settings.add(new NameValue("ranges.default", "65000-65009"));
        }
        settings.addAll(ofPeer(vector.path("peer").asText()));
        world = new World(Map.of(PortPods.TYPE, settings));
        vector.path("nodes").forEach(node -> world.node(node(node)));
        for (JsonNode pod : vector.path("existing_pods")) {
            existing(pod);
        }
        world.time.settle();
    }

    /** Where the peers differ in what is a setting here: what a full pool means, and the order of address kinds. */
    private static List<NameValue> ofPeer(String peer) {
        return switch (peer) {
            case "agones" ->
                List.of(
                        new NameValue("whenFull", "pending"),
                        new NameValue("addressPreference", "ExternalDNS,ExternalIP,InternalDNS,InternalIP"));
            case "thundernetes" ->
                List.of(
                        new NameValue("whenFull", "refuse"),
                        new NameValue("addressPreference", "ExternalIP,InternalIP"));
            case "openkruise/kruise-game", "berth" -> List.of();
            default -> throw new NotUnderstoodException("peer '%s'".formatted(peer));
        };
    }

    static NodeView node(JsonNode json) {
        Vector.onlyFields(json, "a node", "name", "schedulable", "addresses", "labels", "annotations", "uid");
        List<NodeAddress> addresses = new ArrayList<>();
        json.path("addresses")
                .forEach(pair -> addresses.add(
                        new NodeAddress(pair.get(0).asText(), pair.get(1).asText())));
        String name = json.path("name").asText();
        return new NodeView(
                name,
                json.path("uid").asText("uid-" + name),
                json.path("schedulable").asBoolean(true),
                addresses,
                texts(json.path("labels")),
                texts(json.path("annotations")));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private void existing(JsonNode json) {
        Vector.onlyFields(json, "an existing pod", "owner", "node", "ports", "annotation_ports_assigned");
        if (!json.has("ports")) {
            return; // What a platform has assigned is said by the operation that reads it.
        }
        store(
                json.path("owner").asText(),
                Optional.ofNullable(json.path("node").textValue()),
                wanted(json.path("ports")));
    }

    /** A pod that is there already, with its host ports in the spec. */
    void store(String owner, Optional<String> node, List<WantedPort> wanted) {
        Pod pod = PortPods.of("pod-" + ++made, wanted, true);
        Pod stored = world.store(new PodBuilder(pod)
                .editSpec()
                .withNodeName(node.orElse(null))
                .endSpec()
                .build());
        // Two pods of one owner are two pods.
        owners.put(owners.containsKey(owner) ? owner + "#" + made : owner, new Owner(World.name(stored), wanted, node));
    }

    List<WantedPort> wanted(JsonNode ports) {
        List<WantedPort> wanted = new ArrayList<>();
        ports.forEach(port -> wanted.add(WantedPort.of(port, 7_000 + wanted.size(), this::referred)));
        return wanted;
    }

    /** {@code <first.host_port>}: what another owner got. */
    private int referred(String text) {
        if (!text.startsWith("<") || !text.endsWith(".host_port>")) {
            throw new NotUnderstoodException("host_port '%s'".formatted(text));
        }
        String owner = text.substring(1, text.indexOf('.'));
        return got(owner).stream()
                .filter(one -> one.wanted().isPooled())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(owner + " has no port of a range"))
                .hostPort();
    }

    /** Safe for several threads with owners of their own. */
    Allocation allocate(String owner, List<WantedPort> wanted) {
        Optional<Owner> known = find(owner);
        if (known.isPresent()) {
            // Asked again for the same owner: its pod is there, and has what it has.
            Pod pod = world.find(known.get().pod()).orElseThrow();
            var again = world.admit(pod);
            if (again.changesPod()) {
                throw new AssertionError("%s has its ports and would be changed: %s".formatted(owner, again));
            }
            return new Allocation(owner, Optional.empty(), got(owner));
        }
        String name;
        synchronized (owners) {
            name = "pod-" + ++made;
        }
        World.Created created = world.create(PortPods.of(name, wanted, false));
        if (created.isRefused()) {
            created.pod().ifPresent(pod -> world.delete(World.name(pod)));
            return new Allocation(
                    owner, Optional.of(String.join("; ", created.answer().problems())), List.of());
        }
        Pod pod = created.pod().orElseThrow();
        synchronized (owners) {
            owners.put(owner, new Owner(World.name(pod), wanted, Optional.empty()));
        }
        List<Got> got = PortPods.got(pod, wanted)
                .orElseThrow(() -> new AssertionError("%s lacks a port: asked for %s, has %s"
                        .formatted(owner, wanted, pod.getSpec().getContainers())));
        PortPods.assertLawful(owner, got, ranges);
        return new Allocation(owner, Optional.empty(), got);
    }

    void release(String owner) {
        Owner gone;
        synchronized (owners) {
            gone = owners.remove(owner);
        }
        world.delete(gone == null ? owner : gone.pod());
    }

    Optional<Owner> find(String owner) {
        synchronized (owners) {
            return Optional.ofNullable(owners.get(owner));
        }
    }

    List<Got> got(String owner) {
        return find(owner)
                .flatMap(known -> world.find(known.pod()).flatMap(pod -> PortPods.got(pod, known.wanted())))
                .orElse(List.of());
    }

    /** The number that the first allocation got; later ones change nothing. */
    void first(int number) {
        first = first.or(() -> Optional.of(number));
    }

    Optional<Integer> firstNumber() {
        return first;
    }

    /** What a platform has made of the numbers that were asked for. */
    JsonNode assigned() {
        return assigned;
    }

    // What is in use.

    /** Uses of each number of the ranges by what was drawn from them: the peers do not count what users set themselves. */
    Map<Integer, Integer> taken() {
        Map<Integer, Integer> taken = new TreeMap<>();
        pooled().values().forEach(numbers -> numbers.forEach(number -> taken.merge(number, 1, Integer::sum)));
        return taken;
    }

    /** Per owner with any, the numbers of the ranges that were drawn for it: of a pair of protocols one number. */
    Map<String, List<Integer>> pooled() {
        Map<String, List<Integer>> pooled = new LinkedHashMap<>();
        Map<String, Owner> known;
        synchronized (owners) {
            known = new LinkedHashMap<>(owners);
        }
        known.forEach((owner, its) -> {
            Pod pod = world.find(its.pod()).orElseThrow();
            // Of a pair of protocols, asked for in one or in two, one number.
            Set<Integer> all = new TreeSet<>();
            PortPods.got(pod, its.wanted()).stream()
                    .flatMap(List::stream)
                    .filter(one -> one.wanted().isPooled())
                    .map(Got::hostPort)
                    .filter(this::inAnyRange)
                    .forEach(all::add);
            if (!all.isEmpty()) {
                pooled.put(owner, List.copyOf(all));
            }
        });
        return pooled;
    }

    Map<String, Owner> owners() {
        synchronized (owners) {
            return new LinkedHashMap<>(owners);
        }
    }

    boolean inAnyRange(int number) {
        return ranges.values().stream().anyMatch(range -> range.has(number));
    }

    List<Integer> numbers() {
        return ranges.values().stream()
                .flatMap(range -> range.numbers().stream())
                .filter(number -> number < 65_000 || ranges.size() == 1)
                .sorted()
                .toList();
    }

    /** Uses per range. */
    Map<String, Integer> takenByRange() {
        Map<String, Integer> byRange = new TreeMap<>();
        Map<Integer, Integer> taken = taken();
        ranges.forEach((name, range) -> byRange.put(
                name,
                taken.entrySet().stream()
                        .filter(entry -> range.has(entry.getKey()))
                        .mapToInt(Map.Entry::getValue)
                        .sum()));
        return byRange;
    }

    /** As the engine reports it. */
    long free() {
        return world.capacity(PortPods.TYPE).stream()
                .filter(capacity -> !capacity.name().contains("65000-65009"))
                .mapToLong(io.berth.spi.Capacity::free)
                .sum();
    }

    /** The engine's own count against the pods' specs: nothing leaks, nothing is forgotten. */
    void assertEngineCountsWhatPodsHave() {
        Map<List<Object>, Integer> uses = new LinkedHashMap<>();
        world.pods()
                .forEach(pod -> PortPods.hostPorts(pod)
                        .forEach(port -> uses.merge(List.of(port.getHostPort(), port.getProtocol()), 1, Integer::sum)));
        Map<Integer, Integer> most = new TreeMap<>();
        uses.forEach((key, count) -> most.merge((Integer) key.get(0), count, Math::max));
        long expected = most.entrySet().stream()
                .filter(entry -> inAnyRange(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        long counted = world.capacity(PortPods.TYPE).stream()
                .mapToLong(io.berth.spi.Capacity::used)
                .sum();
        if (expected != counted) {
            throw new AssertionError(
                    "The engine counts %d uses of the ranges, the pods have %d: %s".formatted(counted, expected, most));
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
