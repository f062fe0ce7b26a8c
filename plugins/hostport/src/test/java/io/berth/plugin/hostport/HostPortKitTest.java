package io.berth.plugin.hostport;

import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.config.NameValue;
import io.berth.tck.kit.PluginFixture;
import io.berth.tck.kit.PluginKit;
import java.util.List;

/** The contract that every plugin keeps. */
final class HostPortKitTest extends PluginKit {
    @Override
    protected PluginFixture fixture() {
        return new PluginFixture() {
            @Override
            public NetworkPluginFactory<?> plugin() {
                return new HostPortFactory();
            }

            @Override
            public String networkType() {
                return "Kubernetes-HostPort";
            }

            @Override
            public List<NameValue> settings() {
                return List.of(new NameValue("ranges.default", "7000-7015"), new NameValue("blocked", "7003"));
            }

            @Override
            public List<List<NameValue>> parameters() {
                return List.of(
                        List.of(new NameValue("ContainerPorts", "game:80")),
                        List.of(new NameValue("ContainerPorts", "game:80/TCPUDP")),
                        List.of(new NameValue("ContainerPorts", "game:80,81/UDP=Passthrough")));
            }

            @Override
            public List<Refusal> refusals() {
                return List.of(
                        new Refusal(
                                List.of(
                                        new NameValue("ContainerPorts", "game:80x,81/UDPP"),
                                        new NameValue("containerPorts", "game:80")),
                                List.of("80x", "UDPP", "ContainerPorts")),
                        new Refusal(
                                List.of(
                                        new NameValue("ContainerPorts", "sidecar:80"),
                                        new NameValue("ContainerPorts", "game:81=Dynamic:tools")),
                                List.of("sidecar", "tools")));
            }
        };
    }
}
