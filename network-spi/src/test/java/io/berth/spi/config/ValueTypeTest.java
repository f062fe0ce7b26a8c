package io.berth.spi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
    private enum Colour {
        RED,
        DARK_BLUE
    }

    private static List<String> problems(ValueType<?> type, String text) {
        return catchThrowableOfType(BadValueException.class, () -> type.parse(text))
                .problems();
    }

    @Test
    void aTextIsTakenAsItIs() {
        assertThat(ValueType.text().parse(" a, b ")).isEqualTo(" a, b ");
        assertThat(ValueType.text().parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "True", "yes", "1", " true"})
    void onlyTwoWordsAreTrueAndFalse(String text) {
        assertThat(ValueType.bool().parse("true")).isTrue();
        assertThat(ValueType.bool().parse("false")).isFalse();
        assertThat(problems(ValueType.bool(), text)).containsExactly("'" + text + "' is neither true nor false");
    }

    @ParameterizedTest
    @CsvSource({"-5,-5", "0,0", "+7,7", "007,7", "50,50"})
    void bothEndsOfARangeCount(String text, int expected) {
        assertThat(ValueType.integer(-5, 50).parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-6", "51", "2147483648", "-99999999999999999999"})
    void aNumberOutOfRangeIsSaidToBeOne(String text) {
        assertThat(problems(ValueType.integer(-5, 50), text))
                .containsExactly("'" + text + "' is out of range; give a number from -5 to 50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 5", "5.0", "0x5", "five", "5-", "-", "\u0665"})
    void whatIsNoNumberIsSaidToBeNone(String text) {
        assertThat(problems(ValueType.integer(-5, 50), text))
                .containsExactly("'" + text + "' is not a number; give a number from -5 to 50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65536", "99999", "100000", "80x", "", "+80", "\u0668\u0660"})
    void whatIsNoPortIsRefusedWithTheRange(String text) {
        assertThat(problems(ValueType.port(), text))
                .containsExactly("'" + text + "' is not a port; give a number from 1 to 65535");
    }

    @Test
    void portsAreOneTo65535() {
        assertThat(ValueType.port().parse("1")).isEqualTo(1);
        assertThat(ValueType.port().parse("65535")).isEqualTo(65_535);
    }

    @Test
    void aConstantIsFoundByItsSpellingInThisCase() {
        ValueType<Colour> colour = ValueType.oneOf(Colour.class, c -> c.name().toLowerCase(Locale.ROOT));

        assertThat(colour.expects()).isEqualTo("red | dark_blue");
        assertThat(colour.parse("dark_blue")).isEqualTo(Colour.DARK_BLUE);
        assertThat(problems(colour, "Red")).containsExactly("'Red' is none of red | dark_blue");
    }

    @ParameterizedTest
    @CsvSource({
        "0s,PT0S",
        "90s,PT1M30S",
        "5m30s,PT5M30S",
        "250ms,PT0.25S",
        "1s250ms,PT1.25S",
        "5m5ms,PT5M0.005S",
        "1d2h3m4s5ms,PT26H3M4.005S",
        "2H,PT2H",
        "999999d,PT23999976H"
    })
    void durationsAreSumsOfUnits(String text, Duration expected) {
        assertThat(ValueType.duration().parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "90", "s", "-5s", "1.5s", "5s1m", "5 s", "9999999d", "\u0665s", "PT5S"})
    void whatIsNoDurationIsRefusedWithAnExample(String text) {
        assertThat(problems(ValueType.duration(), text))
                .containsExactly("'" + text + "' is not a duration; give a duration such as 90s or 5m30s");
    }

    @Test
    void aListDropsBlanksAndIsACopy() {
        List<Integer> read = ValueType.listOf(ValueType.port()).parse(" 80 ,81,\t82");

        assertThat(read).containsExactly(80, 81, 82);
        assertThatThrownBy(() -> read.add(83)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void everyBadElementOfAListIsAProblemOnce() {
        assertThat(problems(ValueType.listOf(ValueType.port()), "80,,x,0,,0"))
                .containsExactly(
                        "'80,,x,0,,0' has an empty element; leave one comma out",
                        "'x' is not a port; give a number from 1 to 65535",
                        "'0' is not a port; give a number from 1 to 65535");
        assertThat(problems(ValueType.listOf(ValueType.text()), "")).hasSize(1);
    }

    @Test
    void aBadValueNeedsAProblemAndTellsAll() {
        assertThat(new BadValueException(List.of("a", "b"))).hasMessage("a; b");
        assertThatThrownBy(() -> new BadValueException(List.of())).hasMessage("A bad value needs a problem");
    }
}
