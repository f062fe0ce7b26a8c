package io.berth.plugin.clb;

import io.berth.plugin.clb.service.PoolSettings;
import io.berth.plugin.clb.service.ServicePlugin;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.Site;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.service.ServiceForm;
import io.berth.spi.cloud.service.ServiceForms;
import io.berth.spi.config.ConfigSchema;
import java.util.Optional;

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

    /**
     * Listeners by requests of ours, or Services, by which somebody else is told to make them: as the site's cloud says.
     *
     * @throws IllegalStateException if the site's cloud offers neither {@link LoadBalancerRules} nor a form of Services
     */
    @Override
    public NetworkPlugin<?, ?, ?> create(ClbSettings settings, Site site) {
        Optional<ServiceForm> form = site.rules(ServiceForms.class).flatMap(forms -> forms.of(site.networkType()));
        if (form.isPresent()) {
            return new ServicePlugin(pools(settings), site, form.get());
        }
        LoadBalancerRules rules = site.rules(LoadBalancerRules.class)
                .orElseThrow(
                        () -> new IllegalStateException("cloud '%s' offers no LoadBalancerRules for network type '%s'"
                                .formatted(site.cloud().orElse(""), site.networkType())));
        return new ClbPlugin(settings, site, rules);
    }

    private static PoolSettings pools(ClbSettings settings) {
        return new PoolSettings(
                settings.numbers(),
                settings.spread(),
                settings::isCordoned,
                settings.sharedNumbers().orElse(true));
    }
}
