package io.berth.runtime.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.config.NameValue;
import io.berth.spi.config.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ConfReaderTest {
    private final ConfReader reader = new ConfReader("game.kruise.io/network-conf");

    private List<String> problems(String text) {
        return reader.read(text).problems().stream().map(Problem::toString).toList();
    }

    @Test
    void readsPairsInTheirOrderAndKeepsRepeatedNames() {
        assertThat(reader.read("""
                                [ {"name": "ContainerPorts", "value": "game:80/TCP"},
                                  {"value": "a:b, \\u00fc", "name": "ContainerPorts"}, {"name":"Fixed","value":""} ]
                                """).value())
                .contains(List.of(
                        new NameValue("ContainerPorts", "game:80/TCP"),
                        new NameValue("ContainerPorts", "a:b, \u00fc"),
                        new NameValue("Fixed", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "[]", " [ ] "})
    void hasNoPairsWhereNothingIsWritten(String text) {
        assertThat(reader.read(text).value()).contains(List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"a\",\"value\":\"b\"} | an object where an array is needed",
                "null | null where an array is needed",
                "\"80/TCP\" | the text '80/TCP' where an array is needed",
                "80 | the number 80 where an array is needed",
                "PortProtocols=80 | cannot be read as JSON (line 1, column 1): Unrecognized token 'PortProtocols'",
                "[{\"name\":\"a\",\"value\":\"b\"} | cannot be read as JSON",
                "[{\"name\":\"a\",\"value\":\"b\"}]] | cannot be read as JSON",
                "[] [] | goes on after the array",
                "[{\"name\":\"a\",\"name\":\"b\",\"value\":\"b\"}] | Duplicate field 'name'",
                "[7] | entry 1 is the number 7 where an object is needed",
                "[[{}]] | entry 1 is an array where an object is needed",
                "[{}] | entry 1 has no \"name\"; add it, in this case",
                "[{\"name\":\"Fixed\"}] | entry 1 ('Fixed') has no \"value\"",
                "[{\"name\":\"\",\"value\":\"\"}] | entry 1 has an empty \"name\"",
                "[{\"name\":\"Fixed\",\"value\":true}] | entry 1 ('Fixed') has the bare word true as \"value\"; write \"true\", in quotes",
                "[{\"name\":\"Port\",\"value\":80.50}] | the number 80.50 as \"value\"; write \"80.50\", in quotes",
                "[{\"name\":\"Port\",\"value\":null}] | entry 1 ('Port') has null as \"value\"; write a text in quotes",
                "[{\"name\":\"Port\",\"value\":[1]}] | entry 1 ('Port') has an array as \"value\"; write a text in quotes",
                "[{\"name\":{},\"value\":\"\"}] | entry 1 has an object as \"name\"; write a text in quotes",
                "[{\"name\":\"Port\",\"Value\":\"80\"}] | unknown key 'Value'; keys are in lower case, write \"value\"",
                "[{\"name\":\"Port\",\"value\":\"80\",\"comment\":{\"a\":[]}}] | unknown key 'comment'; remove it",
            })
    void refusesWithAnnotationPlaceAndRemedy(String text, String expected) {
        assertThat(problems(text))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("game.kruise.io/network-conf: ")
                        .contains(expected));
    }

    @Test
    void reportsAllProblemsAtOnce() {
        assertThat(
                        problems(
                                "[{\"name\":\"A\",\"value\":1}, 3, {\"Name\":\"B\",\"value\":\"b\"}, {\"name\":\"C\",\"value\":\"c\"}, tru]"))
                .hasSize(5)
                .satisfiesExactly(
                        p -> assertThat(p).contains("entry 1 ('A')"),
                        p -> assertThat(p).contains("entry 2 is the number 3"),
                        p -> assertThat(p).contains("entry 3 has an unknown key 'Name'", "write \"name\""),
                        p -> assertThat(p).contains("entry 3 has no \"name\""),
                        p -> assertThat(p).contains("cannot be read as JSON"));
    }

    @Test
    void staysShortAndQuickOnHostileTexts() {
        int size = 250 * 1024;
        long start = System.nanoTime();
        List<String> hostile = List.of(
                "[".repeat(size),
                "[{\"name\":" + "{\"a\":".repeat(size / 5),
                "[" + "1,".repeat(size / 2) + "1]",
                "[" + "{},".repeat(size / 3) + "{}]",
                "[{\"name\":\"" + "x".repeat(size) + "\",\"value\":7}]",
                "[{\"" + "x".repeat(size) + "\":7}]",
                "[{\"name\":\"a\",\"value\":" + "9".repeat(size) + "}]",
                "[{\"name\":\"a\",\"value\":1e999999999}]",
                "x".repeat(size),
                "[{\"name\":\"a\",\"value\":\"" + "\\u0000".repeat(20) + "\"}, \"" + "\\u0000\\ud800".repeat(9_000)
                        + "\"]",
                "[" + "\u0000".repeat(size),
                " ".repeat(270 * 1024) + "[]");
        for (String text : hostile) {
            assertThat(String.join("\n", problems(text)))
                    .isNotEmpty()
                    .hasSizeLessThan(5_000)
                    .doesNotContain("\u0000", "\ud800");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void cutsExcerptsBetweenCharacters() {
        assertThat(Excerpt.plain("ab\ud83d\ude00c", 3)).isEqualTo("ab...");
        assertThat(Excerpt.plain("ab\ud83d\ude00c", 4)).isEqualTo("ab\ud83d\ude00...");
        assertThat(Excerpt.plain("a\nb\udc00", 9)).isEqualTo("a\ufffdb\ufffd");
    }
}
