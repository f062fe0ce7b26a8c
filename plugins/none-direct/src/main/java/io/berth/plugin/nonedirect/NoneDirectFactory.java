package io.berth.plugin.nonedirect;

import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.Site;
import io.berth.spi.config.ConfigSchema;
import java.util.List;

/** {@code Kubernetes-None}: it has no settings of its own. */
public final class NoneDirectFactory implements NetworkPluginFactory<NoneDirectFactory.NoSettings> {
    static final String PLUGIN = "none-direct";

    /** There is nothing to set. */
    public record NoSettings() {}

    @Override
    public String plugin() {
        return PLUGIN;
    }

    @Override
    public List<NetworkType> networkTypes() {
        return List.of(NetworkType.of("Kubernetes-None", PLUGIN));
    }

    @Override
    public ConfigSchema<NoSettings> settings() {
        return ConfigSchema.of("setting", values -> new NoSettings());
    }

    @Override
    public NetworkPlugin<?, ?, ?> create(NoSettings settings, Site site) {
        return new NoneDirectPlugin();
    }
}
