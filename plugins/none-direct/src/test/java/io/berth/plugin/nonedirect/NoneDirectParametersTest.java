package io.berth.plugin.nonedirect;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Identity;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.Site;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.NameValue;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class NoneDirectParametersTest {
    @Test
    void badPortsAreAllNamedAtOnce() {
        assertThat(problems("ContainerPorts", "game:x,0,-1,65536,80x,80/udp,SameAsHost,80=None", "80", "game:"))
                .hasSize(10)
                .contains("ContainerPorts: 'x' is not a port (container 'game'); give a number from 1 to 65535")
                .contains("ContainerPorts: '80x' is not a port (container 'game'); give a number from 1 to 65535")
                .contains("ContainerPorts: '80=None' is not a port (container 'game'); give a number from 1 to 65535")
                .contains("ContainerPorts: 'udp' is not a protocol (container 'game'); give TCP, UDP, TCPUDP or SCTP")
                .contains("ContainerPorts: '80' names no container; write it as game:80");
    }

    @Test
    void whatIsListedTwiceIsNamedOnce() {
        assertThat(problems("ContainerPorts", "game:80/TCPUDP,80", "game:80/TCP", "side:80"))
                .containsExactly("ContainerPorts: 80/TCP of container 'game' is listed more than once; list it once");
        assertThat(problems("IpFamilies", "IPv4,IPv4", "IPv6"))
                .containsExactly("IpFamilies: IPv4 is listed more than once; list it once");
    }

    @Test
    void familiesAreSpelledAsKubernetesDoes() {
        assertThat(problems("IpFamilies", "ipv4")).containsExactly("IpFamilies: 'ipv4' is none of IPv4 | IPv6");
    }

    @Test
    void namesAreCaseSensitiveAndUnknownOnesAreExplained() {
        assertThat(problems("containerPorts", "game:80"))
                .containsExactly("containerPorts: unknown parameter; names are case-sensitive, write 'ContainerPorts'");
        assertThat(problems("IpFamily", "IPv4"))
                .containsExactly("IpFamily: unknown parameter; did you mean 'IpFamilies'?");
    }

    @Test
    void theFactoryIsFoundAndDeclaresItsNetworkType() {
        List<NetworkPluginFactory<?>> found = ServiceLoader.load(NetworkPluginFactory.class).stream()
                .<NetworkPluginFactory<?>>map(ServiceLoader.Provider::get)
                .toList();

        assertThat(found).hasSize(1);
        assertThat(found.get(0).plugin()).isEqualTo("none-direct");
        assertThat(found.get(0).networkTypes()).containsExactly(NetworkType.of("Kubernetes-None", "none-direct"));
        assertThat(created(found.get(0))).isInstanceOf(NoneDirectPlugin.class);
    }

    @Test
    void thereAreNoSettings() {
        assertThat(new NoneDirectFactory()
                        .settings()
                        .decode(List.of(new NameValue("ranges.default", "1-2")))
                        .problems())
                .hasSize(1);
    }

    private static <S> Object created(NetworkPluginFactory<S> factory) {
        return factory.create(
                factory.settings().decode(List.of()).value().orElseThrow(),
                Site.of(new Identity("c", "o"), "Kubernetes-None"));
    }

    static Decoded<NoneDirectParameters> decode(String name, String... values) {
        return new NoneDirectPlugin()
                .parameters(Dialect.PLAIN)
                .decode(Arrays.stream(values)
                        .map(value -> new NameValue(name, value))
                        .toList());
    }

    private static List<String> problems(String name, String... values) {
        return decode(name, values).problems().stream().map(Object::toString).toList();
    }
}
