package io.berth.runtime.pool;

import static io.berth.spi.PortSpace.SCTP;
import static io.berth.spi.PortSpace.TCP;
import static io.berth.spi.PortSpace.UDP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.Numbers;
import io.berth.spi.PortSpace;
import io.berth.spi.Taken.Room;
import io.berth.spi.Wish;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortPoolTest {
    private static final Set<PortSpace> ON_TCP = Set.of(TCP);
    private static final Set<PortSpace> ON_UDP = Set.of(UDP);
    private static final Set<PortSpace> ON_BOTH = Set.of(TCP, UDP);

    private final PortPool pool = new PortPool();

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Wish wish(Numbers numbers, Set<PortSpace>... slots) {
        return new Wish(List.of(slots), numbers, Wish.Spread.FIRST_FIT);
    }

    @Test
    void givesTheNextFreeNumberFromTheStartOnAndAround() {
        Numbers numbers = Numbers.of(7_000, 7_003);
        assertThat(pool.take(wish(numbers, ON_TCP), 7_002)).contains(List.of(7_002));
        assertThat(pool.take(wish(numbers, ON_TCP), 7_002)).contains(List.of(7_003));
        assertThat(pool.take(wish(numbers, ON_TCP), 7_002)).contains(List.of(7_000));
        assertThat(pool.take(wish(numbers, ON_TCP), 60_000)).contains(List.of(7_001));
        assertThat(pool.take(wish(numbers, ON_TCP), 0)).isEmpty();
    }

    @Test
    void skipsBlockedNumbersAndGapsBetweenRanges() {
        Numbers numbers = Numbers.of(
                List.of(new Numbers.Range(10, 12), new Numbers.Range(500, 501)), List.of(new Numbers.Range(11, 11)));
        assertThat(pool.take(wish(numbers, ON_TCP, ON_TCP, ON_TCP, ON_TCP), 0)).contains(List.of(10, 12, 500, 501));
        assertThat(pool.room(numbers, ON_TCP)).isEqualTo(new Room(0, 4, 0, 0));
    }

    @Test
    void refusesMoreNumbersThanThereAreAndTakesNone() {
        Numbers numbers = Numbers.of(10, 12);
        assertThat(pool.take(wish(numbers, ON_UDP, ON_UDP, ON_UDP, ON_UDP, ON_UDP), 0))
                .isEmpty();
        assertThat(pool.room(numbers, ON_UDP)).isEqualTo(new Room(3, 0, 0, 0));
        assertThat(pool.take(wish(numbers, ON_UDP, ON_UDP, ON_UDP), 11)).contains(List.of(11, 12, 10));
    }

    @Test
    void anEmptySetOfNumbersServesNothing() {
        Numbers none = Numbers.of(List.of(), List.of());
        assertThat(pool.take(wish(none, ON_TCP), 0)).isEmpty();
        assertThat(pool.room(none, ON_TCP)).isEqualTo(new Room(0, 0, 0, 0));
    }

    @Test
    void tellsTheSpacesApart() {
        Numbers one = Numbers.of(7_000, 7_000);
        assertThat(pool.take(wish(one, ON_TCP), 0)).contains(List.of(7_000));
        assertThat(pool.take(wish(one, ON_TCP), 0)).isEmpty();
        assertThat(pool.take(wish(one, ON_UDP), 0)).contains(List.of(7_000));
        assertThat(pool.take(TCP, 7_000)).isFalse();
        assertThat(pool.take(SCTP, 7_000)).isTrue();
    }

    @Test
    void oneNumberForTwoSpacesIsHeldInBothAndComesBackOnceInEach() {
        Numbers one = Numbers.of(7_000, 7_000);
        pool.take(wish(one, ON_BOTH), 0);
        assertThat(pool.giveBack(TCP, 7_000)).isTrue();
        assertThat(pool.giveBack(TCP, 7_000)).isFalse();
        assertThat(pool.take(wish(one, ON_BOTH), 0)).as("UDP is still held").isEmpty();
        assertThat(pool.take(wish(one, ON_TCP), 0)).contains(List.of(7_000));
        assertThat(pool.giveBack(UDP, 7_000)).isTrue();
        assertThat(pool.take(wish(one, ON_BOTH), 0)).isEmpty();
        assertThat(pool.giveBack(TCP, 7_000)).isTrue();
        assertThat(pool.take(wish(one, ON_BOTH), 0)).contains(List.of(7_000));
    }

    @Test
    void leavesToASlotTheOnlyNumberThatItCanHave() {
        Numbers numbers = Numbers.of(1, 3);
        pool.hold(UDP, 2);
        pool.hold(UDP, 3);
        assertThat(pool.take(wish(numbers, ON_TCP, ON_UDP), 0))
                .as("1 is the first for TCP, and the only one for UDP")
                .hasValueSatisfying(taken -> {
                    assertThat(taken.get(1)).isEqualTo(1);
                    assertThat(taken.get(0)).isIn(2, 3);
                });
    }

    @Test
    void aNumberOnTheBorderOfTwoRangesIsOneNumber() {
        Numbers lower = Numbers.of(7_000, 8_000);
        Numbers upper = Numbers.of(8_000, 9_000);
        assertThat(pool.take(wish(upper, ON_TCP), 0)).contains(List.of(8_000));
        assertThat(pool.take(wish(lower, ON_TCP), 8_000)).contains(List.of(7_000));
        assertThat(pool.room(lower, ON_TCP)).isEqualTo(new Room(999, 2, 0, 0));
        assertThat(pool.room(upper, ON_TCP)).isEqualTo(new Room(1_000, 1, 0, 0));
    }

    @Test
    void holdsNumbersThatNoRangeAllowsAnyMore() {
        assertThat(pool.hold(TCP, 30_000)).isTrue();
        assertThat(pool.hold(TCP, 30_000)).isFalse();
        assertThat(pool.take(TCP, 30_000)).isFalse();
        Numbers present = Numbers.of(7_000, 7_001);
        assertThat(pool.room(present, ON_TCP)).isEqualTo(new Room(2, 0, 0, 0));
        Numbers wider = Numbers.of(29_999, 30_001);
        assertThat(pool.room(wider, ON_TCP)).isEqualTo(new Room(2, 1, 0, 0));
    }

    @Test
    void aNumberRestsWhetherItIsHeldOrNot() {
        Numbers numbers = Numbers.of(1, 2);
        pool.take(wish(numbers, ON_TCP), 1);
        pool.cool(TCP, 1);
        pool.giveBack(TCP, 1);
        assertThat(pool.room(numbers, ON_TCP)).isEqualTo(new Room(1, 0, 1, 0));
        assertThat(pool.take(TCP, 1)).isFalse();
        assertThat(pool.take(wish(numbers, ON_TCP, ON_TCP), 0)).isEmpty();
        assertThat(pool.endCooling(TCP, 1)).isTrue();
        assertThat(pool.take(wish(numbers, ON_TCP, ON_TCP), 0)).contains(List.of(1, 2));
    }

    @Test
    void aForeignThingOnAHeldNumberStaysKnownWhenTheNumberIsGivenBack() {
        Numbers numbers = Numbers.of(1, 1);
        pool.take(TCP, 1);
        assertThat(pool.markForeign(TCP, 1)).isTrue();
        assertThat(pool.room(numbers, ON_TCP)).isEqualTo(new Room(0, 1, 0, 0));
        pool.giveBack(TCP, 1);
        assertThat(pool.room(numbers, ON_TCP)).isEqualTo(new Room(0, 0, 0, 1));
        assertThat(pool.take(wish(numbers, ON_TCP), 0)).isEmpty();
        assertThat(pool.unmarkForeign(TCP, 1)).isTrue();
        assertThat(pool.take(wish(numbers, ON_TCP), 0)).contains(List.of(1));
    }

    @Test
    void servesEveryNumberThereIsAndEndsFull() {
        Numbers all = Numbers.of(1, 65_535);
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < 65_535; i++) {
            taken.add(pool.take(wish(all, ON_TCP), 40_000).orElseThrow().get(0));
        }
        assertThat(pool.take(wish(all, ON_TCP), 40_000)).isEmpty();
        assertThat(taken.get(0)).isEqualTo(40_000);
        Collections.sort(taken);
        assertThat(taken).first().isEqualTo(1);
        assertThat(taken).last().isEqualTo(65_535);
        assertThat(taken).doesNotHaveDuplicates();
        pool.giveBack(TCP, 17);
        assertThat(pool.take(wish(all, ON_TCP), 40_000)).contains(List.of(17));
    }

    @Test
    void moreRangesThanViewsAreKeptStillCountRight() {
        for (int i = 0; i < 3 * PortPool.MAX_VIEWS; i++) {
            Numbers numbers = Numbers.of(100, 200 + i);
            assertThat(pool.take(wish(numbers, ON_TCP), 0)).contains(List.of(100 + i));
            assertThat(pool.room(numbers, ON_TCP)).isEqualTo(new Room(100, i + 1, 0, 0));
        }
    }

    @Test
    void refusesWhatIsNoNumberOfAPool() {
        assertThatThrownBy(() -> pool.hold(TCP, 0)).hasMessageContaining("1 to 65535, got 0");
        assertThatThrownBy(() -> pool.take(TCP, 65_536)).hasMessageContaining("got 65536");
        assertThatThrownBy(() -> pool.isFree(TCP, -1)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> pool.room(Numbers.of(1, 2), Set.of())).hasMessageContaining("at least one space");
    }
}
