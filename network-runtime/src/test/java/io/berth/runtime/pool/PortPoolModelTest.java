package io.berth.runtime.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.runtime.pool.PoolModel.Fact;
import io.berth.spi.Numbers;
import io.berth.spi.PortSpace;
import io.berth.spi.Wish;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random operations on a pool and on {@link PoolModel}: after each one both know the same. */
class PortPoolModelTest {
    private static final PortSpace[] SPACES = PortSpace.values();

    private final long seed = Seed.next();
    private final String replay = Seed.announce(seed);
    private final Random random = new Random(seed);

    @Test
    void knowsAtEachStepWhatTheModelKnows() {
        int granted = 0;
        int refused = 0;
        for (int round = 0; round < 150; round++) {
            int base = random.nextInt(5) == 0 ? 65_535 - 40 : 1 + random.nextInt(65_000);
            List<Numbers> ranges = new ArrayList<>();
            // More than a pool keeps views of, so that views are dropped and made again.
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                ranges.add(range(base));
            }
            int spaces = 1 + random.nextInt(SPACES.length);
            PortPool pool = new PortPool();
            PoolModel model = new PoolModel();
            for (int step = 0; step < 250; step++) {
                Numbers numbers = ranges.get(random.nextInt(ranges.size()));
                if (random.nextInt(3) == 0) {
                    Wish wish = wish(numbers, spaces);
                    if (take(pool, model, wish, base - 5 + random.nextInt(50))) {
                        granted++;
                    } else {
                        refused++;
                    }
                } else {
                    change(pool, model, SPACES[random.nextInt(spaces)], number(base));
                }
                Set<PortSpace> some = some(spaces);
                assertThat(pool.room(numbers, some)).as(replay).isEqualTo(model.room(numbers, some));
            }
        }
        assertThat(granted).as("wishes granted; " + replay).isGreaterThan(500);
        assertThat(refused).as("wishes refused; " + replay).isGreaterThan(500);
    }

    private boolean take(PortPool pool, PoolModel model, Wish wish, int start) {
        Optional<List<Integer>> taken = pool.take(wish, start);
        assertThat(taken.isPresent())
                .as("%s from %d; %s", wish, start, replay)
                .isEqualTo(model.canServe(wish.numbers(), wish.slots()));
        if (taken.isEmpty()) {
            return false;
        }
        List<Integer> numbers = taken.get();
        assertThat(numbers).as(replay).hasSameSizeAs(wish.slots()).doesNotHaveDuplicates();
        if (new HashSet<>(wish.slots()).size() == 1) {
            assertThat(numbers).as(replay).isEqualTo(nextFit(model, wish, start));
        }
        for (int slot = 0; slot < numbers.size(); slot++) {
            int number = numbers.get(slot);
            assertThat(wish.numbers().contains(number)).as(replay).isTrue();
            assertThat(model.isFree(wish.slots().get(slot), number)).as(replay).isTrue();
            for (PortSpace space : wish.slots().get(slot)) {
                model.add(Fact.HELD, space, number);
            }
        }
        return true;
    }

    private static List<Integer> nextFit(PoolModel model, Wish wish, int start) {
        List<Integer> free = model.free(wish.numbers(), wish.slots().get(0));
        List<Integer> around = new ArrayList<>();
        free.stream().filter(number -> number >= start).forEach(around::add);
        free.stream().filter(number -> number < start).forEach(around::add);
        return around.subList(0, wish.slots().size());
    }

    private void change(PortPool pool, PoolModel model, PortSpace space, int number) {
        switch (random.nextInt(8)) {
            case 0 -> {
                boolean free = model.isFree(Set.of(space), number);
                assertThat(pool.take(space, number)).as(replay).isEqualTo(free);
                if (free) {
                    model.add(Fact.HELD, space, number);
                }
            }
            case 1 -> same(pool.hold(space, number), model.add(Fact.HELD, space, number));
            case 2, 3 -> same(pool.giveBack(space, number), model.remove(Fact.HELD, space, number));
            case 4 -> same(pool.cool(space, number), model.add(Fact.COOLING, space, number));
            case 5 -> same(pool.endCooling(space, number), model.remove(Fact.COOLING, space, number));
            case 6 -> same(pool.markForeign(space, number), model.add(Fact.FOREIGN, space, number));
            default -> same(pool.unmarkForeign(space, number), model.remove(Fact.FOREIGN, space, number));
        }
        same(pool.isFree(space, number), model.isFree(Set.of(space), number));
        same(pool.isHeld(space, number), model.has(Fact.HELD, space, number));
        same(pool.isCooling(space, number), model.has(Fact.COOLING, space, number));
        same(pool.isForeign(space, number), model.has(Fact.FOREIGN, space, number));
    }

    private void same(boolean actual, boolean expected) {
        assertThat(actual).as(replay).isEqualTo(expected);
    }

    private Numbers range(int base) {
        Numbers.Range range = new Numbers.Range(base, Math.min(65_535, base + 1 + random.nextInt(30)));
        List<Numbers.Range> blocked = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            int number = number(base);
            blocked.add(new Numbers.Range(number, number));
        }
        return Numbers.of(List.of(range), blocked);
    }

    private int number(int base) {
        return Math.min(65_535, base + random.nextInt(40));
    }

    private Wish wish(Numbers numbers, int spaces) {
        List<Set<PortSpace>> slots = new ArrayList<>();
        Set<PortSpace> same = some(spaces);
        boolean mixed = random.nextBoolean();
        for (int i = 1 + random.nextInt(random.nextInt(4) == 0 ? 12 : 3); i > 0; i--) {
            slots.add(mixed ? some(spaces) : same);
        }
        return new Wish(slots, numbers, Wish.Spread.FIRST_FIT);
    }

    private Set<PortSpace> some(int spaces) {
        EnumSet<PortSpace> some = EnumSet.of(SPACES[random.nextInt(spaces)]);
        for (int i = 0; i < spaces; i++) {
            if (random.nextInt(3) == 0) {
                some.add(SPACES[i]);
            }
        }
        return some;
    }
}
