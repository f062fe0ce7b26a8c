package io.berth.plugin.hostport;

import static io.berth.plugin.hostport.Plugins.decoded;
import static io.berth.plugin.hostport.Plugins.listing;
import static io.berth.plugin.hostport.Plugins.plugin;
import static io.berth.plugin.hostport.Plugins.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Protocol;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.NameValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostPortParametersTest {
    @Test
    void portsAreReadInOrderAndEntriesOfOneContainerAddUp() {
        assertThat(listing("game:80,81/UDP", "side:9000/SCTP", "game:82/TCPUDP").ports())
                .containsExactly(
                        dynamic("game", 80, Protocol.TCP),
                        dynamic("game", 81, Protocol.UDP),
                        dynamic("side", 9000, Protocol.SCTP),
                        dynamic("game", 82, Protocol.TCP, Protocol.UDP));
    }

    @Test
    void aPolicyFollowsTheEqualsSign() {
        assertThat(listing("game:80=Static:7777, 81/UDP = None ,82=Passthrough,83=Passthrough:tools,84=Dynamic,"
                                + "85=Dynamic:tools,86=,87=Dynamic:")
                        .ports())
                .extracting(WantedPort::policy)
                .containsExactly(
                        PortPolicy.fixed(7777),
                        PortPolicy.NONE,
                        PortPolicy.ofRange(PortPolicy.Kind.PASSTHROUGH, "default"),
                        PortPolicy.ofRange(PortPolicy.Kind.PASSTHROUGH, "tools"),
                        PortPolicy.DYNAMIC,
                        PortPolicy.ofRange(PortPolicy.Kind.DYNAMIC, "tools"),
                        PortPolicy.DYNAMIC,
                        PortPolicy.DYNAMIC);
    }

    @Test
    void sameAsHostIsPassthroughWithoutANumber() {
        WantedPort plain = new WantedPort(
                "game",
                Optional.empty(),
                Set.of(Protocol.UDP),
                PortPolicy.ofRange(PortPolicy.Kind.PASSTHROUGH, "default"));

        assertThat(listing("game:SameAsHost/UDP,SameAsHost/UDP").ports()).containsExactly(plain, plain);
        assertThat(listing("game:SameAsHost=Dynamic:tools").ports().get(0).policy())
                .isEqualTo(PortPolicy.ofRange(PortPolicy.Kind.PASSTHROUGH, "tools"));
    }

    @Test
    void aBadPortIsRefusedAndItsNeighbourIsNotServedAlone() {
        assertThat(problems(decoded("game:x/TCP,81")))
                .singleElement()
                .asString()
                .startsWith("ContainerPorts: 'x' is not a port (container 'game'); give a number from 1 to 65535");
    }

    @Test
    void allBadPortsAreNamedAtOnce() {
        assertThat(problems(decoded("game:0,-1,65536,80x,sameashost,80/udp,80/TCP/UDP", ":80", "80", "game:")))
                .hasSize(10)
                .allSatisfy(problem -> assertThat(problem).startsWith("ContainerPorts: "))
                .anySatisfy(problem -> assertThat(problem).contains("'0' is not a port (container 'game')"))
                .anySatisfy(problem -> assertThat(problem).contains("'-1' is not a port (container 'game')"))
                .anySatisfy(problem -> assertThat(problem).contains("'65536' is not a port (container 'game')"))
                .anySatisfy(problem -> assertThat(problem).contains("'80x' is not a port (container 'game')"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("'sameashost' is not a port (container 'game')", "or SameAsHost"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("'udp' is not a protocol (container 'game'); give TCP, UDP, TCPUDP or SCTP"))
                .anySatisfy(problem -> assertThat(problem).contains("'TCP/UDP' is not a protocol (container 'game')"))
                .anySatisfy(problem -> assertThat(problem).contains("':80' names no container"))
                .anySatisfy(problem -> assertThat(problem).contains("'80' names no container"))
                .anySatisfy(problem -> assertThat(problem).contains("an empty port (container 'game')"));
    }

    @Test
    void badPoliciesSayWhatIsAccepted() {
        assertThat(problems(decoded("game:80=static:1,81=Static,82=Static:0,83=None:1,SameAsHost=None,"
                        + "SameAsHost=Static:7777")))
                .containsExactly(
                        "ContainerPorts: 'static' is not a policy (container 'game'); give one of Dynamic, Static,"
                                + " Passthrough, None",
                        "ContainerPorts: 'Static' lacks the host port (container 'game'); write it as '=Static:7777'",
                        "ContainerPorts: '0' is not a port (container 'game'); give a number from 1 to 65535",
                        "ContainerPorts: 'None:1' says too much (container 'game'); write '=None'",
                        "ContainerPorts: SameAsHost cannot be None (container 'game'); write the number instead, or"
                                + " leave the policy away",
                        "ContainerPorts: SameAsHost cannot be Static (container 'game'); write the number instead, or"
                                + " leave the policy away");
    }

    @Test
    void aPortListedTwiceIsRefused() {
        assertThat(problems(decoded("game:80/TCPUDP,81", "game:80/UDP,81,81", "side:80")))
                .containsExactly(
                        "ContainerPorts: port 80/UDP of container 'game' is listed more than once; list it once",
                        "ContainerPorts: port 81/TCP of container 'game' is listed more than once; list it once");
    }

    @Test
    void aHostPortWantedTwiceIsRefusedUnlessTheProtocolsDiffer() {
        assertThat(problems(decoded("game:80=Static:7777,81=Static:7777")))
                .containsExactly(
                        "ContainerPorts: host port 7777/TCP is wanted more than once; give each port another one");
        assertThat(decoded("game:80=Static:7777,81/UDP=Static:7777").problems()).isEmpty();
    }

    @Test
    void namesAreCaseSensitiveAndUnknownOnesAreExplained() {
        assertThat(problems(plugin().parameters(Dialect.PLAIN)
                        .decode(List.of(
                                new NameValue("containerPorts", "game:80"),
                                new NameValue("ContainerPort", "game:80")))))
                .containsExactly(
                        "containerPorts: unknown parameter; names are case-sensitive, write 'ContainerPorts'",
                        "ContainerPort: unknown parameter; did you mean 'ContainerPorts'?");
    }

    @Test
    void nothingNeedsToBeListed() {
        assertThat(listing().ports()).isEmpty();
    }

    private static WantedPort dynamic(String container, int number, Protocol... protocols) {
        return new WantedPort(container, Optional.of(number), Set.of(protocols), PortPolicy.DYNAMIC);
    }
}
