package io.berth.runtime;

import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.cloud.CloudFactory;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The plugins and clouds at hand.
 *
 * @param problems of providers that could not be loaded; a catalog made of them fails with all of them
 */
public record Providers(List<NetworkPluginFactory<?>> plugins, List<CloudFactory<?>> clouds, List<String> problems) {
    public Providers {
        plugins = List.copyOf(plugins);
        clouds = List.copyOf(clouds);
        problems = List.copyOf(problems);
    }

    public static Providers of(List<NetworkPluginFactory<?>> plugins, List<CloudFactory<?>> clouds) {
        return new Providers(plugins, clouds, List.of());
    }

    /** All that this class loader sees. One broken provider file hides no other provider. */
    public static Providers discover(ClassLoader loader) {
        List<String> problems = new ArrayList<>();
        List<NetworkPluginFactory<?>> plugins = new ArrayList<>();
        List<CloudFactory<?>> clouds = new ArrayList<>();
        load(NetworkPluginFactory.class, loader, problems).forEach(plugins::add);
        load(CloudFactory.class, loader, problems).forEach(clouds::add);
        return new Providers(plugins, clouds, problems);
    }

    /** Where a provider comes from, for messages. */
    static String origin(Object provider) {
        CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
        String path = source == null || source.getLocation() == null
                ? "the JDK"
                : source.getLocation().getPath();
        return provider.getClass().getName() + " in " + path;
    }

    private static <T> List<T> load(Class<T> type, ClassLoader loader, List<String> problems) {
        List<T> found = new ArrayList<>();
        Iterator<T> providers = ServiceLoader.load(type, loader).iterator();
        // The iterator goes on behind a provider that fails; a loader that fails for ever must not hang the start.
        for (int failures = 0; failures < 100; ) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                found.add(providers.next());
            } catch (ServiceConfigurationError e) {
                failures++;
                Throwable cause = e.getCause();
                problems.add(e.getMessage() + (cause == null ? "" : ": " + cause));
            }
        }
        return found;
    }
}
