package io.berth.tck.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime(new Random(3));
    private final List<String> ran = new ArrayList<>();

    private void runAll() {
        while (time.step()) {
            // Until nothing is left.
        }
    }

    @Test
    void eventsRunWhenTheyAreDueAndTimeStandsStillBetween() {
        time.after(Duration.ofSeconds(2), () -> ran.add("second at " + time.nanos()));
        time.after(Duration.ofSeconds(1), () -> ran.add("first at " + time.nanos()));
        assertThat(time.nanos()).isZero();
        runAll();
        assertThat(ran).containsExactly("first at 1000000000", "second at 2000000000");
        assertThat(time.step()).isFalse();
    }

    @Test
    void eventsOfOneMomentRunInAnOrderThatTheSeedChooses() {
        Set<List<Integer>> orders = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            VirtualTime each = new VirtualTime(new Random(seed));
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                each.after(Duration.ofSeconds(1), () -> order.add(number));
            }
            while (each.step()) {
                // Until nothing is left.
            }
            orders.add(order);
        }
        assertThat(orders).hasSizeGreaterThan(5);
    }

    @Test
    void aStoppedStrandRunsNothingAnyMore() {
        VirtualTime.Strand strand = time.strand("op", Duration.ZERO);
        strand.after(Duration.ofSeconds(1), () -> ran.add("op"));
        time.after(Duration.ofSeconds(1), () -> ran.add("world"));
        strand.stop();
        runAll();
        assertThat(strand.isStopped()).isTrue();
        assertThat(ran).containsExactly("world");
    }

    @Test
    void aHeldStrandRunsLaterWhatWasDue() {
        VirtualTime.Strand strand = time.strand("op", Duration.ZERO);
        strand.after(Duration.ofSeconds(1), () -> ran.add("op at " + time.nanos() / 1_000_000_000));
        strand.hold(Duration.ofSeconds(5));
        assertThat(strand.isHeld()).isTrue();
        time.after(Duration.ofSeconds(3), () -> ran.add("world"));
        runAll();
        assertThat(ran).containsExactly("world", "op at 5");
        assertThat(strand.isHeld()).isFalse();
    }

    @Test
    void aStrandsMonotonicClockHasItsOwnBeginningAndTheSamePace() {
        VirtualTime.Strand strand = time.strand("op", Duration.ZERO);
        long offset = strand.nanos() - time.nanos();
        time.after(Duration.ofSeconds(7), () -> {});
        runAll();
        assertThat(offset).isNotZero();
        assertThat(strand.nanos() - time.nanos()).isEqualTo(offset);
        assertThat(strand.now()).isEqualTo(time.now());
    }

    @Test
    void aStrandsTasksRunUpToTheJitterLate() {
        VirtualTime.Strand strand = time.strand("op", Duration.ofMillis(20));
        List<Long> at = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            strand.after(Duration.ofSeconds(1), () -> at.add(time.nanos() / 1_000_000));
        }
        runAll();
        assertThat(at).allMatch(ms -> ms >= 1000 && ms < 1020).contains(1000L).anyMatch(ms -> ms > 1000);
    }
}
