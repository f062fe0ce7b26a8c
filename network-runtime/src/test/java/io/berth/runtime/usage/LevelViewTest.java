package io.berth.runtime.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelViewTest {
    private final LevelView view = new LevelView(
            Numbers.of(List.of(new Numbers.Range(10, 14)), List.of(new Numbers.Range(12, 12))),
            1,
            number -> number == 13 ? 2 : 0);

    private List<Integer> ascent(int start) {
        List<Integer> numbers = new ArrayList<>();
        LevelView.Ascent ascent = view.ascent(start);
        for (int number = ascent.next(); number >= 0; number = ascent.next()) {
            numbers.add(number);
        }
        return numbers;
    }

    @Test
    void goesThroughEachNumberOnce() {
        assertThat(ascent(11)).containsExactly(11, 14, 10, 13);
        assertThat(ascent(12)).containsExactly(14, 10, 11, 13);
        assertThat(ascent(10)).containsExactly(10, 11, 14, 13);
    }

    @Test
    void keepsNoLevelThatIsEmpty() {
        assertThat(view.levels()).isEqualTo(2);
        for (int uses = 1; uses <= 1_000; uses++) {
            view.move(10, uses);
        }
        assertThat(view.levels()).isEqualTo(3);
        assertThat(ascent(10)).containsExactly(11, 14, 13, 10);
        for (int uses = 999; uses >= 0; uses--) {
            view.move(10, uses);
        }
        assertThat(view.levels()).isEqualTo(2);
        assertThat(ascent(10)).containsExactly(10, 11, 14, 13);
    }

    @Test
    void findsItsPlaceOverSeveralLevels() {
        view.move(10, 7);
        view.move(11, 2);
        view.move(14, 1);
        view.move(10, 1);
        view.move(11, 0);
        assertThat(ascent(10)).containsExactly(11, 10, 14, 13);
        view.move(11, 9);
        view.move(13, 0);
        assertThat(ascent(10)).containsExactly(13, 10, 14, 11);
    }
}
