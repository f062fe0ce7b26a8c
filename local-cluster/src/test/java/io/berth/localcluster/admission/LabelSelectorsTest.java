package io.berth.localcluster.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorsTest {

    private static final Map<String, String> LABELS = Map.of("app", "game", "tier", "a");

    @Test
    void emptySelectorSelectsEverything() {
        assertThat(LabelSelectors.matches(null, LABELS)).isTrue();
        assertThat(LabelSelectors.matches(new LabelSelector(), LABELS)).isTrue();
        assertThat(LabelSelectors.matches(new LabelSelector(), null)).isTrue();
    }

    @Test
    void everyLabelHasToMatch() {
        assertThat(LabelSelectors.matches(labels(Map.of("app", "game")), LABELS))
                .isTrue();
        assertThat(LabelSelectors.matches(labels(Map.of("app", "game", "tier", "b")), LABELS))
                .isFalse();
        assertThat(LabelSelectors.matches(labels(Map.of("app", "game")), null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "app, In, game, true",
        "app, In, other, false",
        "absent, In, game, false",
        "app, NotIn, game, false",
        "app, NotIn, other, true",
        "absent, NotIn, game, true",
        "app, Exists, , true",
        "absent, Exists, , false",
        "app, DoesNotExist, , false",
        "absent, DoesNotExist, , true"
    })
    void expressionsMeanWhatTheyMeanInKubernetes(String key, String operator, String value, boolean matches) {
        assertThat(LabelSelectors.matches(expression(key, operator, value), LABELS))
                .isEqualTo(matches);
    }

    @Test
    void unknownOperatorIsNamed() {
        assertThatThrownBy(() -> LabelSelectors.matches(expression("app", "Like", "g*"), LABELS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Like")
                .hasMessageContaining("app");
    }

    private static LabelSelector labels(Map<String, String> labels) {
        return new LabelSelectorBuilder().withMatchLabels(labels).build();
    }

    private static LabelSelector expression(String key, String operator, String value) {
        return new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator(operator)
                .withValues(value)
                .endMatchExpression()
                .build();
    }
}
