package io.berth.plugin.hostport;

import io.berth.spi.Admission;
import io.berth.spi.Numbers;
import io.berth.spi.Protocol;
import io.berth.spi.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The use of host ports by the book; among equals the lowest. */
final class CountingUsage implements Usage {
    private record Used(Protocol protocol, int number) {}

    private final Map<Used, Integer> counts = new HashMap<>();
    private final int nodes;

    CountingUsage(int nodes) {
        this.nodes = nodes;
    }

    CountingUsage use(Protocol protocol, int number, int times) {
        counts.merge(new Used(protocol, number), times, Integer::sum);
        return this;
    }

    void admitted(Admission.Edit edit) {
        edit.ports()
                .forEach(one ->
                        one.port().hostPort().ifPresent(number -> use(one.port().protocol(), number, 1)));
    }

    @Override
    public int schedulableNodes() {
        return nodes;
    }

    @Override
    public int count(Protocol protocol, int number) {
        return counts.getOrDefault(new Used(protocol, number), 0);
    }

    @Override
    public Optional<List<Integer>> leastUsed(Numbers numbers, List<Set<Protocol>> slots) {
        if (numbers.size() < slots.size()) {
            return Optional.empty();
        }
        List<Integer> chosen = new ArrayList<>();
        Set<Integer> taken = new HashSet<>();
        for (Set<Protocol> protocols : slots) {
            int number = IntStream.iterate(numbers.next(1), found -> found > 0, found -> numbers.next(found + 1))
                    .filter(candidate -> !taken.contains(candidate))
                    .boxed()
                    .min(Comparator.comparingInt(candidate -> protocols.stream()
                            .mapToInt(protocol -> count(protocol, candidate))
                            .max()
                            .orElse(0)))
                    .orElseThrow();
            taken.add(number);
            chosen.add(number);
        }
        return Optional.of(chosen);
    }
}
