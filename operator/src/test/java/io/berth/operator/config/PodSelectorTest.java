package io.berth.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.operator.config.PodSelector.Operator;
import io.berth.operator.config.PodSelector.Requirement;
import io.berth.spi.config.BadValueException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodSelectorTest {
    @Test
    void everyFormOfKubectlIsRead() {
        PodSelector selector = PodSelector.type()
                .parse(" team=a, tier!=test,x==, example.com/zone in (a, b),k notin (c),live,!legacy ");

        assertThat(selector.text())
                .isEqualTo("team=a, tier!=test,x==, example.com/zone in (a, b),k notin (c),live,!legacy");
        assertThat(selector.requirements())
                .containsExactly(
                        new Requirement("team", Operator.IN, List.of("a")),
                        new Requirement("tier", Operator.NOT_IN, List.of("test")),
                        new Requirement("x", Operator.IN, List.of("")),
                        new Requirement("example.com/zone", Operator.IN, List.of("a", "b")),
                        new Requirement("k", Operator.NOT_IN, List.of("c")),
                        new Requirement("live", Operator.EXISTS, List.of()),
                        new Requirement("legacy", Operator.DOES_NOT_EXIST, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=a", "a b", "a=b=c", "a in b", "a in (b", "a in (?)", "a,,b", "-a", "a=-", "A/b=c"})
    void whatIsNoneIsExplained(String text) {
        assertThatThrownBy(() -> PodSelector.type().parse(text))
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining("is not a label selector such as team=a,tier!=test");
    }
}
