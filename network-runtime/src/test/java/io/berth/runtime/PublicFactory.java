package io.berth.runtime;

import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.Site;
import io.berth.spi.config.ConfigSchema;
import java.util.List;

/** What a service loader can make. */
public final class PublicFactory implements NetworkPluginFactory<String> {
    @Override
    public String plugin() {
        return "public";
    }

    @Override
    public List<NetworkType> networkTypes() {
        return List.of(NetworkType.of("Public", "public"));
    }

    @Override
    public ConfigSchema<String> settings() {
        return ConfigSchema.of("setting", values -> "");
    }

    @Override
    public NetworkPlugin<?, ?, ?> create(String settings, Site site) {
        return new PlainPlugin();
    }
}
