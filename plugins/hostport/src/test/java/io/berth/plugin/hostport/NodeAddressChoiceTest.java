package io.berth.plugin.hostport;

import static io.berth.plugin.hostport.Plugins.problems;
import static io.berth.plugin.hostport.Plugins.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAddressChoiceTest {
    private static final NodeAddress INTERNAL_IP = new NodeAddress("InternalIP", "10.0.0.100");

    @Test
    void byDefaultNamesBeatIpsAndTheLastOfAKindWins() {
        assertThat(chosen("", new NodeAddress("ExternalIP", "203.0.113.1"), INTERNAL_IP))
                .contains("203.0.113.1");
        assertThat(chosen("", INTERNAL_IP)).contains("10.0.0.100");
        assertThat(chosen(
                        "",
                        new NodeAddress("ExternalIP", "203.0.113.1"),
                        new NodeAddress("ExternalDNS", "n1.example.com")))
                .contains("n1.example.com");
        assertThat(chosen("", INTERNAL_IP, new NodeAddress("InternalDNS", "n1.local")))
                .contains("n1.local");
        assertThat(chosen(
                        "", new NodeAddress("ExternalIP", "203.0.113.1"), new NodeAddress("ExternalIP", "203.0.113.2")))
                .contains("203.0.113.2");
        assertThat(chosen("", new NodeAddress("Hostname", "n1"))).isEmpty();
        assertThat(chosen("", new NodeAddress("ExternalIP", "not-an-ip"), INTERNAL_IP))
                .contains("10.0.0.100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ExternalIP                      | 203.0.113.1",
                "ExternalIP:first                | 203.0.113.1",
                "ExternalIP:last                 | 2001:db8::2",
                "ExternalIP:last:IPv4            | 203.0.113.2",
                "ExternalIP:IPv4:last            | 203.0.113.2",
                "ExternalIP:IPv6                 | 2001:db8::1",
                "ExternalIP:any                  | 203.0.113.1",
                "InternalIP:IPv6,ExternalIP:IPv6 | 2001:db8::1",
                "Hostname                        | n1",
                "annotation:example.com/ip       | 198.51.100.7",
                "annotation:none,label:pub       | lb.example.com",
                "annotation:broken,InternalIP    | 10.0.0.100",
                "InternalDNS                     | ",
            })
    void theOrderIsASetting(String preference, String expected) {
        List<NodeAddress> addresses = List.of(
                new NodeAddress("Hostname", "n1"),
                new NodeAddress("ExternalIP", "203.0.113.1"),
                new NodeAddress("ExternalIP", "2001:db8::1"),
                new NodeAddress("ExternalIP", "203.0.113.2"),
                new NodeAddress("ExternalIP", "2001:db8::2"),
                INTERNAL_IP,
                new NodeAddress("InternalDNS", ""));
        NodeView node = new NodeView(
                "n1",
                "uid-n1",
                true,
                addresses,
                Map.of("pub", "lb.example.com"),
                Map.of("example.com/ip", " 198.51.100.7 ", "broken", "203.0.113.999"));

        assertThat(preference(preference).of(node)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void aNameIsADnsName() {
        for (String bad : List.of("", "-a", "a..b", "a_b", "a b", "1.2.3", "http://x", "x".repeat(64), "ö.example")) {
            assertThat(chosen("ExternalDNS", new NodeAddress("ExternalDNS", bad)))
                    .as("'%s'", bad)
                    .isEmpty();
        }
        for (String good : List.of("n1", "N1.Example.com", "a-b.c", "1a.example.com.", "x".repeat(63))) {
            assertThat(chosen("ExternalDNS", new NodeAddress("ExternalDNS", good)))
                    .contains(good);
        }
    }

    @Test
    void badPreferencesSayWhatIsAccepted() {
        assertThat(problems(settings(
                        "ranges.default=1-2",
                        "addressPreference=externalip",
                        "addressPreference=ExternalDNS:IPv4",
                        "addressPreference=ExternalIP:first:last",
                        "addressPreference=ExternalIP:ipv4",
                        "addressPreference=annotation:,label",
                        "addressPreference=ExternalIP,")))
                .containsExactly(
                        "addressPreference: 'externalip' is no kind of address; give one of ExternalDNS, ExternalIP,"
                                + " InternalDNS, InternalIP, Hostname, annotation:<key> or label:<key>",
                        "addressPreference: 'ExternalDNS:IPv4' cannot have ':IPv4'; add :first or :last, each once",
                        "addressPreference: 'ExternalIP:first:last' cannot have ':last'; add :first or :last and :IPv4,"
                                + " :IPv6 or :any, each once",
                        "addressPreference: 'ExternalIP:ipv4' cannot have ':ipv4'; add :first or :last and :IPv4, :IPv6"
                                + " or :any, each once",
                        "addressPreference: 'annotation:' names no key; write annotation:<key>",
                        "addressPreference: 'label' names no key; write label:<key>",
                        "addressPreference: 'ExternalIP,' has an empty element; leave one comma out");
    }

    private static Optional<String> chosen(String preference, NodeAddress... addresses) {
        return preference(preference).of(Pods.node("n1", addresses));
    }

    private static AddressPreference preference(String text) {
        return (text.isEmpty()
                        ? settings("ranges.default=1-2")
                        : settings("ranges.default=1-2", "addressPreference=" + text))
                .value()
                .orElseThrow()
                .addresses();
    }
}
