package io.berth.plugin.hostport;

import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.PodTemplateView;
import io.berth.spi.Protocol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How the entries of {@code ContainerPorts} and the ports in a pod's spec belong together.
 *
 * <p>An entry with a number belongs to the declared port of that number. An entry whose container listens at the host
 * port belongs to a port whose two numbers are one number of the entry's range, that has the entry's protocols, and
 * that no entry lists: so a pod is recognised whose ports were set before.
 */
final class PortMatch {
    /**
     * An entry and what the spec has of it.
     *
     * @param index of the entry: two entries may read alike
     * @param found per protocol the port that serves it; for a port without host port by policy, the declared one or
     *     one made up
     * @param bare per protocol the declared port that lacks the host port
     */
    record Slot(int index, WantedPort wanted, Map<Protocol, ContainerPort> found, Map<Protocol, ContainerPort> bare) {
        Slot {
            found = Collections.unmodifiableMap(new EnumMap<>(found));
            bare = Collections.unmodifiableMap(new EnumMap<>(bare));
        }

        boolean isLacking() {
            return found.size() < wanted.protocols().size();
        }
    }

    /** A port that no entry lists and that would be taken for the one that an entry is to get. */
    record Stray(String container, int number, String range) {}

    private record Place(String container, int number, Protocol protocol) {}

    /**
     * What an entry whose port moves is looked for by.
     *
     * @param range empty: any number will do
     */
    private record Trait(String container, Set<Protocol> protocols, Optional<String> range) {}

    /** A slot in the making. */
    private record Entry(WantedPort wanted, Map<Protocol, ContainerPort> found, Map<Protocol, ContainerPort> bare) {
        boolean isOpen(boolean hostNetwork) {
            return wanted.isMoved(hostNetwork) && found.isEmpty() && bare.isEmpty();
        }
    }

    private final PodTemplateView pod;
    private final boolean created;
    private final PortRanges ranges;
    private final Map<Place, ContainerPort> declared = new HashMap<>();
    private final Map<String, Map<Integer, Set<Protocol>>> unlisted = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    private PortMatch(PodTemplateView pod, HostPortParameters parameters, PortRanges ranges, boolean created) {
        this.pod = pod;
        this.created = created;
        this.ranges = ranges;
        Set<Place> listed = new HashSet<>();
        parameters
                .ports()
                .forEach(wanted -> wanted.number()
                        .ifPresent(number -> wanted.protocols()
                                .forEach(protocol -> listed.add(new Place(wanted.container(), number, protocol)))));
        for (ContainerView container : pod.containers()) {
            for (ContainerPort port : container.ports()) {
                Place place = new Place(container.name(), port.number(), port.protocol());
                declared.merge(place, port, (one, other) -> one.hostPort().isPresent() ? one : other);
                if (port.hostPort().equals(Optional.of(port.number())) && !listed.contains(place)) {
                    unlisted.computeIfAbsent(container.name(), name -> new LinkedHashMap<>())
                            .computeIfAbsent(port.number(), number -> EnumSet.noneOf(Protocol.class))
                            .add(port.protocol());
                }
            }
        }
        parameters.ports().forEach(wanted -> entries.add(byNumber(wanted)));
        findMoved(wanted -> wanted.policy().range());
        if (created) {
            // The range may have been another one when the pod was made.
            findMoved(wanted -> Optional.empty());
        }
    }

    /** Of a pod that may still be changed: on the host's network, host ports set by default count for nothing. */
    static PortMatch beforeCreation(PodTemplateView pod, HostPortParameters parameters, PortRanges ranges) {
        return new PortMatch(pod, parameters, ranges, false);
    }

    /** Of a pod as it is: its spec is the truth. */
    static PortMatch created(PodTemplateView pod, HostPortParameters parameters, PortRanges ranges) {
        return new PortMatch(pod, parameters, ranges, true);
    }

    /** In the order of the entries. */
    List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        for (Entry entry : entries) {
            slots.add(new Slot(slots.size(), entry.wanted(), entry.found(), entry.bare()));
        }
        return slots;
    }

    List<Stray> strays() {
        Set<Trait> looked = new LinkedHashSet<>();
        for (Entry entry : entries) {
            if (entry.wanted().isMoved(pod.hostNetwork()) && entry.found().isEmpty()) {
                looked.add(trait(entry.wanted(), entry.wanted().policy().range()));
            }
        }
        List<Stray> strays = new ArrayList<>();
        looked.forEach(trait -> candidates(trait)
                .forEach(number -> strays.add(
                        new Stray(trait.container(), number, trait.range().orElse("")))));
        return strays;
    }

    private Entry byNumber(WantedPort wanted) {
        Entry entry = new Entry(wanted, new EnumMap<>(Protocol.class), new EnumMap<>(Protocol.class));
        boolean defaulted = !created && pod.hostNetwork() && wanted.isMoved(true);
        wanted.number()
                .ifPresent(number -> wanted.protocols().forEach(protocol -> {
                    Optional<ContainerPort> port =
                            Optional.ofNullable(declared.get(new Place(wanted.container(), number, protocol)));
                    if (wanted.is(PortPolicy.Kind.NONE)) {
                        entry.found().put(protocol, port.orElse(ContainerPort.of(number, protocol)));
                    } else if (port.flatMap(ContainerPort::hostPort).isPresent() && !defaulted) {
                        port.ifPresent(found -> entry.found().put(protocol, found));
                    } else {
                        port.ifPresent(bare -> entry.bare().put(protocol, bare));
                    }
                }));
        return entry;
    }

    private void findMoved(Function<WantedPort, Optional<String>> range) {
        Map<Trait, Deque<Integer>> candidates = new HashMap<>();
        for (Entry entry : entries) {
            WantedPort wanted = entry.wanted();
            if (!entry.isOpen(pod.hostNetwork())) {
                continue;
            }
            Trait trait = trait(wanted, range.apply(wanted));
            Optional.ofNullable(
                            candidates.computeIfAbsent(trait, this::candidates).poll())
                    .ifPresent(number -> {
                        unlisted.getOrDefault(wanted.container(), Map.of()).remove(number);
                        wanted.protocols()
                                .forEach(protocol -> Optional.ofNullable(
                                                declared.get(new Place(wanted.container(), number, protocol)))
                                        .ifPresent(port -> entry.found().put(protocol, port)));
                    });
        }
    }

    private static Trait trait(WantedPort wanted, Optional<String> range) {
        return new Trait(wanted.container(), wanted.protocols(), range);
    }

    /** In the order of the spec. */
    private Deque<Integer> candidates(Trait trait) {
        Deque<Integer> numbers = new ArrayDeque<>();
        unlisted.getOrDefault(trait.container(), Map.of()).forEach((number, protocols) -> {
            if (protocols.equals(trait.protocols()) && isIn(trait.range(), number)) {
                numbers.add(number);
            }
        });
        return numbers;
    }

    private boolean isIn(Optional<String> range, int number) {
        return range.isEmpty()
                || ranges.named(range.get()).filter(in -> in.contains(number)).isPresent();
    }
}
