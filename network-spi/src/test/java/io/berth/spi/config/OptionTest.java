package io.berth.spi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionTest {
    private static final String SECRET = "hunter2";

    @Test
    void theReferenceLearnsAllFromTheOption() {
        Option<Integer> workers = Option.withDefault("workers", ValueType.integer(1, 64), "16", "How many at once.");

        assertThat(workers.name()).isEqualTo("workers");
        assertThat(workers.shape()).isEqualTo(Option.Shape.SINGLE);
        assertThat(workers.expects()).isEqualTo("a number from 1 to 64");
        assertThat(workers.defaultText()).contains("16");
        assertThat(workers.doc()).isEqualTo("How many at once.");
        assertThat(workers.isRequired()).isFalse();
        assertThat(workers.isSecret()).isFalse();
        assertThat(Option.required("a", ValueType.text(), "").isRequired()).isTrue();
        assertThat(Option.optional("a", ValueType.text(), "").shape()).isEqualTo(Option.Shape.SINGLE);
        assertThat(Option.repeated("a", ValueType.text(), "").shape()).isEqualTo(Option.Shape.REPEATED);
        assertThat(Option.keyed("a", ValueType.text(), "").shape()).isEqualTo(Option.Shape.KEYED);
    }

    @Test
    void aDefaultThatIsNoValueIsRefusedWhereItIsWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Option.withDefault("workers", ValueType.integer(1, 64), "0", "How many at once."))
                .withMessage("The default of option 'workers' is not a number from 1 to 64: "
                        + "'0' is out of range; give a number from 1 to 64");
    }

    @Test
    void aSecretOptionStaysOneInEveryDialect() {
        Option<Secret> key =
                Option.required("key", ValueType.secret(), "The key.").secret();
        ConfigSchema<Secret> schema = ConfigSchema.of("setting", v -> v.get(key), key);

        Option<?> spelled = schema.spelled(new Dialect(Map.of("key", "Key"), Map.of()))
                .options()
                .get(0);
        assertThat(spelled.isSecret()).isTrue();
        assertThat(spelled.isRequired()).isTrue();
        Secret read =
                schema.decode(List.of(new NameValue("key", SECRET))).value().orElseThrow();
        assertThat(read.reveal()).isEqualTo(SECRET);
    }

    @Test
    void noProblemShowsAnythingOfASecret() {
        Option<Integer> pin =
                Option.required("pin", ValueType.integer(0, 9999), "The pin.").secret();
        Option<List<List<Integer>>> pins = Option.repeated(
                        "pins", ValueType.listOf(ValueType.integer(0, 9)), "More of them.")
                .secret();
        Option<Map<String, Integer>> named =
                Option.keyed("named", ValueType.integer(0, 9), "By name.").secret();
        ConfigSchema<Boolean> schema = ConfigSchema.of("setting", v -> true, pin, pins, named);
        Decoded<Boolean> decoded = schema.decode(List.of(
                new NameValue("pin", SECRET),
                new NameValue("pin", "1"),
                new NameValue("pins", SECRET + ",," + SECRET),
                new NameValue("named.a", SECRET),
                new NameValue("Pin", SECRET)));

        assertThat(decoded.toString()).doesNotContain(SECRET);
        assertThat(decoded.problems())
                .containsExactly(
                        new Problem("Pin", "unknown setting; names are case-sensitive, write 'pin'"),
                        new Problem("pin", "the value is not a number from 0 to 9999"),
                        new Problem("pin", "is given 2 times; give it once"),
                        new Problem("pins", "the value is not a comma-separated list, each a number from 0 to 9"),
                        new Problem("named.a", "the value is not a number from 0 to 9"));
    }

    @Test
    void noTextOfASecretOrAPairShowsTheValue() {
        assertThat(new Secret(SECRET)).hasToString("***");
        assertThat(new NameValue("key", SECRET)).hasToString("key=***");
        assertThat(new Decoded.Good<>(new Secret(SECRET)).toString()).doesNotContain(SECRET);
        assertThat(new Secret(SECRET)).isEqualTo(new Secret(SECRET)).hasSameHashCodeAs(new Secret(SECRET));
        assertThat(new Secret(SECRET)).isNotEqualTo(new Secret("other")).isNotEqualTo(SECRET);
    }

    @Test
    @SuppressWarnings("NullAway") // the point of the test
    void aParserThatAnswersNullIsAFaultOfThePlugin() {
        Option<String> broken = Option.required("broken", new ValueType<>("x", text -> null), "Broken.");
        ConfigSchema<String> schema = ConfigSchema.of("setting", v -> v.get(broken), broken);

        assertThatNullPointerException()
                .isThrownBy(() -> schema.decode(List.of(new NameValue("broken", "x"))))
                .withMessage("a parser answered null");
    }
}
