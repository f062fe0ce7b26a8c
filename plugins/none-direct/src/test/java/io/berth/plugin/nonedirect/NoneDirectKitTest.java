package io.berth.plugin.nonedirect;

import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.config.NameValue;
import io.berth.tck.kit.PluginFixture;
import io.berth.tck.kit.PluginKit;
import java.util.List;

/** The contract that every plugin keeps. */
final class NoneDirectKitTest extends PluginKit {
    @Override
    protected PluginFixture fixture() {
        return new PluginFixture() {
            @Override
            public NetworkPluginFactory<?> plugin() {
                return new NoneDirectFactory();
            }

            @Override
            public String networkType() {
                return "Kubernetes-None";
            }

            @Override
            public List<NameValue> settings() {
                return List.of();
            }

            @Override
            public List<List<NameValue>> parameters() {
                return List.of(
                        List.of(),
                        List.of(new NameValue("ContainerPorts", "game:80/TCPUDP")),
                        List.of(
                                new NameValue("ContainerPorts", "game:80,81/UDP"),
                                new NameValue("IpFamilies", "IPv4")));
            }

            @Override
            public List<Refusal> refusals() {
                return List.of(
                        new Refusal(
                                List.of(
                                        new NameValue("ContainerPorts", "game:80x"),
                                        new NameValue("IpFamilies", "IPv5"),
                                        new NameValue("containerPorts", "game:80")),
                                List.of("80x", "IPv5", "ContainerPorts")),
                        new Refusal(
                                List.of(
                                        new NameValue("ContainerPorts", "sidecar:80"),
                                        new NameValue("ContainerPorts", "proxy:81")),
                                List.of("sidecar", "proxy", "game")));
            }
        };
    }
}
