package io.berth.cloud.volcengine;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.NetworkType;
import io.berth.spi.ReadPort;
import io.berth.spi.WritePort;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.Rate;
import io.berth.spi.cloud.loadbalancer.HealthCheck;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VolcengineCloudFactoryTest {
    private final CloudFactory<?> factory = Account.factory();

    @Test
    void declaresItsNetworkType() {
        assertThat(factory.cloud()).isEqualTo("volcengine");
        NetworkType type = factory.networkTypes().get(0);
        assertThat(factory.networkTypes()).hasSize(1);
        assertThat(type.name()).isEqualTo("Volcengine-CLB");
        assertThat(type.mode()).contains("api");
        assertThat(type.plugin()).isEqualTo("clb");
        assertThat(type.dialect().names()).containsEntry("LbIds", "ClbIds");
        assertThat(type.ports()).containsExactlyInAnyOrder(LoadBalancerReads.class, LoadBalancerWrites.class);
    }

    @Test
    void accountHasThePortsThatItDeclares() {
        try (Account account = Account.over(1, "readDelay", "7s")) {
            assertThat(account.reads()).isSameAs(account.reads());
            assertThat(account.cloud().port(ReadPort.class)).isEmpty();
            assertThat(account.cloud().port(WritePort.class)).isEmpty();
            assertThat(account.cloud().readDelay(LoadBalancerReads.class)).isEqualTo(Duration.ofSeconds(7));
        }
    }

    @Test
    void knowsItsRulesWithoutAnAccount() {
        LoadBalancerRules rules = factory.rules(LoadBalancerRules.class).orElseThrow();
        assertThat(factory.rules(LoadBalancerRules.class).orElseThrow()).isSameAs(rules);
        assertThat(factory.rules(String.class)).isEmpty();
        assertThat(rules.bothOnOne()).isEqualTo(LoadBalancerRules.BothOnOne.APART);
        assertThat(rules.bindsAtCreate()).isTrue();
        assertThat(rules.startsListeners()).isFalse();
        assertThat(rules.namesInterfaces()).isTrue();
        assertThat(rules.healthByListener()).isTrue();
        assertThat(rules.marksApart()).isZero();
        assertThat(rules.interfacesAtOnce()).isEqualTo(100);
        assertThat(rules.writesAtOnce()).isEqualTo(1);
        assertThat(rules.listenersPerBalancer()).isEqualTo(OptionalInt.empty());
    }

    @Test
    void asksForInterfacesNoFasterThanTheVendorsOwnTools() {
        assertThat(factory.rate(LoadBalancerReads.class, "interfaces")).isEqualTo(new Rate(4, 10));
        assertThat(factory.rate(LoadBalancerReads.class, "listeners")).isEqualTo(Rate.USUAL);
        assertThat(factory.rate(LoadBalancerWrites.class, "interfaces")).isEqualTo(Rate.USUAL);
    }

    private List<String> problems(Shape shape, Transport transport) {
        return factory.rules(LoadBalancerRules.class).orElseThrow().shapes().problems(shape, transport);
    }

    private static Shape checked(HealthCheck.Kind kind, int interval, int timeout, int healthy, int unhealthy) {
        return new Shape(
                Optional.of(new HealthCheck(
                        kind,
                        OptionalInt.empty(),
                        Duration.ofSeconds(interval),
                        Duration.ofSeconds(timeout),
                        healthy,
                        unhealthy,
                        kind == HealthCheck.Kind.HTTP
                                ? Optional.of(new HealthCheck.Http("/", Optional.empty(), HealthCheck.Http.Method.GET))
                                : Optional.empty())),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 2, 2, ''",
        "300, 60, 10, 10, ''",
        "0, 1, 2, 2, interval is 0s; give whole seconds from 1 to 300",
        "301, 1, 2, 2, interval is 301s",
        "1, 61, 2, 2, timeout is 61s; give whole seconds from 1 to 60",
        "1, 1, 1, 2, healthy threshold is 1; give 2 to 10",
        "1, 1, 2, 11, unhealthy threshold is 11; give 2 to 10",
    })
    void healthChecksAreWithinTheVendorsRanges(int interval, int timeout, int healthy, int unhealthy, String told) {
        List<String> problems =
                problems(checked(HealthCheck.Kind.TRANSPORT, interval, timeout, healthy, unhealthy), Transport.UDP);
        if (told.isEmpty()) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).singleElement().asString().contains(told);
        }
    }

    @Test
    void httpChecksAreNotToBeHad() {
        assertThat(problems(checked(HealthCheck.Kind.HTTP, 5, 5, 3, 3), Transport.TCP))
                .singleElement()
                .asString()
                .contains("HTTP");
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, 10, 0, 0",
        "TCP, 900, 900, 0",
        "TCP, 9, 0, 1",
        "UDP, 9, 0, 0",
        "UDP, 301, 0, 1",
        "UDP, 300, 901, 1",
        "TCP, 901, 901, 2",
    })
    void timesAreWithinTheVendorsRanges(Transport transport, int idle, int drain, int problems) {
        Shape shape = new Shape(
                Optional.empty(), Optional.of(Duration.ofSeconds(idle)), Optional.of(Duration.ofSeconds(drain)));
        assertThat(problems(shape, transport)).hasSize(problems);
    }

    @Test
    void partsOfSecondsAreRefused() {
        Shape shape = new Shape(Optional.empty(), Optional.of(Duration.ofMillis(10_500)), Optional.empty());
        assertThat(problems(shape, Transport.TCP)).singleElement().asString().contains("PT10.5S");
    }
}
