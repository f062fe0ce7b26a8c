package io.berth.runtime.pool;

import static io.berth.spi.PortSpace.TCP;
import static io.berth.spi.PortSpace.UDP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.Key;
import io.berth.spi.Numbers;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Taken;
import io.berth.spi.Taken.Granted;
import io.berth.spi.Taken.Room;
import io.berth.spi.Wish;
import io.berth.spi.Wish.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortPoolsTest {
    private static final Set<PortSpace> ON_TCP = Set.of(TCP);
    private static final Set<PortSpace> ON_UDP = Set.of(UDP);
    private static final PoolId A = pool("a");
    private static final PoolId B = pool("b");
    private static final PoolId C = pool("c");

    private final PortPools pools = new PortPools(bound -> 0);

    private static PoolId pool(String id) {
        return new PoolId("lb", "cloud", "main", id);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Wish wish(Numbers numbers, Spread spread, Set<PortSpace>... slots) {
        return new Wish(List.of(slots), numbers, spread);
    }

    private static Granted granted(Taken taken) {
        return taken.fold(granted -> granted, full -> {
            throw new AssertionError("refused: " + full);
        });
    }

    private static Map<PoolId, Room> refused(Taken taken) {
        return taken.fold(
                granted -> {
                    throw new AssertionError("granted: " + granted);
                },
                Taken.Full::rooms);
    }

    @Test
    void grantsTheKeysOfAllSlotsAndHoldsThem() {
        Taken taken =
                pools.take(List.of(A), wish(Numbers.of(7_000, 7_010), Spread.FIRST_FIT, Set.of(TCP, UDP), Set.of(UDP)));
        assertThat(granted(taken))
                .isEqualTo(new Granted(
                        A,
                        List.of(7_000, 7_001),
                        Set.of(new Key.Port(A, TCP, 7_000), new Key.Port(A, UDP, 7_000), new Key.Port(A, UDP, 7_001))));
        assertThat(pools.pool(A).isHeld(TCP, 7_000)).isTrue();
        assertThat(pools.pool(A).isHeld(UDP, 7_001)).isTrue();
        assertThat(pools.pool(A).isHeld(TCP, 7_001)).isFalse();
        assertThat(pools.pool(B).isHeld(TCP, 7_000)).isFalse();
    }

    @Test
    void firstFitFillsOnePoolAfterTheOther() {
        Wish wish = wish(Numbers.of(1, 2), Spread.FIRST_FIT, ON_TCP);
        List<PoolId> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            order.add(granted(pools.take(List.of(A, B, C), wish)).pool());
        }
        assertThat(order).containsExactly(A, A, B, B, C, C);
    }

    @Test
    void balancedTakesFromThePoolWithTheMostRoom() {
        Wish wish = wish(Numbers.of(1, 3), Spread.BALANCED, ON_TCP);
        pools.pool(A).hold(TCP, 1);
        pools.pool(C).hold(TCP, 1);
        pools.pool(C).cool(TCP, 2);
        List<PoolId> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            order.add(granted(pools.take(List.of(A, B, C), wish)).pool());
        }
        assertThat(order).containsExactly(B, A, B, A, B, C);
    }

    @Test
    void scatterTakesFromEachInTurnAndStepsOverFullOnes() {
        Wish wish = wish(Numbers.of(1, 3), Spread.SCATTER, ON_TCP);
        pools.pool(B).markForeign(TCP, 1);
        pools.pool(B).markForeign(TCP, 2);
        List<PoolId> order = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            order.add(granted(pools.take(List.of(A, B, C), wish)).pool());
        }
        assertThat(order).containsExactly(A, B, C, A, C, A, C);
    }

    @Test
    void saysOfEachFullPoolWhatStandsInTheWay() {
        Numbers numbers = Numbers.of(1, 3);
        pools.pool(A).hold(TCP, 1);
        pools.pool(A).hold(TCP, 2);
        pools.pool(A).cool(TCP, 3);
        pools.pool(B).markForeign(TCP, 1);
        pools.pool(B).hold(TCP, 2);
        Taken taken = pools.take(List.of(A, B), wish(numbers, Spread.BALANCED, ON_TCP, ON_TCP));
        assertThat(refused(taken)).isEqualTo(Map.of(A, new Room(0, 2, 1, 0), B, new Room(1, 1, 0, 1)));
        assertThat(pools.pool(B).isFree(TCP, 3)).as("nothing was taken").isTrue();
    }

    @Test
    void aRefusalTellsHowThingsStandNow() {
        Wish wish = wish(Numbers.of(1, 2), Spread.FIRST_FIT, ON_TCP, ON_TCP);
        pools.pool(A).hold(TCP, 1);
        assertThat(refused(pools.take(List.of(A), wish))).isEqualTo(Map.of(A, new Room(1, 1, 0, 0)));
        pools.pool(A).cool(TCP, 1);
        pools.pool(A).giveBack(TCP, 1);
        assertThat(refused(pools.take(List.of(A), wish))).isEqualTo(Map.of(A, new Room(1, 0, 1, 0)));
        pools.pool(A).markForeign(TCP, 2);
        assertThat(refused(pools.take(List.of(A), wish))).isEqualTo(Map.of(A, new Room(0, 0, 1, 1)));
        pools.pool(A).endCooling(TCP, 1);
        pools.pool(A).unmarkForeign(TCP, 2);
        assertThat(granted(pools.take(List.of(A), wish)).numbers()).containsExactly(1, 2);
    }

    @Test
    void triesTheNextPoolWhereTheCountsLookedGoodAndTheNumbersDoNotFit() {
        for (PoolId id : List.of(A, B)) {
            pools.pool(id).hold(TCP, 2);
            pools.pool(id).hold(UDP, 2);
        }
        pools.pool(B).giveBack(UDP, 2);
        for (Spread spread : Spread.values()) {
            Granted granted = granted(pools.take(List.of(A, B), wish(Numbers.of(1, 2), spread, ON_TCP, ON_UDP)));
            assertThat(granted.pool())
                    .as("A has one number for two slots, %s", spread)
                    .isEqualTo(B);
            assertThat(granted.numbers()).containsExactly(1, 2);
            pools.pool(B).giveBack(TCP, 1);
            pools.pool(B).giveBack(UDP, 2);
        }
        pools.pool(B).hold(UDP, 2);
        assertThat(refused(pools.take(List.of(A, B), wish(Numbers.of(1, 2), Spread.FIRST_FIT, ON_TCP, ON_UDP))))
                .isEqualTo(Map.of(A, new Room(1, 1, 0, 0), B, new Room(1, 1, 0, 0)));
    }

    @Test
    void theStartIsAskedForWithinTheAllowedNumbers() {
        List<Integer> bounds = new ArrayList<>();
        PortPools started = new PortPools(bound -> {
            bounds.add(bound);
            return bound - 1;
        });
        Numbers numbers = Numbers.of(List.of(new Numbers.Range(100, 109), new Numbers.Range(200, 209)), List.of());
        assertThat(granted(started.take(List.of(A), wish(numbers, Spread.FIRST_FIT, ON_TCP, ON_TCP)))
                        .numbers())
                .containsExactly(209, 100);
        assertThat(bounds).containsExactly(110);
    }

    @Test
    void equalCandidatesInAnotherListShareTheTurn() {
        Numbers numbers = Numbers.of(1, 9);
        Wish wish = wish(numbers, Spread.SCATTER, ON_TCP);
        List<PoolId> order = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            order.add(granted(pools.take(new ArrayList<>(List.of(A, B)), wish)).pool());
        }
        assertThat(order).containsExactly(A, B, A, B);
    }

    @Test
    void countsStayRightWithMoreRangesAndCandidatesThanAreRemembered() {
        long seed = Seed.next();
        String replay = Seed.announce(seed);
        Random random = new Random(seed);
        Map<PoolId, PoolModel> models = Map.of(A, new PoolModel(), B, new PoolModel(), C, new PoolModel());
        List<PoolId> all = List.of(A, B, C);
        List<Spread> spreads = List.of(Spread.values());
        for (int step = 0; step < 5_000; step++) {
            Numbers numbers = Numbers.of(1, 1 + random.nextInt(2 * PortPool.MAX_VIEWS));
            int from = random.nextInt(3);
            List<PoolId> candidates = all.subList(from, from + 1 + random.nextInt(3 - from));
            Spread spread = spreads.get(random.nextInt(spreads.size()));
            Wish wish = random.nextBoolean() ? wish(numbers, spread, ON_TCP) : wish(numbers, spread, ON_UDP, ON_TCP);
            Taken taken = pools.take(candidates, wish);
            boolean possible = candidates.stream()
                    .anyMatch(id -> models.getOrDefault(id, new PoolModel()).canServe(numbers, wish.slots()));
            boolean got = taken.fold(granted -> true, full -> false);
            assertThat(got).as("%s; %s", wish, replay).isEqualTo(possible);
            if (got) {
                granted(taken).keys().forEach(key -> {
                    Key.Port port = (Key.Port) key;
                    PoolModel model = models.getOrDefault(port.pool(), new PoolModel());
                    assertThat(model.add(PoolModel.Fact.HELD, port.space(), port.number()))
                            .as(replay)
                            .isTrue();
                });
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                PoolId id = all.get(random.nextInt(3));
                PortSpace space = random.nextBoolean() ? TCP : UDP;
                int number = 1 + random.nextInt(2 * PortPool.MAX_VIEWS);
                assertThat(pools.pool(id).giveBack(space, number))
                        .as(replay)
                        .isEqualTo(models.getOrDefault(id, new PoolModel()).remove(PoolModel.Fact.HELD, space, number));
            }
        }
    }

    @Test
    void refusesToChooseAmongNoPools() {
        assertThatThrownBy(() -> pools.take(List.of(), wish(Numbers.of(1, 2), Spread.FIRST_FIT, ON_TCP)))
                .hasMessageContaining("at least one pool");
    }
}
