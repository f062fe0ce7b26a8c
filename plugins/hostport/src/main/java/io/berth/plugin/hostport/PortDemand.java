package io.berth.plugin.hostport;

import io.berth.plugin.hostport.PortMatch.Slot;
import io.berth.spi.Admission;
import io.berth.spi.Admission.PortEdit;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.Numbers;
import io.berth.spi.PodTemplateView;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.Usage;
import io.berth.spi.config.Excerpt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What host ports a pod's spec lacks, and why it cannot have them. Of one pod, used once. */
final class PortDemand {
    private static final int MOST_PROBLEMS = 50;

    private record OnHost(int number, Protocol protocol) {}

    private final PodTemplateView pod;
    private final HostPortSettings settings;
    private final List<Slot> slots;
    private final Map<Slot, Integer> given = new LinkedHashMap<>();
    private final Map<String, List<Slot>> drawn = new LinkedHashMap<>();
    private final Set<OnHost> used = new HashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();

    private PortDemand(PodTemplateView pod, HostPortParameters parameters, HostPortSettings settings, PortMatch match) {
        this.pod = pod;
        this.settings = settings;
        this.slots = match.slots();
        unknownContainers(parameters);
        keptHostPorts();
        slots.stream().filter(Slot::isLacking).forEach(this::demand);
        given.forEach(this::give);
        drawn.forEach(this::checkRange);
    }

    static PortDemand beforeCreation(PodTemplateView pod, HostPortParameters parameters, HostPortSettings settings) {
        PortMatch match = PortMatch.beforeCreation(pod, parameters, settings.ranges());
        PortDemand demand = new PortDemand(pod, parameters, settings, match);
        match.slots().forEach(demand::contradiction);
        match.strays()
                .forEach(stray -> demand.problem(
                        "container %s has port %d at host port %d, which belongs to range '%s' and is not listed; list it as %d=Static:%d, or choose a number outside the range"
                                .formatted(
                                        Excerpt.quoted(stray.container()),
                                        stray.number(),
                                        stray.number(),
                                        stray.range(),
                                        stray.number(),
                                        stray.number())));
        return demand;
    }

    /** Of a pod that is there: what its spec says is not to be changed and not disputed. */
    static PortDemand created(PodTemplateView pod, HostPortParameters parameters, HostPortSettings settings) {
        return new PortDemand(pod, parameters, settings, PortMatch.created(pod, parameters, settings.ranges()));
    }

    /** At most 50: a hostile annotation makes no message of megabytes. */
    List<String> problems() {
        return problems.stream().limit(MOST_PROBLEMS).toList();
    }

    Admission admit(Usage usage) {
        if (!problems.isEmpty()) {
            return new Admission.Refused(Reason.BAD_PARAMETERS, problems());
        }
        Map<Slot, Integer> numbers = new HashMap<>(given);
        List<String> full = new ArrayList<>();
        drawn.forEach((name, waiting) -> {
            Numbers range = settings.ranges().named(name).orElseThrow();
            Optional<List<Integer>> got = draw(usage, range, waiting);
            if (got.isEmpty() || isFull(usage, waiting, got.get())) {
                full.add(
                        "every host port of range '%s' (%s) that the pod could have is used by as many pods as there are schedulable nodes (%d)"
                                .formatted(name, range, usage.schedulableNodes()));
            } else {
                for (int i = 0; i < waiting.size(); i++) {
                    numbers.put(waiting.get(i), got.get().get(i));
                }
            }
        });
        if (!full.isEmpty()) {
            return new Admission.Refused(Reason.POOL_FULL, full);
        }
        List<PortEdit> edits = new ArrayList<>();
        slots.forEach(
                slot -> Optional.ofNullable(numbers.get(slot)).ifPresent(number -> edits.addAll(edits(slot, number))));
        return edits.isEmpty() ? Admission.none() : new Admission.Edit(edits, Map.of());
    }

    private void unknownContainers(HostPortParameters parameters) {
        Set<String> known = pod.containers().stream().map(ContainerView::name).collect(Collectors.toSet());
        String names =
                Excerpt.of(pod.containers().stream().map(ContainerView::name).collect(Collectors.joining(", ")));
        parameters.ports().stream()
                .map(WantedPort::container)
                .distinct()
                .filter(name -> !known.contains(name))
                .forEach(name ->
                        problem("the pod has no container %s; it has %s".formatted(Excerpt.quoted(name), names)));
    }

    /** Those that stay: on the host's network, a port that moves leaves its number. */
    private void keptHostPorts() {
        Set<List<Object>> leaving = new HashSet<>();
        slots.forEach(slot -> slot.bare()
                .values()
                .forEach(port -> leaving.add(List.of(slot.wanted().container(), port))));
        pod.containers()
                .forEach(container -> container.ports().forEach(port -> {
                    if (!leaving.contains(List.<Object>of(container.name(), port))) {
                        port.hostPort().ifPresent(number -> used.add(new OnHost(number, port.protocol())));
                    }
                }));
    }

    private void demand(Slot slot) {
        WantedPort wanted = slot.wanted();
        Optional<Integer> known = slot.found().values().stream()
                .flatMap(port -> port.hostPort().stream())
                .findFirst()
                .or(() -> wanted.policy().hostPort());
        if (known.isPresent()) {
            given.put(slot, known.get());
            return;
        }
        String range = wanted.policy().range().orElse(PortRanges.DEFAULT);
        if (settings.ranges().named(range).isEmpty()) {
            problem("port %s asks for range %s, which is not configured; there are %s"
                    .formatted(wanted, Excerpt.quoted(range), settings.ranges().names()));
            return;
        }
        drawn.computeIfAbsent(range, name -> new ArrayList<>()).add(slot);
    }

    private void give(Slot slot, int number) {
        slot.wanted().protocols().stream()
                .filter(protocol -> !slot.found().containsKey(protocol))
                .filter(protocol -> !used.add(new OnHost(number, protocol)))
                .forEach(protocol -> problem(
                        "port %s cannot have host port %d/%s, another port of the pod has it; choose another number"
                                .formatted(slot.wanted(), number, protocol)));
    }

    private void checkRange(String name, List<Slot> waiting) {
        Numbers range = settings.ranges().named(name).orElseThrow();
        int spoken = avoided(range, waiting).size();
        if (waiting.size() > range.size() - spoken) {
            problem(
                    "%d ports want a host port of range '%s' (%s), which has %d%s; list fewer ports, or let the operator widen it"
                            .formatted(
                                    waiting.size(),
                                    name,
                                    range,
                                    range.size(),
                                    spoken == 0
                                            ? ""
                                            : ", and the pod itself uses %d of them otherwise".formatted(spoken)));
        }
    }

    private void contradiction(Slot slot) {
        WantedPort wanted = slot.wanted();
        Optional<Integer> fixed = wanted.policy().hostPort();
        if (pod.hostNetwork() && fixed.isPresent() && !fixed.equals(wanted.number())) {
            problem(
                    "port %s cannot have host port %d on the host's network, where the two are one; list it as %d=Static:%d"
                            .formatted(wanted, fixed.get(), fixed.get(), fixed.get()));
            return;
        }
        slot.found().forEach((protocol, port) -> {
            Optional<Integer> must = wanted.is(PortPolicy.Kind.PASSTHROUGH) ? Optional.of(port.number()) : fixed;
            if (must.isPresent() && !must.equals(port.hostPort())) {
                problem(
                        "port %s has host port %d in the container, and its policy wants %d; remove the host port or the policy"
                                .formatted(wanted, port.hostPort().orElse(0), must.get()));
            }
        });
    }

    private void problem(String message) {
        problems.add("ContainerPorts: " + message);
    }

    /** The numbers of the range that the pod must not get, since it has them already, or listens there. */
    private Set<Integer> avoided(Numbers range, List<Slot> waiting) {
        Set<Integer> avoided = new TreeSet<>();
        used.forEach(one -> avoided.add(one.number()));
        if (waiting.stream().anyMatch(slot -> slot.wanted().isMoved(pod.hostNetwork()))) {
            pod.containers().forEach(container -> container.ports().forEach(port -> avoided.add(port.number())));
            slots.forEach(slot -> slot.wanted().number().ifPresent(avoided::add));
        }
        avoided.removeIf(number -> !range.contains(number));
        return avoided;
    }

    /** As many numbers more are asked for as may come and must not be used. */
    private Optional<List<Integer>> draw(Usage usage, Numbers range, List<Slot> waiting) {
        Set<Integer> avoided = avoided(range, waiting);
        List<Set<Protocol>> asked = new ArrayList<>();
        Set<Protocol> any = EnumSet.noneOf(Protocol.class);
        waiting.forEach(slot -> {
            asked.add(slot.wanted().protocols());
            any.addAll(slot.wanted().protocols());
        });
        avoided.forEach(number -> asked.add(any));
        return usage.leastUsed(range, asked).map(got -> {
            Deque<Integer> spare = new ArrayDeque<>(got.subList(waiting.size(), got.size()));
            spare.removeIf(avoided::contains);
            return got.subList(0, waiting.size()).stream()
                    .map(number -> avoided.contains(number) ? spare.remove() : number)
                    .toList();
        });
    }

    private boolean isFull(Usage usage, List<Slot> waiting, List<Integer> numbers) {
        if (settings.whenFull() == HostPortSettings.WhenFull.PENDING) {
            return false;
        }
        for (int i = 0; i < waiting.size(); i++) {
            int number = numbers.get(i);
            if (waiting.get(i).wanted().protocols().stream()
                    .anyMatch(protocol -> usage.count(protocol, number) >= usage.schedulableNodes())) {
                return true;
            }
        }
        return false;
    }

    private List<PortEdit> edits(Slot slot, int hostPort) {
        WantedPort wanted = slot.wanted();
        int number =
                wanted.isMoved(pod.hostNetwork()) ? hostPort : wanted.number().orElse(hostPort);
        return wanted.protocols().stream()
                .filter(protocol -> !slot.found().containsKey(protocol))
                .map(protocol -> {
                    Optional<ContainerPort> bare =
                            Optional.ofNullable(slot.bare().get(protocol));
                    return new PortEdit(
                            wanted.container(),
                            bare,
                            new ContainerPort(
                                    bare.flatMap(ContainerPort::name), number, protocol, Optional.of(hostPort)));
                })
                .toList();
    }
}
