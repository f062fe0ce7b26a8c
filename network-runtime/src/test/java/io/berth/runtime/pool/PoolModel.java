package io.berth.runtime.pool;

import io.berth.spi.Numbers;
import io.berth.spi.PortSpace;
import io.berth.spi.Taken.Room;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A pool in the plainest terms: three sets per space, everything else counted anew at each call. */
final class PoolModel {
    enum Fact {
        HELD,
        FOREIGN,
        COOLING
    }

    private final Map<Fact, Map<PortSpace, Set<Integer>>> facts = new EnumMap<>(Fact.class);

    PoolModel() {
        for (Fact fact : Fact.values()) {
            Map<PortSpace, Set<Integer>> bySpace = new EnumMap<>(PortSpace.class);
            for (PortSpace space : PortSpace.values()) {
                bySpace.put(space, new HashSet<>());
            }
            facts.put(fact, bySpace);
        }
    }

    private Set<Integer> of(Fact fact, PortSpace space) {
        return facts.getOrDefault(fact, Map.of()).getOrDefault(space, Set.of());
    }

    boolean add(Fact fact, PortSpace space, int number) {
        return of(fact, space).add(number);
    }

    boolean remove(Fact fact, PortSpace space, int number) {
        return of(fact, space).remove(number);
    }

    boolean has(Fact fact, PortSpace space, int number) {
        return of(fact, space).contains(number);
    }

    boolean isFree(Set<PortSpace> spaces, int number) {
        return spaces.stream().allMatch(space -> facts.keySet().stream().noneMatch(fact -> has(fact, space, number)));
    }

    Room room(Numbers numbers, Set<PortSpace> spaces) {
        Map<String, Integer> counts = new HashMap<>();
        for (int n = numbers.next(0); n >= 0; n = numbers.next(n + 1)) {
            int number = n;
            String word = "free";
            for (Fact fact : Fact.values()) {
                if (word.equals("free") && spaces.stream().anyMatch(space -> has(fact, space, number))) {
                    word = fact.name();
                }
            }
            counts.merge(word, 1, Integer::sum);
        }
        return new Room(
                counts.getOrDefault("free", 0),
                counts.getOrDefault("HELD", 0),
                counts.getOrDefault("COOLING", 0),
                counts.getOrDefault("FOREIGN", 0));
    }

    List<Integer> free(Numbers numbers, Set<PortSpace> spaces) {
        List<Integer> free = new ArrayList<>();
        for (int n = numbers.next(0); n >= 0; n = numbers.next(n + 1)) {
            if (isFree(spaces, n)) {
                free.add(n);
            }
        }
        return free;
    }

    /** Whether there are distinct free numbers for all slots: a matching, one augmenting path per slot. */
    boolean canServe(Numbers numbers, List<Set<PortSpace>> slots) {
        Map<Integer, Integer> slotOf = new HashMap<>();
        for (int slot = 0; slot < slots.size(); slot++) {
            if (!augment(numbers, slots, slot, slotOf, new HashSet<>())) {
                return false;
            }
        }
        return true;
    }

    private boolean augment(
            Numbers numbers, List<Set<PortSpace>> slots, int slot, Map<Integer, Integer> slotOf, Set<Integer> visited) {
        for (int number : free(numbers, slots.get(slot))) {
            if (visited.add(number)) {
                Integer other = slotOf.get(number);
                if (other == null || augment(numbers, slots, other, slotOf, visited)) {
                    slotOf.put(number, slot);
                    return true;
                }
            }
        }
        return false;
    }
}
