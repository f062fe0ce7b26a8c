package io.berth.operator.config;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.CatalogException;
import io.berth.runtime.Configured;
import io.berth.runtime.PluginCatalog;
import io.berth.runtime.Providers;
import io.berth.spi.Identity;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.config.NameValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A file that was read, and not yet held against the plugins.
 *
 * @param config empty if there are problems
 * @param networkTypes as far as they could be read
 */
public record ConfigDraft(
        String source,
        Optional<OperatorConfig> config,
        Map<String, List<NameValue>> networkTypes,
        List<String> problems) {
    public ConfigDraft {
        requireNonNull(source, "source is null");
        requireNonNull(config, "config is null");
        networkTypes = Map.copyOf(networkTypes);
        problems = List.copyOf(problems);
    }

    /**
     * The configuration and its network types. The caller closes it.
     *
     * @param provided what clouds may ask the host for
     * @throws ConfigException with every problem, those of the network types among them
     */
    public Checked check(Providers providers, Map<Class<?>, Object> provided) {
        List<String> all = new ArrayList<>(problems);
        try {
            if (config.isPresent()) {
                Checked checked = new Checked(config.get(), load(config.get(), providers, provided));
                all.addAll(checked.problems());
                if (all.isEmpty()) {
                    return checked;
                }
                checked.close();
                throw new ConfigException(source, all);
            }
            // The clouds cannot be set up, but what the other network types have to say is heard now.
            PluginCatalog.load(
                            providers,
                            new Configured(
                                    new Identity("unknown", "unknown"), withoutClouds(providers), List.of(), Map.of()))
                    .close();
        } catch (CatalogException e) {
            all.addAll(e.problems());
        }
        throw new ConfigException(source, all);
    }

    /** Closed by whoever asked for it. */
    public record Checked(OperatorConfig config, PluginCatalog catalog) implements AutoCloseable {
        public Checked {
            requireNonNull(config, "config is null");
            requireNonNull(catalog, "catalog is null");
        }

        /** A policy for a type that nobody serves is a typing error, and the type that was meant would fail open. */
        private List<String> problems() {
            return config.webhook().failurePolicyOf().keySet().stream()
                    .filter(type -> !catalog.networkTypes().contains(type))
                    .sorted()
                    .map(type -> "webhook.failurePolicyOf.%s: this network type is not served; there are %s"
                            .formatted(type, catalog.networkTypes()))
                    .toList();
        }

        @Override
        public void close() {
            catalog.close();
        }
    }

    private static PluginCatalog load(OperatorConfig config, Providers providers, Map<Class<?>, Object> provided) {
        Map<String, List<NameValue>> types =
                config.networkTypes().isEmpty() ? typesThatNeedNothing(providers) : config.networkTypes();
        return PluginCatalog.load(providers, new Configured(config.identity(), types, config.clouds(), provided));
    }

    private Map<String, List<NameValue>> withoutClouds(Providers providers) {
        Map<String, List<NameValue>> types = new LinkedHashMap<>(networkTypes);
        providers.clouds().forEach(cloud -> cloud.networkTypes().forEach(type -> types.remove(type.name())));
        return types;
    }

    /** Every network type that needs neither a cloud nor a setting. */
    private static Map<String, List<NameValue>> typesThatNeedNothing(Providers providers) {
        Map<String, List<NameValue>> types = new TreeMap<>();
        for (NetworkPluginFactory<?> factory : providers.plugins()) {
            if (factory.settings().decode(List.of()).problems().isEmpty()) {
                for (NetworkType type : factory.networkTypes()) {
                    types.put(type.name(), List.of());
                }
            }
        }
        return types;
    }
}
