package io.berth.runtime;

import io.berth.spi.PoolId;
import io.berth.spi.ReadPort;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.Rate;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The network types that are served, each with its plugin and settings, and the clouds behind them. Made once at
 * start-up; whatever does not fit fails it with one message. Immutable, safe for several threads.
 */
public final class PluginCatalog implements AutoCloseable {
    record Account(String cloud, String name) {}

    private final Map<String, ServedType<?, ?, ?>> types;
    private final Map<String, CloudFactory<?>> factories;
    private final Map<Account, Cloud> clouds;

    PluginCatalog(
            Map<String, ServedType<?, ?, ?>> types,
            Map<String, CloudFactory<?>> factories,
            Map<Account, Cloud> clouds) {
        this.types = Map.copyOf(types);
        this.factories = Map.copyOf(factories);
        this.clouds = Map.copyOf(clouds);
    }

    /** The settings that every network type has, beside those of its plugin. */
    public static List<Option<?>> commonSettings() {
        return TypeSettings.SCHEMA.options();
    }

    /** @throws CatalogException naming every problem and every jar that is concerned */
    public static PluginCatalog load(Providers providers, Configured configured) {
        return new CatalogLoader(providers, configured).load();
    }

    /** The names of the network types, in order. */
    public Set<String> networkTypes() {
        return new TreeSet<>(types.keySet());
    }

    /** The parameters that pods of this network type may have, for the reference. */
    public Optional<ConfigSchema<?>> parametersOf(String networkType) {
        return type(networkType).map(ServedType::parameters);
    }

    Optional<ServedType<?, ?, ?>> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** @throws IllegalStateException if there is no such account or it has no such port */
    <P> P port(Class<P> port, PoolId pool) {
        return cloud(pool)
                .flatMap(cloud -> cloud.port(port))
                .orElseThrow(() -> new IllegalStateException(
                        "No cloud account offers %s for %s".formatted(port.getSimpleName(), pool)));
    }

    /** The delay after which a read shows a write; that of the port that lags most, over the pools. */
    Duration readDelay(Set<PoolId> pools, Set<Class<?>> ports) {
        Duration longest = Duration.ZERO;
        for (PoolId pool : pools) {
            for (Class<?> port : ports) {
                if (ReadPort.class.isAssignableFrom(port)) {
                    Duration delay = cloud(pool)
                            .map(cloud -> cloud.readDelay(port.asSubclass(ReadPort.class)))
                            .orElse(Duration.ZERO);
                    longest = delay.compareTo(longest) > 0 ? delay : longest;
                }
            }
        }
        return longest;
    }

    /** How often an account may be asked, by its vendor's published limits. */
    public Rate rate(Permits.Budget budget) {
        CloudFactory<?> factory = factories.get(budget.cloud());
        return factory == null ? Rate.USUAL : factory.rate(budget.port(), budget.action());
    }

    private Optional<Cloud> cloud(PoolId pool) {
        return Optional.ofNullable(clouds.get(new Account(pool.cloud(), pool.account())));
    }

    /** Closes the clouds. */
    @Override
    public void close() {
        clouds.values().forEach(Cloud::close);
    }
}
