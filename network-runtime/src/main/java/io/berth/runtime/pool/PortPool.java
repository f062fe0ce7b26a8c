package io.berth.runtime.pool;

import static io.berth.runtime.pool.Standing.Fact.COOLING;
import static io.berth.runtime.pool.Standing.Fact.FOREIGN;
import static io.berth.runtime.pool.Standing.Fact.HELD;

import io.berth.spi.Numbers;
import io.berth.spi.PortSpace;
import io.berth.spi.Taken.Room;
import io.berth.spi.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The numbers of one pool, told apart by {@link PortSpace}. Of each number and space three facts are kept that do not
 * exclude each other: it is held, it cools down, something foreign has it. It is free while none of them is true.
 *
 * <p>Who holds a number is not known here. All operations cost about the same however large the pool is and however
 * full. Not thread-safe: the engine calls it under its lock.
 */
public final class PortPool {
    /** More ways to look at a pool than this are not kept; they are made again when they are used again. */
    static final int MAX_VIEWS = 16;

    private final Standing standing = new Standing();
    private final List<PortView> views = new ArrayList<>(2);
    private int held;

    /**
     * Takes for each slot one number that is allowed and free in all spaces of the slot; distinct numbers, all or
     * nothing. Whenever such a choice exists, one is found.
     *
     * @param start where the search begins; it goes up, and on from the lowest number
     * @return per slot its number, held from now on
     */
    public Optional<List<Integer>> take(Wish wish, int start) {
        Demand demand = Demand.of(wish.slots());
        return take(demand, views(wish.numbers(), demand), start);
    }

    Optional<List<Integer>> take(Demand demand, PortView[] viewPerKind, int start) {
        return new Placement(demand, viewPerKind, standing, start).find().map(chosen -> hold(demand, chosen));
    }

    private List<Integer> hold(Demand demand, int[] chosen) {
        for (int slot = 0; slot < chosen.length; slot++) {
            int mask = demand.mask(demand.kindOf(slot));
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                set(HELD, Spaces.at(Integer.numberOfTrailingZeros(rest)), chosen[slot], true);
            }
        }
        return chosen.length == 1
                ? List.of(chosen[0])
                : IntStream.of(chosen).boxed().toList();
    }

    /** Takes this one, in whatever range it is. @return false, and nothing is changed, unless it is free */
    public boolean take(PortSpace space, int number) {
        return isFree(space, number) && set(HELD, space, number, true);
    }

    /**
     * Holds this one whatever else is known of it, as a stored claim says so.
     *
     * @return false if it was held before
     */
    public boolean hold(PortSpace space, int number) {
        return set(HELD, space, number, true);
    }

    /** Ends the holding and nothing else. @return false if it was not held */
    public boolean giveBack(PortSpace space, int number) {
        return set(HELD, space, number, false);
    }

    /** Lets it rest until {@link #endCooling}; it may be held meanwhile. @return false if it did already */
    public boolean cool(PortSpace space, int number) {
        return set(COOLING, space, number, true);
    }

    /** @return false if it was not cooling */
    public boolean endCooling(PortSpace space, int number) {
        return set(COOLING, space, number, false);
    }

    /** Something that is not ours was seen on it, held or not. @return false if that was known */
    public boolean markForeign(PortSpace space, int number) {
        return set(FOREIGN, space, number, true);
    }

    /** @return false if nothing foreign was known there */
    public boolean unmarkForeign(PortSpace space, int number) {
        return set(FOREIGN, space, number, false);
    }

    /** How many numbers are held; one that is held in two spaces counts twice. */
    public int held() {
        return held;
    }

    /** Neither held nor cooling nor foreign. */
    public boolean isFree(PortSpace space, int number) {
        return standing.of(Spaces.bit(space), checked(number)) == null;
    }

    public boolean isHeld(PortSpace space, int number) {
        return standing.is(HELD, space, checked(number));
    }

    public boolean isCooling(PortSpace space, int number) {
        return standing.is(COOLING, space, checked(number));
    }

    public boolean isForeign(PortSpace space, int number) {
        return standing.is(FOREIGN, space, checked(number));
    }

    /**
     * The allowed numbers by what has them in any of the spaces. A number counts once: as held if it is, else as
     * foreign, else as cooling, else as free.
     */
    public Room room(Numbers numbers, Set<PortSpace> spaces) {
        if (spaces.isEmpty()) {
            throw new IllegalArgumentException("Room is counted in at least one space, got none");
        }
        return view(numbers, Spaces.mask(spaces)).room();
    }

    PortView[] views(Numbers numbers, Demand demand) {
        PortView[] found = new PortView[demand.kinds()];
        for (int kind = 0; kind < found.length; kind++) {
            found[kind] = view(numbers, demand.mask(kind));
        }
        return found;
    }

    private PortView view(Numbers numbers, int mask) {
        for (int i = 0; i < views.size(); i++) {
            PortView view = views.get(i);
            if (view.isFor(numbers, mask)) {
                return view;
            }
        }
        if (views.size() == MAX_VIEWS) {
            views.forEach(PortView::drop);
            views.clear();
        }
        PortView view = new PortView(numbers, mask, standing);
        views.add(view);
        return view;
    }

    private boolean set(Standing.Fact fact, PortSpace space, int number, boolean on) {
        if (standing.is(fact, space, checked(number)) == on) {
            return false;
        }
        if (fact == HELD) {
            held += on ? 1 : -1;
        }
        int spaceBit = Spaces.bit(space);
        for (int i = 0; i < views.size(); i++) {
            PortView view = views.get(i);
            if (view.concerns(spaceBit, number)) {
                view.forget(number, standing.of(view.mask(), number));
            }
        }
        standing.set(fact, space, number, on);
        for (int i = 0; i < views.size(); i++) {
            PortView view = views.get(i);
            if (view.concerns(spaceBit, number)) {
                view.count(number, standing.of(view.mask(), number));
            }
        }
        return true;
    }

    private static int checked(int number) {
        if (number < 1 || number > 65_535) {
            throw new IllegalArgumentException("A number of a pool is 1 to 65535, got " + number);
        }
        return number;
    }
}
