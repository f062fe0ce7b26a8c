package io.berth.plugin.hostport;

import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.Site;
import io.berth.spi.config.ConfigSchema;
import java.util.List;

/** {@code Kubernetes-HostPort}. */
public final class HostPortFactory implements NetworkPluginFactory<HostPortSettings> {
    static final String PLUGIN = "hostport";

    @Override
    public String plugin() {
        return PLUGIN;
    }

    @Override
    public List<NetworkType> networkTypes() {
        return List.of(NetworkType.of("Kubernetes-HostPort", PLUGIN));
    }

    @Override
    public ConfigSchema<HostPortSettings> settings() {
        return HostPortSettings.SCHEMA;
    }

    @Override
    public NetworkPlugin<?, ?, ?> create(HostPortSettings settings, Site site) {
        return new HostPortPlugin(settings);
    }
}
