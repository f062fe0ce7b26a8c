package io.berth.plugin.clb;

import static io.berth.plugin.clb.Plugins.parameters;
import static io.berth.plugin.clb.Plugins.problems;
import static io.berth.plugin.clb.Plugins.settingProblems;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Protocol;
import io.berth.spi.cloud.loadbalancer.HealthCheck;
import io.berth.spi.cloud.loadbalancer.Shape;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClbParametersTest {
    @Test
    void portsAreReadInOrderAndBalancersOnce() {
        ClbParameters read = parameters("LbIds", "lb-2, lb-1,lb-2", "PortProtocols", "80, 81/UDP ,82/TCPUDP,83/TCP");

        assertThat(read.balancers()).containsExactly("lb-2", "lb-1");
        assertThat(read.ports())
                .containsExactly(
                        new Exposed(80, Set.of(Protocol.TCP)),
                        new Exposed(81, Set.of(Protocol.UDP)),
                        new Exposed(82, Set.of(Protocol.TCP, Protocol.UDP)),
                        new Exposed(83, Set.of(Protocol.TCP)));
        assertThat(read.shape()).isEqualTo(Shape.PLAIN);
    }

    @Test
    void bothProtocolsOfOnePortShareANumberWhereThatIsAskedFor() {
        assertThat(parameters("LbIds", "lb-1", "PortProtocols", "80/TCP,80/UDP", "SameNumber", "true")
                        .ports())
                .containsExactly(new Exposed(80, Set.of(Protocol.TCP, Protocol.UDP)));
        assertThat(parameters("LbIds", "lb-1", "PortProtocols", "80/TCP,80/UDP").ports())
                .hasSize(2);
    }

    @Test
    void aHealthCheckIsOnlyMadeWhenItIsSwitchedOn() {
        assertThat(parameters("LbIds", "lb-1", "PortProtocols", "80", "LBHealthCheckInterval", "3")
                        .shape()
                        .healthCheck())
                .isEmpty();
        assertThat(parameters(
                                "LbIds",
                                "lb-1",
                                "PortProtocols",
                                "80",
                                "LBHealthCheckFlag",
                                "on",
                                "LBHealthCheckSwitch",
                                "off")
                        .shape()
                        .healthCheck())
                .isEmpty();
    }

    @Test
    void allOfAHealthCheckIsRead() {
        Shape shape = parameters(
                        "LbIds",
                        "lb-1",
                        "PortProtocols",
                        "80",
                        "LBHealthCheckFlag",
                        "on",
                        "LBHealthCheckType",
                        "http",
                        "LBHealthCheckConnectTimeout",
                        "7",
                        "LBHealthCheckInterval",
                        "8",
                        "LBHealthyThreshold",
                        "3",
                        "LBUnhealthyThreshold",
                        "4",
                        "LBHealthCheckConnectPort",
                        "9000",
                        "LBHealthCheckUri",
                        "/healthz",
                        "LBHealthCheckDomain",
                        "game.example.com",
                        "LBHealthCheckMethod",
                        "get",
                        "IdleTimeout",
                        "15m",
                        "ConnectionDrain",
                        "30s")
                .shape();

        assertThat(shape)
                .isEqualTo(new Shape(
                        Optional.of(new HealthCheck(
                                HealthCheck.Kind.HTTP,
                                OptionalInt.of(9000),
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(7),
                                3,
                                4,
                                Optional.of(new HealthCheck.Http(
                                        "/healthz", Optional.of("game.example.com"), HealthCheck.Http.Method.GET)))),
                        Optional.of(Duration.ofMinutes(15)),
                        Optional.of(Duration.ofSeconds(30))));
    }

    @Test
    void everyProblemIsNamedWithItsRemedy() {
        assertThat(problems(
                        "LbIds", "lb-1,,lb-2", "PortProtocols", "x,0/TCP,80/SCTP,80/tcp", "EnableClbScatter", "yes"))
                .anySatisfy(problem -> assertThat(problem).contains("LbIds", "empty element"))
                .anySatisfy(problem -> assertThat(problem).contains("PortProtocols", "'x' is not a port"))
                .anySatisfy(problem -> assertThat(problem).contains("'0' is not a port", "1 to 65535"))
                .anySatisfy(problem -> assertThat(problem).contains("'SCTP'", "give TCP, UDP or TCPUDP"))
                .anySatisfy(problem -> assertThat(problem).contains("'tcp'"))
                .anySatisfy(problem -> assertThat(problem).contains("EnableClbScatter", "'yes'", "true"));
        assertThat(problems("PortProtocols", "80")).anyMatch(problem -> problem.contains("LbIds"));
    }

    @Test
    void whatIsNamedTwiceIsNamedOnce() {
        assertThat(problems("LbIds", "lb-1", "PortProtocols", "80,80/TCPUDP"))
                .anySatisfy(problem -> assertThat(problem).contains("80/TCP more than once"));
    }

    @Test
    void whatOpenKruiseGameWritesForServicesIsAccepted() {
        assertThat(parameters(
                                "LbIds",
                                "lb-1",
                                "PortProtocols",
                                "80",
                                "Fixed",
                                "false",
                                "AllocateLoadBalancerNodePorts",
                                "false",
                                "ExternalTrafficPolicyType",
                                "Local",
                                "Annotations",
                                "a:b,c:d",
                                "AllowNotReadyContainers",
                                "game")
                        .ports())
                .hasSize(1);
        assertThat(problems("LbIds", "lb-1", "PortProtocols", "80", "Fixed", "true"))
                .anySatisfy(problem -> assertThat(problem).contains("Fixed", "give false"));
    }

    @Test
    void timesAreWholeSeconds() {
        assertThat(problems("LbIds", "lb-1", "PortProtocols", "80", "ConnectionDrain", "1500ms"))
                .anySatisfy(problem -> assertThat(problem).contains("ConnectionDrain", "whole seconds"));
    }

    @Test
    void aPathThatIsNoneIsRefused() {
        assertThat(problems("LbIds", "lb-1", "PortProtocols", "80", "LBHealthCheckUri", "healthz"))
                .anySatisfy(problem -> assertThat(problem).contains("LBHealthCheckUri", "'/healthz'"));
    }

    @Test
    void settingsSayWhatIsWrong() {
        assertThat(settingProblems("range", "8000-7000"))
                .anySatisfy(problem -> assertThat(problem).contains("range", "8000-7000", "first-last"));
        assertThat(settingProblems("range", "7000", "blocked", "6999-7001"))
                .anySatisfy(problem -> assertThat(problem).contains("blocked", "widen 'range'"));
        assertThat(settingProblems("spread", "random"))
                .anySatisfy(problem -> assertThat(problem).contains("firstFit", "balanced", "scatter"));
    }

    @Test
    void equalShapesHaveEqualFingerprintsAndOthersHaveOthers() {
        Shape idle = new Shape(Optional.empty(), Optional.of(Duration.ofSeconds(90)), Optional.empty());
        Shape drain = new Shape(Optional.empty(), Optional.empty(), Optional.of(Duration.ofSeconds(90)));

        assertThat(Shape.PLAIN.fingerprint()).isEqualTo("00000000");
        assertThat(idle.fingerprint()).hasSize(8).isNotEqualTo(drain.fingerprint());
        assertThat(new Shape(Optional.empty(), Optional.of(Duration.ofSeconds(90)), Optional.empty()).fingerprint())
                .isEqualTo(idle.fingerprint());
    }
}
