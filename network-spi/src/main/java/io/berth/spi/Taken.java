package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The ledger's answer to a wish. */
public sealed interface Taken {
    /**
     * The keys are kept for the subject. They become firm with the stored claim that names them; what the proposal
     * does not name is given back at once.
     *
     * @param numbers per slot of the wish, in its order
     */
    record Granted(PoolId pool, List<Integer> numbers, Set<Key> keys) implements Taken {
        public Granted {
            requireNonNull(pool, "pool is null");
            numbers = List.copyOf(numbers);
            keys = Set.copyOf(keys);
        }

        @Override
        public <R> R fold(Function<Granted, R> granted, Function<Full, R> full) {
            return granted.apply(this);
        }
    }

    /** No candidate has room; per pool what stands in the way. */
    record Full(Map<PoolId, Room> rooms) implements Taken {
        public Full {
            rooms = Map.copyOf(rooms);
        }

        @Override
        public <R> R fold(Function<Granted, R> granted, Function<Full, R> full) {
            return full.apply(this);
        }

        @Override
        public String toString() {
            return rooms.entrySet().stream()
                    .map(e -> e.getKey() + ": " + e.getValue())
                    .sorted()
                    .collect(Collectors.joining("; "));
        }
    }

    /** The allowed numbers of a pool, by what has them. */
    record Room(int free, int held, int cooling, int foreign) {
        @Override
        public String toString() {
            return "%d free, %d held, %d cooling, %d foreign".formatted(free, held, cooling, foreign);
        }
    }

    <R> R fold(Function<Granted, R> granted, Function<Full, R> full);
}
