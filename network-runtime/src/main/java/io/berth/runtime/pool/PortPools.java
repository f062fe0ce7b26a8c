package io.berth.runtime.pool;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Taken;
import io.berth.spi.Wish;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * All pools of numbers, and the choice among several. Full pools among the candidates cost a few nanoseconds each. Not
 * thread-safe: the engine calls it under its lock.
 */
public final class PortPools {
    /** More combinations of candidates and numbers are not remembered; they are put together again when used again. */
    static final int MAX_CHOICES = 64;

    private final Map<PoolId, PortPool> pools = new HashMap<>();
    private final List<PoolChoice> choices = new ArrayList<>();
    private final IntUnaryOperator start;

    /**
     * @param start given a bound, a number from 0 to below the bound: how far from the lowest allowed number a search
     *     begins. Random in production, so that a number given back is not the next one taken; {@code bound -> 0} for
     *     the lowest
     */
    public PortPools(IntUnaryOperator start) {
        this.start = requireNonNull(start, "start is null");
    }

    /** The pool, made on first mention. */
    public PortPool pool(PoolId id) {
        return pools.computeIfAbsent(id, unused -> new PortPool());
    }

    /**
     * Takes all that is wished for from one of the candidates: the one that the wish's spread chooses among those with
     * room. What is granted is held from now on, in the pool and under no name.
     */
    public Taken take(List<PoolId> candidates, Wish wish) {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("A wish needs at least one pool to be taken from");
        }
        Demand demand = Demand.of(wish.slots());
        PoolChoice choice = choice(candidates, wish, demand);
        choice.refresh();
        int from = choice.start(start);
        BitSet tried = null;
        for (int at = choice.pick(demand, wish.spread(), tried);
                at >= 0;
                at = choice.pick(demand, wish.spread(), tried)) {
            Optional<List<Integer>> numbers = choice.pool(at).take(demand, choice.views(at), from);
            if (numbers.isPresent()) {
                choice.tookFrom(at);
                // Ours, not the caller's: many keys share one pool.
                return granted(choice.id(at), wish, numbers.get());
            }
            tried = tried == null ? new BitSet() : tried;
            tried.set(at);
        }
        return choice.full();
    }

    private static Taken granted(PoolId pool, Wish wish, List<Integer> numbers) {
        if (numbers.size() == 1 && wish.slots().get(0).size() == 1) {
            PortSpace only = wish.slots().get(0).iterator().next();
            return new Taken.Granted(pool, numbers, Set.of(new Key.Port(pool, only, numbers.get(0))));
        }
        Set<Key> keys = new HashSet<>();
        for (int slot = 0; slot < numbers.size(); slot++) {
            for (PortSpace space : wish.slots().get(slot)) {
                keys.add(new Key.Port(pool, space, numbers.get(slot)));
            }
        }
        return new Taken.Granted(pool, numbers, keys);
    }

    private PoolChoice choice(List<PoolId> candidates, Wish wish, Demand demand) {
        for (int i = 0; i < choices.size(); i++) {
            PoolChoice choice = choices.get(i);
            if (choice.isFor(wish.numbers(), demand) && choice.hasCandidates(candidates)) {
                return choice;
            }
        }
        if (choices.size() == MAX_CHOICES) {
            choices.forEach(PoolChoice::close);
            choices.clear();
        }
        PoolChoice choice =
                new PoolChoice(candidates, candidates.stream().map(this::pool).toList(), wish.numbers(), demand);
        choices.add(choice);
        return choice;
    }
}
