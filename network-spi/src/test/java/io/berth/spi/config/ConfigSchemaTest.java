package io.berth.spi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {
    private static final Option<List<String>> IDS =
            Option.required("BalancerIds", ValueType.listOf(ValueType.text()), "Whose numbers are used.");
    private static final Option<Integer> CHECKS =
            Option.withDefault("Checks", ValueType.integer(1, 10), "3", "How many checks.");
    private static final Option<Optional<Duration>> PAUSE =
            Option.optional("Pause", ValueType.duration(), "The pause between checks.");
    private static final Option<List<Integer>> PORT = Option.repeated("Port", ValueType.port(), "The ports.");
    private static final Option<Map<String, Integer>> LIMITS =
            Option.keyed("Limits", ValueType.integer(0, 100), "The limits by a name of yours.");

    private record Parameters(
            List<String> ids, int checks, Optional<Duration> pause, List<Integer> ports, Map<String, Integer> limits) {
        Parameters {
            List<String> problems = new ArrayList<>();
            if (checks > 5 && pause.isEmpty()) {
                problems.add("more than 5 Checks need a Pause; give one");
            }
            if (ports.size() > ids.size()) {
                problems.add("more ports than balancers");
            }
            if (!problems.isEmpty()) {
                throw new BadValueException(problems);
            }
        }
    }

    private static final ConfigSchema<Parameters> SCHEMA = ConfigSchema.of(
            "parameter",
            v -> new Parameters(v.get(IDS), v.get(CHECKS), v.get(PAUSE), v.get(PORT), v.get(LIMITS)),
            IDS,
            CHECKS,
            PAUSE,
            PORT,
            LIMITS);

    private static List<NameValue> pairs(String... namesAndValues) {
        return IntStream.range(0, namesAndValues.length / 2)
                .mapToObj(i -> new NameValue(namesAndValues[2 * i], namesAndValues[2 * i + 1]))
                .toList();
    }

    private static List<String> problems(ConfigSchema<?> schema, String... namesAndValues) {
        return schema.decode(pairs(namesAndValues)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static List<String> unknown(String name) {
        return problems(SCHEMA, "BalancerIds", "a", name, "1");
    }

    @Test
    void everyShapeReachesTheRecord() {
        Decoded<Parameters> decoded = SCHEMA.decode(pairs(
                "Limits.b",
                "2",
                "Port",
                "81",
                "BalancerIds",
                "x, y",
                "Port",
                "80",
                "Limits.a.c",
                "1",
                "Pause",
                "5s",
                "Checks",
                "7"));

        assertThat(decoded.problems()).isEmpty();
        Parameters made = decoded.value().orElseThrow();
        assertThat(made.ids()).containsExactly("x", "y");
        assertThat(made.checks()).isEqualTo(7);
        assertThat(made.pause()).contains(Duration.ofSeconds(5));
        assertThat(made.ports()).as("in the order given").containsExactly(81, 80);
        assertThat(made.limits()).as("in the order given").containsExactly(Map.entry("b", 2), Map.entry("a.c", 1));
        assertThatThrownBy(() -> made.limits().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> made.ports().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatIsNotGivenHasItsDefaultOrIsEmpty() {
        assertThat(SCHEMA.decode(pairs("BalancerIds", "x")).value())
                .contains(new Parameters(List.of("x"), 3, Optional.empty(), List.of(), Map.of()));
    }

    @Test
    void aMissingOptionIsNamedWithWhatItExpects() {
        assertThat(problems(SCHEMA))
                .containsExactly("BalancerIds: is missing; give a comma-separated list, each a text");
    }

    @Test
    void anUnknownNameGetsTheOneThatWasMeant() {
        assertThat(unknown("BalancerId")).containsExactly("BalancerId: unknown parameter; did you mean 'BalancerIds'?");
        assertThat(unknown("Prt")).containsExactly("Prt: unknown parameter; did you mean 'Port'?");
        assertThat(unknown("balancerlds"))
                .as("two slips at once")
                .containsExactly("balancerlds: unknown parameter; did you mean 'BalancerIds'?");
    }

    @Test
    void aNameInTheWrongCaseIsSaidToBeOne() {
        assertThat(unknown("checks"))
                .containsExactly("checks: unknown parameter; names are case-sensitive, write 'Checks'");
        assertThat(unknown("LIMITS.a"))
                .containsExactly("LIMITS.a: unknown parameter; names are case-sensitive, write 'Limits.a'");
    }

    @Test
    void aKeyedNameNeedsAnOwnNameAfterItsDot() {
        assertThat(unknown("Limits")).containsExactly("Limits: unknown parameter; did you mean 'Limits.<name>'?");
        assertThat(unknown("Limits.")).containsExactly("Limits.: unknown parameter; did you mean 'Limits.<name>'?");
        assertThat(unknown("Limit.game")).containsExactly("Limit.game: unknown parameter; did you mean 'Limits.game'?");
        assertThat(unknown("Limitsgame.x")).singleElement().asString().contains("known are");
    }

    @Test
    void aKeyedNameThatHasDotsItselfIsStillFound() {
        Option<Map<String, String>> deep = Option.keyed("pool.ranges", ValueType.text(), "Deep.");
        ConfigSchema<Map<String, String>> schema = ConfigSchema.of("setting", v -> v.get(deep), deep);

        assertThat(schema.decode(pairs("pool.ranges.a", "1")).value()).contains(Map.of("a", "1"));
        assertThat(problems(schema, "pool.range.a.b", "1"))
                .containsExactly("pool.range.a.b: unknown setting; did you mean 'pool.ranges.a.b'?");
        assertThat(problems(schema, "pool", "1"))
                .containsExactly("pool: unknown setting; known are pool.ranges.<name>");
    }

    @Test
    void aNameThatResemblesNothingGetsTheListOfAll() {
        String known = "unknown parameter; known are BalancerIds, Checks, Limits.<name>, Pause, Port";

        assertThat(unknown("Weather")).containsExactly("Weather: " + known);
        assertThat(unknown("")).containsExactly(known);
    }

    @Test
    void shortNamesAreNotTakenForEachOther() {
        Option<String> ip = Option.required("ip", ValueType.text(), "An IP.");
        ConfigSchema<String> schema = ConfigSchema.of("setting", v -> v.get(ip), ip);

        assertThat(problems(schema, "ip", "x", "os", "y")).containsExactly("os: unknown setting; known are ip");
        assertThat(problems(schema, "ip", "x", "ips", "y")).containsExactly("ips: unknown setting; did you mean 'ip'?");
    }

    @Test
    void aSchemaWithoutOptionsSaysSo() {
        ConfigSchema<Boolean> none = ConfigSchema.of("parameter", v -> true);

        assertThat(none.decode(List.of()).value()).contains(true);
        assertThat(problems(none, "x", "y")).containsExactly("x: unknown parameter; there are none here");
    }

    @Test
    void aSingleNameMayStandOnceAndAKeyedOneOncePerOwnName() {
        assertThat(problems(
                        SCHEMA,
                        "BalancerIds",
                        "x",
                        "Checks",
                        "1",
                        "Checks",
                        "1",
                        "Checks",
                        "2",
                        "Limits.a",
                        "1",
                        "Limits.b",
                        "1",
                        "Limits.a",
                        "1"))
                .containsExactly("Checks: is given 3 times; give it once", "Limits.a: is given 2 times; give it once");
    }

    @Test
    void allProblemsComeAtOnceInTheOrderOfTheSchema() {
        assertThat(problems(
                        SCHEMA,
                        "Port",
                        "0",
                        "Port",
                        "80x",
                        "Prot",
                        "1",
                        "Checks",
                        "11",
                        "Pause",
                        "soon",
                        "Limits.a",
                        "-1",
                        "pause",
                        "1s"))
                .containsExactly(
                        "Prot: unknown parameter; did you mean 'Port'?",
                        "pause: unknown parameter; names are case-sensitive, write 'Pause'",
                        "BalancerIds: is missing; give a comma-separated list, each a text",
                        "Checks: '11' is out of range; give a number from 1 to 10",
                        "Pause: 'soon' is not a duration; give a duration such as 90s or 5m30s",
                        "Port: '0' is not a port; give a number from 1 to 65535",
                        "Port: '80x' is not a port; give a number from 1 to 65535",
                        "Limits.a: '-1' is out of range; give a number from 0 to 100");
    }

    @Test
    void theRecordReportsWhatConcernsSeveralOptions() {
        assertThat(problems(SCHEMA, "BalancerIds", "x", "Checks", "6", "Port", "1", "Port", "2"))
                .containsExactly("more than 5 Checks need a Pause; give one", "more ports than balancers");
    }

    @Test
    void anotherExceptionOfTheRecordComesOut() {
        ConfigSchema<String> broken = ConfigSchema.of("parameter", v -> {
            throw new IllegalStateException("a fault of the plugin");
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> broken.decode(List.of()))
                .withMessage("a fault of the plugin");
    }

    @Test
    void anOptionOfAnotherSchemaIsRefused() {
        ConfigSchema<Integer> schema = ConfigSchema.of("parameter", v -> v.get(CHECKS));

        assertThatIllegalStateException()
                .isThrownBy(() -> schema.decode(List.of()))
                .withMessage("'Checks' is not an option of this schema");
    }

    @Test
    void twoOptionsThatWouldTakeOneNameAreRefused() {
        Option<Optional<String>> checks = Option.optional("Checks", ValueType.text(), "Again.");
        Option<Optional<String>> limit = Option.optional("Limits.soft", ValueType.text(), "One limit.");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigSchema.of("parameter", v -> true, CHECKS, checks))
                .withMessage("Two parameters are named 'Checks'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigSchema.of("parameter", v -> true, limit, LIMITS))
                .withMessage("The parameter 'Limits.soft' is one of 'Limits.<name>' as well");
    }

    @Test
    void optionsAreListedAsUsersWriteThem() {
        assertThat(SCHEMA.spelled(new Dialect(Map.of("BalancerIds", "SlbIds"), Map.of()))
                        .options())
                .extracting(Option::name)
                .containsExactly("SlbIds", "Checks", "Pause", "Port", "Limits");
    }

    @Test
    void aDialectRenamesAndTheOldNameIsUnknown() {
        ConfigSchema<Parameters> spelled =
                SCHEMA.spelled(new Dialect(Map.of("BalancerIds", "NlbARNs", "Limits", "Caps"), Map.of()));

        Parameters made =
                spelled.decode(pairs("NlbARNs", "a", "Caps.x", "9")).value().orElseThrow();
        assertThat(made.ids()).containsExactly("a");
        assertThat(made.limits()).containsExactly(Map.entry("x", 9));
        assertThat(problems(spelled, "BalancerIds", "a"))
                .containsExactly(
                        "BalancerIds: unknown parameter; known are Caps.<name>, Checks, NlbARNs, Pause, Port",
                        "NlbARNs: is missing; give a comma-separated list, each a text");
    }

    @Test
    void aDialectMaySwapTwoNames() {
        Option<String> a = Option.required("A", ValueType.text(), "First.");
        Option<String> b = Option.required("B", ValueType.text(), "Second.");
        ConfigSchema<String> swapped = ConfigSchema.of("parameter", v -> v.get(a) + "-" + v.get(b), a, b)
                .spelled(new Dialect(Map.of("A", "B", "B", "A"), Map.of()));

        assertThat(swapped.decode(pairs("A", "1", "B", "2")).value()).contains("2-1");
    }

    @Test
    void aDialectSetsDefaultsEvenOfRequiredOptions() {
        ConfigSchema<Parameters> spelled = SCHEMA.spelled(
                new Dialect(Map.of(), Map.of("BalancerIds", "main", "Checks", "5", "Pause", "1m", "Port", "80")));

        assertThat(spelled.decode(List.of()).value())
                .contains(
                        new Parameters(List.of("main"), 5, Optional.of(Duration.ofMinutes(1)), List.of(80), Map.of()));
        assertThat(spelled.options().get(0).isRequired()).isFalse();
        assertThat(spelled.options().get(0).defaultText()).contains("main");
        assertThat(SCHEMA.options().get(0).isRequired())
                .as("the plugin's own stays")
                .isTrue();
    }

    @Test
    void aDialectThatDoesNotFitIsRefusedWhenItIsMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SCHEMA.spelled(new Dialect(Map.of("Foo", "Bar"), Map.of("Baz", "1", "Checks", "2"))))
                .withMessage("A dialect speaks of parameters that there are not: [Baz, Foo]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SCHEMA.spelled(new Dialect(Map.of("Pause", "Checks"), Map.of())))
                .withMessage("Two parameters are named 'Checks'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SCHEMA.spelled(new Dialect(Map.of(), Map.of("Checks", "many"))))
                .withMessage("The default of option 'Checks' is not a number from 1 to 10: "
                        + "'many' is not a number; give a number from 1 to 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SCHEMA.spelled(new Dialect(Map.of(), Map.of("Limits", "1"))))
                .withMessage("Option 'Limits' needs an own name per value; it has no default");
    }

    @Test
    void bothReadFromOneListAndShareTheUnknownNames() {
        Option<Boolean> fixed = Option.withDefault("Fixed", ValueType.bool(), "false", "Outlives the pod.");
        ConfigSchema<Boolean> second = ConfigSchema.of("setting", v -> v.get(fixed), fixed);
        ConfigSchema<ConfigSchema.Both<Parameters, Boolean>> both = ConfigSchema.both(SCHEMA, second);

        ConfigSchema.Both<Parameters, Boolean> made =
                both.decode(pairs("Fixed", "true", "BalancerIds", "x")).value().orElseThrow();
        assertThat(made.first().ids()).containsExactly("x");
        assertThat(made.second()).isTrue();
        assertThat(problems(both, "Fxed", "true", "BalancerIds", "x"))
                .containsExactly("Fxed: unknown parameter; did you mean 'Fixed'?");
        assertThat(problems(both, "Fixed", "yes"))
                .containsExactly(
                        "BalancerIds: is missing; give a comma-separated list, each a text",
                        "Fixed: 'yes' is neither true nor false");
    }

    @Test
    void bothReportWhatIsWrongBetweenTheirOptions() {
        ConfigSchema<String> first = ConfigSchema.of("parameter", v -> {
            throw new BadValueException("a and b exclude each other");
        });
        ConfigSchema<String> second = ConfigSchema.of("parameter", v -> {
            throw new BadValueException(List.of("c needs d", "e needs f"));
        });

        assertThat(problems(ConfigSchema.both(first, second)))
                .containsExactly("a and b exclude each other", "c needs d", "e needs f");
    }

    @Test
    void bothWithOneNameAreRefused() {
        Option<Optional<String>> checks = Option.optional("Checks", ValueType.text(), "Again.");
        ConfigSchema<Optional<String>> second = ConfigSchema.of("parameter", v -> v.get(checks), checks);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigSchema.both(SCHEMA, second))
                .withMessage("Two parameters are named 'Checks'");
    }

    @Test
    void hostileLengthsMakeShortProblems() {
        String huge = "9".repeat(250 * 1024);
        List<String> problems = problems(
                SCHEMA,
                huge,
                "1",
                "Checks",
                huge,
                "Pause",
                huge,
                "Port",
                huge,
                "Limits." + huge,
                huge,
                "BalancerIds",
                ",".repeat(250 * 1024));

        assertThat(problems)
                .hasSize(6)
                .allSatisfy(problem -> assertThat(problem).hasSizeLessThan(250));
    }

    @Test
    void aHostileListIsReadOnceAndItsProblemsAreCounted() {
        Option<List<Integer>> list = Option.required("list", ValueType.listOf(ValueType.port()), "A list.");
        ConfigSchema<List<Integer>> schema = ConfigSchema.of("setting", v -> v.get(list), list);
        String text = IntStream.range(0, 40_000).mapToObj(i -> "x" + i).collect(Collectors.joining(",,"));

        List<String> problems = problems(schema, "list", text);

        assertThat(problems)
                .hasSize(51)
                .allSatisfy(problem -> assertThat(problem).hasSizeLessThan(250));
        assertThat(problems.get(50)).isEqualTo("there are 39951 more problems");
    }

    @Test
    void manyUnknownNamesAreCountedAndNotTold() {
        List<NameValue> many = IntStream.range(0, 10_000)
                .mapToObj(i -> new NameValue("BalancerIdz" + i, ""))
                .toList();

        List<Problem> problems = SCHEMA.decode(many).problems();

        assertThat(problems).hasSize(51);
        assertThat(problems.get(50)).hasToString("there are 9951 more problems");
    }

    @Test
    void fiftyProblemsAreAllTold() {
        List<NameValue> fifty = IntStream.range(0, 49)
                .mapToObj(i -> new NameValue("Weather" + i, ""))
                .toList();

        assertThat(SCHEMA.decode(fifty).problems())
                .hasSize(50)
                .last()
                .hasToString(problems(SCHEMA).get(0));
    }
}
