package io.berth.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Protocol;
import io.berth.spi.cloud.loadbalancer.HealthCheck;
import io.berth.spi.cloud.loadbalancer.HealthCheck.Http;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NlbRulesTest {
    private static final LoadBalancerRules RULES =
            new AwsCloudFactory().rules(LoadBalancerRules.class).orElseThrow();

    @Test
    void oneNumberIsOneListenerForBothProtocols() {
        assertThat(RULES.listeners(Set.of(Protocol.TCP, Protocol.UDP))).containsExactly(Transport.TCP_UDP);
        assertThat(RULES.listeners(Set.of(Protocol.UDP))).containsExactly(Transport.UDP);
        assertThat(RULES.bothOnOne()).isEqualTo(LoadBalancerRules.BothOnOne.JOINED);
        assertThat(RULES.listenersPerBalancer()).hasValue(50);
        assertThat(RULES.marksApart()).isEqualTo(20);
        assertThat(RULES.writesAtOnce()).isGreaterThan(1);
        assertThat(RULES.bindsAtCreate()
                        || RULES.startsListeners()
                        || RULES.namesInterfaces()
                        || RULES.healthByListener())
                .isFalse();
    }

    @Test
    void thePlainShapeIsWell() {
        assertThat(problems(Shape.PLAIN)).isEmpty();
    }

    private static List<String> problems(Shape shape) {
        return RULES.shapes().problems(shape, Transport.UDP);
    }

    @Test
    void timesOfConnectionsCannotBeSet() {
        Shape shape =
                new Shape(Optional.empty(), Optional.of(Duration.ofSeconds(60)), Optional.of(Duration.ofSeconds(10)));

        assertThat(problems(shape))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("connection drain 10s", "leave it out", "300 s"))
                .anySatisfy(problem -> assertThat(problem).contains("idle timeout 60s", "leave it out", "350 s"));
    }

    @ParameterizedTest
    @CsvSource({
        "5,2,2,2,",
        "300,120,10,10,",
        "4,2,2,2,interval",
        "301,2,2,2,interval",
        "30,1,2,2,timeout",
        "300,121,2,2,timeout",
        "10,10,2,2,less than the interval",
        "30,2,1,2,healthy threshold 1",
        "30,2,11,2,healthy threshold 11",
        "30,2,2,1,unhealthy threshold 1",
        "30,2,2,11,unhealthy threshold 11"
    })
    void checksStayInTheVendorsRanges(int interval, int timeout, int healthy, int unhealthy, String problem) {
        HealthCheck check = new HealthCheck(
                HealthCheck.Kind.TRANSPORT,
                OptionalInt.empty(),
                Duration.ofSeconds(interval),
                Duration.ofSeconds(timeout),
                healthy,
                unhealthy,
                Optional.empty());

        List<String> found = problems(new Shape(Optional.of(check), Optional.empty(), Optional.empty()));

        if (problem == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().asString().contains(problem);
        }
    }

    @Test
    void whatAwsAsksByHttpIsFixed() {
        Http http = new Http("live", Optional.of("a.example"), Http.Method.HEAD);
        HealthCheck check = new HealthCheck(
                HealthCheck.Kind.HTTP,
                OptionalInt.empty(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(6),
                2,
                2,
                Optional.of(http));

        assertThat(problems(new Shape(Optional.of(check), Optional.empty(), Optional.empty())))
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("path"))
                .anySatisfy(problem -> assertThat(problem).contains("host"))
                .anySatisfy(problem -> assertThat(problem).contains("HEAD"));
    }
}
