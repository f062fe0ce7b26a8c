package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.NameValue;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerPortsTest {
    private static final ValueType<ContainerPorts<PortText>> TYPE =
            ContainerPorts.of("port[/protocol]", (container, text) -> {
                PortText port = PortText.parse(container, text);
                port.number("Any");
                return port;
            });

    @Test
    void aContainerHasPortsWithProtocols() {
        ContainerPorts<PortText> read = TYPE.parse("game:80,81/UDP, 82/TCPUDP ,83/SCTP,84/TCP");

        assertThat(read.container()).isEqualTo("game");
        assertThat(read.ports()).extracting(PortText::port).containsExactly("80", "81", "82", "83", "84");
        assertThat(read.ports())
                .extracting(port -> List.copyOf(port.protocols()))
                .containsExactly(
                        List.of(Protocol.TCP),
                        List.of(Protocol.UDP),
                        List.of(Protocol.TCP, Protocol.UDP),
                        List.of(Protocol.SCTP),
                        List.of(Protocol.TCP));
    }

    @Test
    void everyBadElementIsAProblemThatNamesValueContainerAndRemedy() {
        assertThat(problems("game:x/TCP,81,0,-1,65536,80x,080,,82/udp,99999999999"))
                .containsExactly(
                        "'x' is not a port (container 'game'); give a number from 1 to 65535 or Any",
                        "'0' is not a port (container 'game'); give a number from 1 to 65535 or Any",
                        "'-1' is not a port (container 'game'); give a number from 1 to 65535 or Any",
                        "'65536' is not a port (container 'game'); give a number from 1 to 65535 or Any",
                        "'80x' is not a port (container 'game'); give a number from 1 to 65535 or Any",
                        "'080' is not a port (container 'game'); give a number from 1 to 65535 or Any",
                        "an empty port (container 'game'); write game:80,81",
                        "'udp' is not a protocol (container 'game'); give TCP, UDP, TCPUDP or SCTP",
                        "'99999999999' is not a port (container 'game'); give a number from 1 to 65535 or Any");
    }

    @Test
    void aTextWithoutContainerIsAProblem() {
        assertThat(problems("80")).containsExactly("'80' names no container; write it as game:80");
        assertThat(problems(" :80")).containsExactly("' :80' names no container; write it as game:80");
    }

    @Test
    void hostileLengthsMakeShortProblems() {
        String huge = "x".repeat(100_000);

        assertThat(problems(huge)).singleElement().asString().hasSizeLessThan(200);
        assertThat(problems(huge + ":" + huge + ",,80/" + huge))
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).hasSizeLessThan(250));
    }

    @Test
    void withoutWordsTheRemedyIsANumber() {
        BadValueException bad = catchThrowableOfType(
                BadValueException.class, () -> PortText.parse("game", "x").number());

        assertThat(bad).hasMessage("'x' is not a port (container 'game'); give a number from 1 to 65535");
    }

    @Test
    void aRepeatedOptionHasItsDefaultWhereItIsNotGiven() {
        Option<List<String>> option = Option.repeated("colour", ValueType.text(), "red", "Colours.");
        ConfigSchema<List<String>> schema = ConfigSchema.of("setting", values -> values.get(option), option);

        assertThat(schema.decode(List.of()).value()).contains(List.of("red"));
        assertThat(schema.decode(List.of(new NameValue("colour", "blue"), new NameValue("colour", "green")))
                        .value())
                .contains(List.of("blue", "green"));
        assertThat(schema.options().get(0).defaultText()).contains("red");
    }

    private static List<String> problems(String text) {
        return catchThrowableOfType(BadValueException.class, () -> TYPE.parse(text))
                .problems();
    }
}
