package io.berth.spi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class DecodedTest {
    private static final Problem PROBLEM = new Problem("Port", "is missing; give a port");

    @Test
    void aValueHasNoProblems() {
        Decoded<Integer> good = new Decoded.Good<>(80);

        assertThat(good.value()).contains(80);
        assertThat(good.problems()).isEmpty();
        assertThat(good.<String>fold(value -> "value " + value, problems -> "problems"))
                .isEqualTo("value 80");
    }

    @Test
    void aRefusalHasProblemsAndNoValue() {
        Decoded<Integer> bad = new Decoded.Bad<>(List.of(PROBLEM));

        assertThat(bad.value()).isEmpty();
        assertThat(bad.problems()).containsExactly(PROBLEM);
        assertThat(bad.<String>fold(value -> "value", problems -> "problems " + problems))
                .isEqualTo("problems [Port: is missing; give a port]");
        assertThatIllegalArgumentException().isThrownBy(() -> new Decoded.Bad<>(List.of()));
    }
}
