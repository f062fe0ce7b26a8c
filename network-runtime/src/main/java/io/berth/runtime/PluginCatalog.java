package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Identity;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.PoolId;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.NameValue;
import io.berth.spi.config.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The network types that are served, each with its plugin and settings, and the clouds behind them. Made once at
 * start-up; whatever does not fit fails it with one message. Immutable, safe for several threads.
 */
public final class PluginCatalog implements AutoCloseable {
    private record Account(String cloud, String name) {}

    private final Map<String, ServedType<?, ?, ?>> types;
    private final Map<Account, Cloud> clouds;

    private PluginCatalog(Map<String, ServedType<?, ?, ?>> types, Map<Account, Cloud> clouds) {
        this.types = Map.copyOf(types);
        this.clouds = Map.copyOf(clouds);
    }

    /** The settings that every network type has, beside those of its plugin. */
    public static List<Option<?>> commonSettings() {
        return TypeSettings.SCHEMA.options();
    }

    /** @throws CatalogException naming every problem and every jar that is concerned */
    public static PluginCatalog load(Providers providers, Configured configured) {
        List<String> problems = new ArrayList<>(providers.problems());
        Map<String, NetworkPluginFactory<?>> plugins = new LinkedHashMap<>();
        for (NetworkPluginFactory<?> factory : providers.plugins()) {
            NetworkPluginFactory<?> other = plugins.putIfAbsent(factory.plugin(), factory);
            if (other != null) {
                problems.add("Two plugins are called '%s': %s, and %s; leave one of them out"
                        .formatted(factory.plugin(), Providers.origin(other), Providers.origin(factory)));
            }
        }
        Map<String, CloudFactory<?>> cloudFactories = new LinkedHashMap<>();
        for (CloudFactory<?> factory : providers.clouds()) {
            CloudFactory<?> other = cloudFactories.putIfAbsent(factory.cloud(), factory);
            if (other != null) {
                problems.add("Two clouds are called '%s': %s, and %s; leave one of them out"
                        .formatted(factory.cloud(), Providers.origin(other), Providers.origin(factory)));
            }
        }
        Map<String, Declared> declared = declared(plugins.values(), cloudFactories.values(), problems);
        Map<Account, Cloud> clouds = clouds(cloudFactories, configured, problems);
        Map<String, ServedType<?, ?, ?>> types = new TreeMap<>();
        configured.networkTypes().forEach((name, settings) -> {
            Declared type = declared.get(name);
            if (type == null) {
                problems.add(
                        "Network type '%s' is configured, but no plugin on the class path declares it; there are %s"
                                .formatted(name, declared.keySet()));
                return;
            }
            NetworkPluginFactory<?> factory = plugins.get(type.type().plugin());
            if (factory == null) {
                problems.add(
                        "Network type '%s' of %s needs the plugin '%s', which is not on the class path; there are %s"
                                .formatted(name, type.origin(), type.type().plugin(), new TreeSet<>(plugins.keySet())));
                return;
            }
            ports(type, clouds, problems);
            serve(type.type(), factory, settings, problems).ifPresent(served -> types.put(name, served));
        });
        if (!problems.isEmpty()) {
            clouds.values().forEach(Cloud::close);
            throw new CatalogException(problems);
        }
        return new PluginCatalog(types, clouds);
    }

    private record Declared(NetworkType type, Optional<String> cloud, String origin) {}

    private static Map<String, Declared> declared(
            Iterable<NetworkPluginFactory<?>> plugins, Iterable<CloudFactory<?>> clouds, List<String> problems) {
        List<Declared> all = new ArrayList<>();
        for (NetworkPluginFactory<?> factory : plugins) {
            factory.networkTypes()
                    .forEach(type -> all.add(new Declared(type, Optional.empty(), Providers.origin(factory))));
        }
        for (CloudFactory<?> factory : clouds) {
            factory.networkTypes()
                    .forEach(type ->
                            all.add(new Declared(type, Optional.of(factory.cloud()), Providers.origin(factory))));
        }
        Map<String, Declared> declared = new TreeMap<>();
        for (Declared one : all) {
            Declared other = declared.putIfAbsent(one.type().name(), one);
            if (other != null) {
                problems.add("Two providers declare network type '%s': %s, and %s; leave one of them out"
                        .formatted(one.type().name(), other.origin(), one.origin()));
            }
        }
        return declared;
    }

    private static Map<Account, Cloud> clouds(
            Map<String, CloudFactory<?>> factories, Configured configured, List<String> problems) {
        Map<Account, Cloud> clouds = new LinkedHashMap<>();
        for (CloudAccount account : configured.clouds()) {
            CloudFactory<?> factory = factories.get(account.cloud());
            if (factory == null) {
                problems.add("Cloud account '%s' is of cloud '%s', which is not on the class path; there are %s"
                        .formatted(account.account(), account.cloud(), new TreeSet<>(factories.keySet())));
            } else if (clouds.containsKey(new Account(account.cloud(), account.account()))) {
                problems.add(
                        "Cloud account '%s' of '%s' is configured twice".formatted(account.account(), account.cloud()));
            } else {
                create(factory, account, configured, problems)
                        .ifPresent(cloud -> clouds.put(new Account(account.cloud(), account.account()), cloud));
            }
        }
        return clouds;
    }

    private static <S> Optional<Cloud> create(
            CloudFactory<S> factory, CloudAccount account, Configured configured, List<String> problems) {
        String where = "clouds." + account.account();
        return decode(factory.settings(), account.settings(), where, problems).flatMap(settings -> {
            try {
                return Optional.of(factory.create(settings, new Context(configured, account.account())));
            } catch (RuntimeException e) {
                problems.add("%s: %s cannot be set up: %s".formatted(where, Providers.origin(factory), e));
                return Optional.empty();
            }
        });
    }

    private static void ports(Declared type, Map<Account, Cloud> clouds, List<String> problems) {
        if (type.cloud().isEmpty()) {
            return;
        }
        boolean found = false;
        for (Map.Entry<Account, Cloud> entry : clouds.entrySet()) {
            if (!entry.getKey().cloud().equals(type.cloud().get())) {
                continue;
            }
            found = true;
            for (Class<?> port : type.type().ports()) {
                if (entry.getValue().port(port).isEmpty()) {
                    problems.add("Network type '%s' needs %s, which cloud account '%s' does not offer"
                            .formatted(
                                    type.type().name(),
                                    port.getSimpleName(),
                                    entry.getKey().name()));
                }
            }
        }
        if (!found) {
            problems.add("Network type '%s' needs an account of cloud '%s'; add one under 'clouds'"
                    .formatted(type.type().name(), type.cloud().get()));
        }
    }

    private static <S> Optional<ServedType<?, ?, ?>> serve(
            NetworkType type, NetworkPluginFactory<S> factory, List<NameValue> given, List<String> problems) {
        String where = "networkTypes." + type.name();
        return decode(ConfigSchema.both(factory.settings(), TypeSettings.SCHEMA), given, where, problems)
                .flatMap(settings -> {
                    try {
                        return Optional.of(served(type, factory.create(settings.first()), settings.second()));
                    } catch (RuntimeException e) {
                        problems.add("%s: %s cannot be set up: %s".formatted(where, Providers.origin(factory), e));
                        return Optional.empty();
                    }
                });
    }

    private static <P, C, F> ServedType<P, C, F> served(
            NetworkType type, NetworkPlugin<P, C, F> plugin, TypeSettings settings) {
        return new ServedType<>(
                type.name(),
                plugin,
                ConfigSchema.both(plugin.parameters(type.dialect()), PodOptions.SCHEMA),
                settings,
                type.ports());
    }

    private static <T> Optional<T> decode(
            ConfigSchema<T> schema, List<NameValue> given, String where, List<String> problems) {
        Decoded<T> decoded = schema.decode(given);
        decoded.problems()
                .forEach(problem ->
                        problems.add(problem.name().isEmpty() ? where + ": " + problem : where + "." + problem));
        return decoded.value();
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
                Duration delay = cloud(pool).map(cloud -> cloud.readDelay(port)).orElse(Duration.ZERO);
                longest = delay.compareTo(longest) > 0 ? delay : longest;
            }
        }
        return longest;
    }

    private Optional<Cloud> cloud(PoolId pool) {
        return Optional.ofNullable(clouds.get(new Account(pool.cloud(), pool.account())));
    }

    /** Closes the clouds. */
    @Override
    public void close() {
        clouds.values().forEach(Cloud::close);
    }

    private record Context(Configured configured, String account) implements CloudContext {
        private Context {
            requireNonNull(configured, "configured is null");
        }

        @Override
        public Identity identity() {
            return configured.identity();
        }

        @Override
        public <T> Optional<T> provided(Class<T> type) {
            return Optional.ofNullable(configured.provided().get(type)).map(type::cast);
        }
    }
}
