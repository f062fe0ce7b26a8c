package io.berth.plugin.hostport;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Identity;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.Site;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class HostPortFactoryTest {
    @Test
    void theFactoryIsFoundAndDeclaresItsNetworkType() {
        List<NetworkPluginFactory<?>> found = ServiceLoader.load(NetworkPluginFactory.class).stream()
                .<NetworkPluginFactory<?>>map(ServiceLoader.Provider::get)
                .toList();

        assertThat(found).hasSize(1);
        assertThat(found.get(0).plugin()).isEqualTo("hostport");
        assertThat(found.get(0).networkTypes()).containsExactly(NetworkType.of("Kubernetes-HostPort", "hostport"));
    }

    @Test
    void thePluginIsMadeFromSettingsAlone() {
        HostPortSettings settings =
                Plugins.settings("ranges.default=7000-8000").value().orElseThrow();

        assertThat(new HostPortFactory().create(settings, Site.of(new Identity("c", "o"), "Kubernetes-HostPort")))
                .isInstanceOf(HostPortPlugin.class);
    }
}
