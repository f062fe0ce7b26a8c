package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.spi.Numbers.Range;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    private static final Numbers SOME =
            Numbers.of(List.of(new Range(20, 29), new Range(5, 5), new Range(25, 31)), List.of(new Range(22, 23)));

    @Test
    void rangesAreUnitedLessTheBlockedOnes() {
        assertThat(SOME.ranges()).containsExactly(new Range(5, 5), new Range(20, 21), new Range(24, 31));
        assertThat(SOME.size()).isEqualTo(11);
        assertThat(SOME).hasToString("5,20-21,24-31");
    }

    @Test
    void bothEndsCount() {
        assertThat(SOME.contains(20)).isTrue();
        assertThat(SOME.contains(31)).isTrue();
        assertThat(SOME.contains(22)).isFalse();
        assertThat(SOME.contains(32)).isFalse();
        assertThat(SOME.contains(0)).isFalse();
        assertThat(SOME.contains(-1)).isFalse();
        assertThat(SOME.contains(1_000_000)).isFalse();
    }

    @Test
    void theNextNumberIsTheLeastAtOrAbove() {
        assertThat(SOME.next(-7)).isEqualTo(5);
        assertThat(SOME.next(5)).isEqualTo(5);
        assertThat(SOME.next(22)).isEqualTo(24);
        assertThat(SOME.next(32)).isEqualTo(-1);
        assertThat(SOME.next(70_000)).isEqualTo(-1);
    }

    @Test
    void allPortsFitAndAllMayBeBlocked() {
        Numbers all = Numbers.of(1, 65_535);
        Numbers none = Numbers.of(List.of(new Range(1, 65_535)), List.of(new Range(1, 65_535)));

        assertThat(all.size()).isEqualTo(65_535);
        assertThat(all.next(65_535)).isEqualTo(65_535);
        assertThat(all.ranges()).containsExactly(new Range(1, 65_535));
        assertThat(none.size()).isZero();
        assertThat(none.next(0)).isEqualTo(-1);
        assertThat(none).hasToString("");
    }

    @Test
    void equalIsWhatHasTheSameNumbers() {
        Numbers pieces = Numbers.of(List.of(new Range(1, 5), new Range(6, 9)), List.of());

        assertThat(pieces).isEqualTo(Numbers.of(1, 9)).hasSameHashCodeAs(Numbers.of(1, 9));
        assertThat(pieces.equals(pieces)).isTrue();
        assertThat(pieces).isNotEqualTo(Numbers.of(1, 10)).isNotEqualTo("1-9");
    }

    @ParameterizedTest
    @CsvSource({"0,5", "-1,5", "1,65536", "6,5"})
    void aRangeIsOfPortsAndNotReversed(int first, int last) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Range(first, last))
                .withMessageContaining("got " + first + "-" + last);
    }

    @ParameterizedTest
    @CsvSource({"1,4,false", "1,5,true", "5,9,true", "6,7,true", "9,12,true", "10,12,false", "1,12,true"})
    void rangesOverlapWhereTheyHaveANumberInCommon(int first, int last, boolean overlaps) {
        Range range = new Range(5, 9);
        Range other = new Range(first, last);

        assertThat(range.overlaps(other)).isEqualTo(overlaps);
        assertThat(other.overlaps(range)).isEqualTo(overlaps);
    }
}
