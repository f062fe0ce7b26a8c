package io.berth.runtime.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NumberSetTest {
    @Test
    void doesWhatASortedSetDoes() {
        long seed = Seed.next();
        String replay = Seed.announce(seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int first = random.nextInt(65_536);
            int last = first + random.nextInt(65_536 - first);
            NumberSet set = new NumberSet(first, last);
            TreeSet<Integer> model = new TreeSet<>();
            int dense = 1 + random.nextInt(64);
            for (int step = 0; step < 300; step++) {
                int number = first + Math.min(last - first, random.nextInt(1 + (last - first) / dense));
                if (random.nextInt(3) > 0) {
                    assertThat(set.add(number)).as(replay).isEqualTo(model.add(number));
                } else {
                    assertThat(set.remove(number)).as(replay).isEqualTo(model.remove(number));
                }
                int from = random.nextInt(70_000) - 2_000;
                Integer next = model.ceiling(from);
                assertThat(set.next(from)).as(replay).isEqualTo(next == null ? -1 : next);
                assertThat(set.size()).as(replay).isEqualTo(model.size());
                assertThat(set.isEmpty()).as(replay).isEqualTo(model.isEmpty());
            }
        }
    }

    @Test
    void findsTheLastNumberThereIs() {
        NumberSet set = new NumberSet(0, 65_535);
        assertThat(set.next(0)).isEqualTo(-1);
        set.add(65_535);
        assertThat(set.next(0)).isEqualTo(65_535);
        assertThat(set.next(65_535)).isEqualTo(65_535);
        assertThat(set.next(65_536)).isEqualTo(-1);
        assertThat(set.next(Integer.MAX_VALUE)).isEqualTo(-1);
        assertThat(set.next(Integer.MIN_VALUE)).isEqualTo(65_535);
    }

    @Test
    void addsManyAtOnceAndCountsThemOnce() {
        NumberSet set = new NumberSet(100, 300);
        set.add(130);
        set.addAll(2, 0b111L << 1);
        set.addAll(2, 0);
        assertThat(set.size()).isEqualTo(3);
        assertThat(set.next(0)).isEqualTo(129);
        assertThat(set.next(130)).isEqualTo(130);
        assertThat(set.next(132)).isEqualTo(-1);
    }

    @Test
    void refusesAWindowThatIsNone() {
        assertThatThrownBy(() -> new NumberSet(5, 4)).hasMessageContaining("5-4");
        assertThatThrownBy(() -> new NumberSet(-1, 4)).hasMessageContaining("-1-4");
    }
}
