package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.TypeDeclarations.Declared;
import io.berth.spi.Identity;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.Site;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.NameValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Puts plugins, clouds and settings together, once; collects all that does not fit. */
final class CatalogLoader {
    private final Configured configured;
    private final List<String> problems;
    private final Map<String, NetworkPluginFactory<?>> plugins;
    private final Map<String, CloudFactory<?>> factories;
    private final TypeDeclarations declarations;
    private final Map<PluginCatalog.Account, Cloud> clouds = new LinkedHashMap<>();

    CatalogLoader(Providers providers, Configured configured) {
        this.configured = configured;
        this.problems = new ArrayList<>(providers.problems());
        this.plugins = named("plugins", providers.plugins(), NetworkPluginFactory::plugin);
        this.factories = named("clouds", providers.clouds(), CloudFactory::cloud);
        this.declarations = new TypeDeclarations(plugins.values(), factories.values(), problems);
    }

    PluginCatalog load() {
        configured.clouds().forEach(this::addCloud);
        Map<String, ServedType<?, ?, ?>> types = new TreeMap<>();
        configured
                .networkTypes()
                .forEach((name, settings) -> declarations
                        .find(name, value(settings, TypeSettings.MODE.name()), problems)
                        .flatMap(declared -> serve(declared, settings))
                        .ifPresent(served -> types.put(name, served)));
        if (!problems.isEmpty()) {
            clouds.values().forEach(Cloud::close);
            throw new CatalogException(problems);
        }
        return new PluginCatalog(types, factories, clouds);
    }

    private <T> Map<String, T> named(String what, List<T> providers, Function<T, String> name) {
        Map<String, T> byName = new LinkedHashMap<>();
        for (T factory : providers) {
            T other = byName.putIfAbsent(name.apply(factory), factory);
            if (other != null) {
                problems.add("Two %s are called '%s': %s, and %s; leave one of them out"
                        .formatted(what, name.apply(factory), Providers.origin(other), Providers.origin(factory)));
            }
        }
        return byName;
    }

    private void addCloud(CloudAccount account) {
        PluginCatalog.Account key = new PluginCatalog.Account(account.cloud(), account.account());
        CloudFactory<?> factory = factories.get(account.cloud());
        if (factory == null) {
            problems.add("Cloud account '%s' is of cloud '%s', which is not on the class path; there are %s"
                    .formatted(account.account(), account.cloud(), new TreeSet<>(factories.keySet())));
        } else if (clouds.containsKey(key)) {
            problems.add(
                    "Cloud account '%s' of '%s' is configured twice".formatted(account.account(), account.cloud()));
        } else {
            create(factory, account).ifPresent(cloud -> clouds.put(key, cloud));
        }
    }

    private <S> Optional<Cloud> create(CloudFactory<S> factory, CloudAccount account) {
        String where = "clouds." + account.account();
        return decode(factory.settings(), account.settings(), where)
                .flatMap(settings -> setUp(
                        where, factory, () -> factory.create(settings, new Context(configured, account.account()))));
    }

    private Optional<ServedType<?, ?, ?>> serve(Declared declared, List<NameValue> given) {
        NetworkType type = declared.type();
        NetworkPluginFactory<?> factory = plugins.get(type.plugin());
        if (factory == null) {
            problems.add("Network type '%s' of %s needs the plugin '%s', which is not on the class path; there are %s"
                    .formatted(type.name(), declared.origin(), type.plugin(), new TreeSet<>(plugins.keySet())));
            return Optional.empty();
        }
        return serve(declared, factory, given);
    }

    private <S> Optional<ServedType<?, ?, ?>> serve(
            Declared declared, NetworkPluginFactory<S> factory, List<NameValue> given) {
        NetworkType type = declared.type();
        String where = "networkTypes." + type.name();
        Optional<String> account = account(declared, value(given, TypeSettings.ACCOUNT.name()));
        return decode(ConfigSchema.both(factory.settings(), TypeSettings.SCHEMA), given, where)
                .flatMap(settings -> setUp(
                        where,
                        factory,
                        () -> served(
                                type,
                                factory.create(
                                        settings.first(),
                                        new TypeSite(configured.identity(), type, declared.cloud(), account)),
                                settings.second())));
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

    /** Whose ports the network type has; empty, perhaps with a problem added, where there is none. */
    private Optional<String> account(Declared declared, Optional<String> named) {
        NetworkType type = declared.type();
        String where = "networkTypes.%s.account".formatted(type.name());
        if (declared.cloud().isEmpty() || type.ports().isEmpty()) {
            named.ifPresent(name -> problems.add(
                    "%s: '%s' is given, and this network type needs no account; leave it out".formatted(where, name)));
            return Optional.empty();
        }
        String cloud = declared.cloud().get().cloud();
        List<String> accounts = configured.clouds().stream()
                .filter(account -> account.cloud().equals(cloud))
                .map(CloudAccount::account)
                .distinct()
                .sorted()
                .toList();
        Optional<String> found = named.or(() -> accounts.size() == 1 ? Optional.of(accounts.get(0)) : Optional.empty());
        if (accounts.isEmpty()) {
            problems.add("Network type '%s' needs an account of cloud '%s'; add one under 'clouds'"
                    .formatted(type.name(), cloud));
        } else if (found.isEmpty()) {
            problems.add(
                    "%s: not given, and cloud '%s' has the accounts %s; choose one".formatted(where, cloud, accounts));
        } else if (!accounts.contains(found.get())) {
            problems.add("%s: '%s' is no account of cloud '%s'; there are %s"
                    .formatted(where, found.get(), cloud, accounts));
        } else {
            checkPorts(type, new PluginCatalog.Account(cloud, found.get()));
        }
        return found.filter(accounts::contains);
    }

    private void checkPorts(NetworkType type, PluginCatalog.Account account) {
        Cloud cloud = clouds.get(account);
        if (cloud == null) {
            // It could not be set up, which has been said.
            return;
        }
        for (Class<?> port : type.ports()) {
            if (cloud.port(port).isEmpty()) {
                problems.add("Network type '%s' needs %s, which cloud account '%s' does not offer"
                        .formatted(type.name(), port.getSimpleName(), account.name()));
            }
        }
    }

    private <T> Optional<T> setUp(String where, Object factory, Supplier<T> create) {
        try {
            return Optional.of(create.get());
        } catch (RuntimeException e) {
            problems.add("%s: %s cannot be set up: %s".formatted(where, Providers.origin(factory), e));
            return Optional.empty();
        }
    }

    private <T> Optional<T> decode(ConfigSchema<T> schema, List<NameValue> given, String where) {
        Decoded<T> decoded = schema.decode(given);
        decoded.problems()
                .forEach(problem ->
                        problems.add(problem.name().isEmpty() ? where + ": " + problem : where + "." + problem));
        return decoded.value();
    }

    /** Before the settings can be decoded it has to be known what decodes them. */
    private static Optional<String> value(List<NameValue> given, String name) {
        return given.stream()
                .filter(pair -> pair.name().equals(name))
                .map(NameValue::value)
                .flatMap(Stream::ofNullable)
                .findFirst();
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

    private record TypeSite(
            Identity identity, NetworkType type, Optional<CloudFactory<?>> factory, Optional<String> account)
            implements Site {
        private TypeSite {
            requireNonNull(identity, "identity is null");
        }

        @Override
        public String networkType() {
            return type.name();
        }

        @Override
        public Optional<String> mode() {
            return type.mode();
        }

        @Override
        public Optional<String> cloud() {
            return factory.map(CloudFactory::cloud);
        }

        @Override
        public <R> Optional<R> rules(Class<R> wanted) {
            return factory.flatMap(cloud -> cloud.rules(wanted));
        }
    }
}
