package io.berth.plugin.clb;

import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.Site;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.config.ConfigSchema;

/** The plugin {@code clb}; its network types are declared by the clouds. */
public final class ClbFactory implements NetworkPluginFactory<ClbSettings> {
    static final String PLUGIN = "clb";

    @Override
    public String plugin() {
        return PLUGIN;
    }

    @Override
    public ConfigSchema<ClbSettings> settings() {
        return ClbSettings.SCHEMA;
    }

    /** @throws IllegalStateException if the site's cloud offers no {@link LoadBalancerRules} */
    @Override
    public NetworkPlugin<?, ?, ?> create(ClbSettings settings, Site site) {
        LoadBalancerRules rules = site.rules(LoadBalancerRules.class)
                .orElseThrow(
                        () -> new IllegalStateException("cloud '%s' offers no LoadBalancerRules for network type '%s'"
                                .formatted(site.cloud().orElse(""), site.networkType())));
        return new ClbPlugin(settings, site, rules);
    }
}
