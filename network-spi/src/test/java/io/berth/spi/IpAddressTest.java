package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.spi.IpAddress.Family;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "192.0.2.249", "255.255.255.255"})
    void fourNumbersAreIpv4(String text) {
        assertThat(IpAddress.parse(text)).contains(new IpAddress(text, Family.IPV4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "2001:db8::1",
                "2001:DB8:0:0:8:800:200C:417A",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "fe80::1",
                "::ffff:192.0.2.1",
                "64:ff9b::192.0.2.33",
                "1:2:3:4:5:6:192.0.2.1"
            })
    void groupsAreIpv6AsTheyAreWritten(String text) {
        assertThat(IpAddress.parse(text)).contains(new IpAddress(text, Family.IPV6));
        assertThat(IpAddress.of(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4\n",
                "1.2.3.4/24",
                "1..3.4",
                "\u0661.2.3.4",
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                ":",
                ":::",
                "1:2",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7",
                "1::2::3",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "12345::",
                "00001::1",
                "g::1",
                "\uff11::1",
                "::1.2.3",
                "::ffff:1.2.3.256",
                "::ffff:010.1.1.1",
                "::1.2.3.4:5",
                "1.2.3.4::",
                "[::1]",
                "::1%eth0",
                "fe80::1%1",
                " ::1",
                "::1\n",
                "1:2:3:4:5:6:7:1.2.3.4"
            })
    void whatIsNoLiteralIsNothing(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.of(text))
                .withMessage("'" + text + "' is not an IP address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:80", "game.example.com", "cafe"})
    void namesAreNoAddresses(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    /** In a process of its own, whose resolver knows every one of the names. */
    @Test
    void namesAreNeverLookedUp(@TempDir Path folder) throws Exception {
        List<String> names = List.of("localhost", "game:80", "x:localhost", "::g", "cafe", ".:1");
        Path hosts = folder.resolve("hosts");
        Files.writeString(
                hosts, names.stream().map(name -> "192.0.2.1 " + name + "\n").collect(Collectors.joining()));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                System.getProperty("java.class.path"),
                Names.class.getName()));
        command.addAll(names);

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.lines()).contains("resolver knows game:80: true", "addresses: []");
        assertThat(process.waitFor()).isZero();
    }

    /** Prints which of the arguments are addresses, after it has seen that the resolver would answer. */
    static final class Names {
        private Names() {}

        public static void main(String[] names) {
            System.out.println("addresses: "
                    + Stream.of(names)
                            .filter(name -> IpAddress.parse(name).isPresent())
                            .toList());
            System.out.println("resolver knows game:80: " + resolves("game:80"));
        }

        private static boolean resolves(String name) {
            try {
                return InetAddress.getByName(name).getHostAddress().equals("192.0.2.1");
            } catch (UnknownHostException e) {
                return false;
            }
        }
    }

    @Test
    void noRecordHoldsANameOrTheWrongFamily() {
        assertThatIllegalArgumentException().isThrownBy(() -> new IpAddress("localhost", Family.IPV4));
        assertThatIllegalArgumentException().isThrownBy(() -> new IpAddress("::1", Family.IPV4));
        assertThatIllegalArgumentException().isThrownBy(() -> new IpAddress("10.0.0.1", Family.IPV6));
    }

    @Test
    void equalIsTheTextAndNotTheAddress() {
        assertThat(IpAddress.of("::1")).isEqualTo(IpAddress.of("::1")).isNotEqualTo(IpAddress.of("0::1"));
        assertThat(IpAddress.parse("::1").map(IpAddress::family)).isEqualTo(Optional.of(Family.IPV6));
    }
}
