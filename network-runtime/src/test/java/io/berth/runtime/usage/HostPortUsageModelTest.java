package io.berth.runtime.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.runtime.pool.Seed;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.Numbers;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random histories: after each step the counts are those that a walk over all pods and answers gives. */
class HostPortUsageModelTest {
    private record Port(Protocol protocol, int number) {}

    private record Answer(Set<Port> ports, Instant until) {}

    private static final List<Protocol> PROTOCOLS = List.of(Protocol.values());

    private final long seed = Seed.next();
    private final String replay = Seed.announce(seed);
    private final Random random = new Random(seed);

    private final Map<String, Set<Port>> pods = new HashMap<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private int start;

    @Test
    void countsWhatAWalkOverAllPodsCounts() {
        for (int round = 0; round < 20; round++) {
            pods.clear();
            answers.clear();
            int base = random.nextBoolean() ? 65_535 - 30 : 1 + random.nextInt(65_000);
            HostPortUsage usage = new HostPortUsage(bound -> start = random.nextInt(bound));
            // In some rounds all views are kept up to date, in others there are more than are kept.
            List<Numbers> ranges = new ArrayList<>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                ranges.add(range(base));
            }
            int protocols = 1 + random.nextInt(PROTOCOLS.size());
            Instant now = Instant.EPOCH;
            for (int step = 0; step < 250; step++) {
                now = now.plusSeconds(random.nextInt(3));
                change(usage, base, now);
                Port any = port(base);
                assertThat(usage.count(any.protocol(), any.number()))
                        .as(replay)
                        .isEqualTo(counts().getOrDefault(any, 0));
                checkLeastUsed(usage, ranges.get(random.nextInt(ranges.size())), protocols);
            }
        }
    }

    private void change(HostPortUsage usage, int base, Instant now) {
        String uid = "uid-" + random.nextInt(25);
        switch (random.nextInt(6)) {
            case 0 -> {
                usage.gone(Pods.ref(uid));
                pods.remove(uid);
            }
            case 1 -> {
                String id = "id-" + random.nextInt(8);
                List<ContainerPort> ports = ports(base);
                Instant until = now.plusSeconds(random.nextInt(40));
                usage.answered(id, ports, until);
                answers.put(id, new Answer(hostPorts(ports), until));
            }
            case 2 -> {
                usage.expire(now);
                answers.values().removeIf(answer -> !answer.until().isAfter(now));
            }
            default -> {
                List<ContainerPort> ports = ports(base);
                boolean ended = random.nextInt(6) == 0;
                Optional<String> id = random.nextBoolean() ? Optional.of("id-" + random.nextInt(8)) : Optional.empty();
                PodView pod = Pods.pod(
                        uid,
                        ended ? PodView.Phase.FAILED : PodView.Phase.RUNNING,
                        List.of(
                                new ContainerView("a", ports.subList(0, ports.size() / 2)),
                                new ContainerView("b", ports.subList(ports.size() / 2, ports.size()))));
                usage.seen(pod, id);
                Set<Port> declared = hostPorts(ports);
                id.ifPresent(admission -> answers.computeIfPresent(
                        admission, (k, answer) -> declared.containsAll(answer.ports()) ? null : answer));
                pods.put(uid, ended ? Set.of() : declared);
            }
        }
    }

    private Numbers range(int base) {
        return Numbers.of(
                List.of(new Numbers.Range(base, Math.min(65_535, base + random.nextInt(20)))),
                List.of(new Numbers.Range(base + 1, base + 1 + random.nextInt(2))));
    }

    private void checkLeastUsed(HostPortUsage usage, Numbers numbers, int among) {
        List<Set<Protocol>> slots = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            slots.add(protocols(among));
        }
        Optional<List<Integer>> actual = usage.leastUsed(numbers, slots);
        assertThat(actual.isPresent()).as(replay).isEqualTo(numbers.size() >= slots.size());
        if (actual.isEmpty()) {
            return;
        }
        Map<Port, Integer> counts = counts();
        Set<Integer> used = new HashSet<>();
        for (int slot = 0; slot < slots.size(); slot++) {
            Set<Protocol> protocols = slots.get(slot);
            int expected = Stream.iterate(numbers.next(0), n -> n >= 0, n -> numbers.next(n + 1))
                    .filter(number -> !used.contains(number))
                    .min(Comparator.comparingInt((Integer number) -> protocols.stream()
                                    .mapToInt(protocol -> counts.getOrDefault(new Port(protocol, number), 0))
                                    .max()
                                    .orElseThrow())
                            .thenComparing(number -> number < numbers.next(0) + start)
                            .thenComparing(number -> number))
                    .orElseThrow();
            assertThat(actual.get().get(slot))
                    .as("slot %d of %s from %d; %s", slot, slots, start, replay)
                    .isEqualTo(expected);
            used.add(expected);
        }
    }

    private Map<Port, Integer> counts() {
        Map<Port, Integer> counts = new HashMap<>();
        pods.values().forEach(ports -> ports.forEach(port -> counts.merge(port, 1, Integer::sum)));
        answers.values().forEach(answer -> answer.ports().forEach(port -> counts.merge(port, 1, Integer::sum)));
        return counts;
    }

    private Set<Protocol> protocols(int among) {
        EnumSet<Protocol> protocols = EnumSet.of(PROTOCOLS.get(random.nextInt(among)));
        PROTOCOLS.stream()
                .limit(among)
                .filter(protocol -> random.nextInt(3) == 0)
                .forEach(protocols::add);
        return protocols;
    }

    private Port port(int base) {
        return new Port(PROTOCOLS.get(random.nextInt(PROTOCOLS.size())), Math.min(65_535, base + random.nextInt(20)));
    }

    private List<ContainerPort> ports(int base) {
        List<ContainerPort> ports = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Port port = port(base);
            ports.add(
                    random.nextInt(5) == 0
                            ? ContainerPort.of(port.number(), port.protocol())
                            : Pods.onHost(port.protocol(), port.number()));
        }
        return ports;
    }

    private static Set<Port> hostPorts(List<ContainerPort> ports) {
        Set<Port> found = new HashSet<>();
        ports.forEach(port -> port.hostPort().ifPresent(number -> found.add(new Port(port.protocol(), number))));
        return found;
    }
}
