package io.berth.cloud.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.Identity;
import io.berth.spi.NetworkType;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.service.ControllerRules;
import io.berth.spi.cloud.service.ServiceForm;
import io.berth.spi.cloud.service.ServiceForms;
import io.berth.spi.cloud.service.ServiceReads;
import io.berth.spi.cloud.service.ServiceWrites;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.NameValue;
import io.berth.spi.config.Option;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesCloudFactoryTest {
    private static final String ALIBABA = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-";
    private static final String VOLCENGINE = "service.beta.kubernetes.io/volcengine-loadbalancer-";

    private final KubernetesCloudFactory factory = new KubernetesCloudFactory();

    private record Context(Optional<KubernetesClient> client) implements CloudContext {
        @Override
        public Identity identity() {
            return new Identity("c", "o");
        }

        @Override
        public String account() {
            return "main";
        }

        @Override
        public <T> Optional<T> provided(Class<T> type) {
            return client.filter(type::isInstance).map(type::cast);
        }
    }

    @Test
    void itIsFound() {
        assertThat(ServiceLoader.load(CloudFactory.class)).hasExactlyElementsOfTypes(KubernetesCloudFactory.class);
    }

    @Test
    void eachNetworkTypeHasItsForm() {
        ServiceForms forms = factory.rules(ServiceForms.class).orElseThrow();
        assertThat(factory.networkTypes())
                .extracting(NetworkType::name)
                .allSatisfy(name -> assertThat(forms.of(name)).isPresent());
        assertThat(factory.networkTypes())
                .filteredOn(type -> type.mode().equals(Optional.of("service")))
                .extracting(NetworkType::name)
                .containsExactlyInAnyOrder("Volcengine-CLB", "AlibabaCloud-SLB");
        assertThat(forms.of("Kubernetes-HostPort")).isEmpty();
        assertThat(factory.rules(String.class)).isEmpty();
    }

    @Test
    void itServesByTheHostsClientAndLeavesItOpen() {
        assertThatThrownBy(() -> factory.create(new KubernetesSettings(), new Context(Optional.empty())))
                .hasMessageContaining("KubernetesClient");
        try (KubernetesClient client = new KubernetesClientBuilder().build();
                Cloud cloud = factory.create(new KubernetesSettings(), new Context(Optional.of(client)))) {
            assertThat(cloud.port(ServiceReads.class)).isPresent();
            assertThat(cloud.port(ServiceWrites.class)).isPresent();
            assertThat(cloud.port(LoadBalancerReads.class)).isEmpty();
            assertThat(cloud.readDelay(ServiceReads.class)).isEqualTo(Duration.ofSeconds(2));
        }
        assertThat(factory.rate(ServiceReads.class, "services").perSecond())
                .isLessThan(factory.rate(ServiceReads.class, "service").perSecond());
        assertThat(factory.settings().decode(List.of()).value()).isPresent();
    }

    private ControllerRules controller(String networkType) {
        return factory.rules(ServiceForms.class)
                .flatMap(forms -> forms.of(networkType))
                .map(form -> ((ServiceForm.Balanced) form).controller())
                .orElseThrow();
    }

    private Map<String, String> alibaba(String... pairs) {
        ControllerRules rules = controller("AlibabaCloud-SLB");
        ConfigSchema<Map<String, String>> schema = ConfigSchema.of(
                "parameter",
                values -> {
                    Map<String, String> all = new TreeMap<>();
                    rules.parameters().forEach(option -> all.put(option.name(), values.get(option)));
                    return all;
                },
                rules.parameters().toArray(Option<?>[]::new));
        Decoded<Map<String, String>> decoded = schema.decode(Arrays.stream(pairs)
                .map(pair -> new NameValue(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)))
                .toList());
        if (decoded.value().isEmpty()) {
            throw new BadValueException(
                    decoded.problems().stream().map(Object::toString).toList());
        }
        return rules.annotations("lb-1", decoded.value().get());
    }

    /** As OpenKruiseGame's slb.go writes them. */
    @Test
    void alibabaIsToldAsOpenKruiseGameTellsIt() {
        assertThat(alibaba())
                .isEqualTo(Map.of(
                        ALIBABA + "id", "lb-1",
                        ALIBABA + "force-override-listeners", "true",
                        ALIBABA + "health-check-flag", "off",
                        ALIBABA + "health-check-switch", "on",
                        ALIBABA + "health-check-type", "tcp",
                        ALIBABA + "health-check-connect-timeout", "5",
                        ALIBABA + "health-check-interval", "10",
                        ALIBABA + "healthy-threshold", "2",
                        ALIBABA + "unhealthy-threshold", "2"));
        assertThat(alibaba("LBHealthCheckSwitch=off"))
                .containsOnlyKeys(
                        ALIBABA + "id",
                        ALIBABA + "force-override-listeners",
                        ALIBABA + "health-check-flag",
                        ALIBABA + "health-check-switch");
        assertThat(alibaba(
                        "LBHealthCheckFlag=on",
                        "LBHealthCheckType=http",
                        "LBHealthCheckUri=/healthz",
                        "LBHealthCheckDomain=game.example.com",
                        "LBHealthCheckMethod=get",
                        "LBHealthCheckProtocolPort=http:80,https:443"))
                .containsEntry(ALIBABA + "health-check-flag", "on")
                .containsEntry(ALIBABA + "health-check-uri", "/healthz")
                .containsEntry(ALIBABA + "health-check-domain", "game.example.com")
                .containsEntry(ALIBABA + "health-check-method", "get")
                .containsEntry(ALIBABA + "protocol-port", "http:80,https:443");
        assertThat(controller("AlibabaCloud-SLB").labels())
                .isEqualTo(Map.of("service.kubernetes.io/service-proxy-name", "dummy"));
        assertThat(controller("AlibabaCloud-SLB").written())
                .containsAll(
                        alibaba("LBHealthCheckType=http", "LBHealthCheckUri=/x").keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "LBHealthCheckInterval=51, from 1 to 50",
        "LBHealthyThreshold=1, from 2 to 10",
        "LBHealthCheckSwitch=yes, on | off",
        "LBHealthCheckUri=healthz, begin with '/'",
        "LBHealthCheckProtocolPort=http, http:80",
        "LBHealthCheckMethod=post, get | head"
    })
    void wrongChecksAreRefused(String pair, String mentioned) {
        assertThatThrownBy(() -> alibaba(pair)).hasMessageContaining(mentioned.replace("''", "'"));
    }

    @Test
    void aLongDomainIsRefused() {
        assertThatThrownBy(() -> alibaba("LBHealthCheckDomain=" + "a".repeat(81)))
                .hasMessageContaining("at most 80");
    }

    /** As OpenKruiseGame's clb.go writes them. */
    @Test
    void volcengineIsToldAsOpenKruiseGameTellsIt() {
        ControllerRules rules = controller("Volcengine-CLB");
        assertThat(rules.annotations("clb-1", Map.of()))
                .isEqualTo(Map.of(
                        VOLCENGINE + "id", "clb-1",
                        VOLCENGINE + "scheduler", "wrr",
                        VOLCENGINE + "address-type", "PUBLIC"));
        assertThat(rules.balancerAnnotation()).isEqualTo(VOLCENGINE + "id");
        assertThat(rules.written())
                .isEqualTo(rules.annotations("clb-1", Map.of()).keySet());
        assertThat(rules.parameters()).isEmpty();
        assertThat(rules.labels()).isEmpty();
    }
}
