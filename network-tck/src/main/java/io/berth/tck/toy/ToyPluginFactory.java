package io.berth.tck.toy;

import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.Site;
import io.berth.spi.config.ConfigSchema;

/** The plugin {@code toy}. Its network type is declared by {@link ToyCloudFactory}. */
public final class ToyPluginFactory implements NetworkPluginFactory<ToySettings> {
    public static final String NAME = "toy";

    @Override
    public String plugin() {
        return NAME;
    }

    @Override
    public ConfigSchema<ToySettings> settings() {
        return ToySettings.SCHEMA;
    }

    @Override
    public NetworkPlugin<?, ?, ?> create(ToySettings settings, Site site) {
        return new ToyPlugin(settings, site);
    }
}
