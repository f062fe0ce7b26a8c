package io.berth.tck.kit;

import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Taken;
import io.berth.spi.Wish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A ledger with nothing in it but what a check puts there. The lowest number first, so that equal ones answer equally. */
final class KitLedger implements Ledger {
    private final Set<Key> own;
    private final Set<Key> others;
    private final Set<Key> taken = new LinkedHashSet<>();

    /** @param own what the subject has already; {@code others} what somebody else has */
    KitLedger(Set<Key> own, Set<Key> others) {
        this.own = Set.copyOf(own);
        this.others = Set.copyOf(others);
    }

    static KitLedger empty() {
        return new KitLedger(Set.of(), Set.of());
    }

    /** What was granted, with what the subject had already and asked for again. */
    Set<Key> taken() {
        return Set.copyOf(taken);
    }

    @Override
    public int held(PoolId pool) {
        return (int) Stream.of(own, others, taken)
                .flatMap(Set::stream)
                .filter(key -> key.inPool().equals(Optional.of(pool)))
                .distinct()
                .count();
    }

    @Override
    public Optional<String> take(Key key) {
        if (others.contains(key)) {
            return Optional.of("pod kit/somebody-else/uid");
        }
        taken.add(key);
        return Optional.empty();
    }

    @Override
    public Taken take(List<PoolId> candidates, Wish wish) {
        Map<PoolId, Taken.Room> rooms = new LinkedHashMap<>();
        for (PoolId pool : candidates) {
            Set<Key> keys = new LinkedHashSet<>();
            List<Integer> numbers = new ArrayList<>();
            for (Set<PortSpace> slot : wish.slots()) {
                int number = wish.numbers().next(1);
                while (number > 0 && (numbers.contains(number) || !isFree(pool, slot, number))) {
                    number = wish.numbers().next(number + 1);
                }
                if (number > 0) {
                    numbers.add(number);
                    for (PortSpace space : slot) {
                        keys.add(new Key.Port(pool, space, number));
                    }
                }
            }
            if (numbers.size() == wish.slots().size()) {
                taken.addAll(keys);
                return new Taken.Granted(pool, numbers, keys);
            }
            rooms.put(pool, new Taken.Room(numbers.size(), others.size(), 0, 0));
        }
        return new Taken.Full(rooms);
    }

    private boolean isFree(PoolId pool, Set<PortSpace> slot, int number) {
        return slot.stream()
                .map(space -> (Key) new Key.Port(pool, space, number))
                .noneMatch(key -> others.contains(key) || own.contains(key) || taken.contains(key));
    }
}
