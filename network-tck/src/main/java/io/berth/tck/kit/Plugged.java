package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.NameValue;
import java.util.List;

/** A plugin with its settings and parameters, set up as an engine does it. */
record Plugged<P, C, F>(NetworkPlugin<P, C, F> plugin, ConfigSchema<P> parameters) {
    Plugged {
        requireNonNull(plugin, "plugin is null");
        requireNonNull(parameters, "parameters is null");
    }

    /** A new instance each time. */
    static Plugged<?, ?, ?> of(PluginFixture fixture) {
        KitSite site = KitSite.of(fixture);
        return plugged(
                create(fixture.plugin(), fixture.settings(), site), site.type().dialect());
    }

    private static <P, C, F> Plugged<P, C, F> plugged(NetworkPlugin<P, C, F> plugin, Dialect dialect) {
        return new Plugged<>(plugin, plugin.parameters(dialect));
    }

    private static <S> NetworkPlugin<?, ?, ?> create(
            NetworkPluginFactory<S> factory, List<NameValue> settings, KitSite site) {
        return factory.create(good(factory.settings(), settings, "settings"), site);
    }

    /** Another instance of the same plugin. */
    @SuppressWarnings("unchecked") // of one fixture
    Plugged<P, C, F> again(PluginFixture fixture) {
        return (Plugged<P, C, F>) of(fixture);
    }

    P decode(List<NameValue> pairs) {
        return good(parameters, pairs, "parameters");
    }

    static <T> T good(ConfigSchema<T> schema, List<NameValue> pairs, String what) {
        Decoded<T> decoded = decoded(schema, pairs);
        return decoded.value()
                .orElseThrow(() -> new BrokenRule(
                        Rule.FIXTURE_IS_USABLE,
                        "the fixture's %s %s have problems: %s".formatted(what, text(pairs), decoded.problems())));
    }

    static <T> Decoded<T> decoded(ConfigSchema<T> schema, List<NameValue> pairs) {
        try {
            return schema.decode(pairs);
        } catch (RuntimeException | StackOverflowError e) {
            throw new BrokenRule(Rule.DECODING_REPORTS, "decoding %s throws %s".formatted(text(pairs), e), e);
        }
    }

    static String text(List<NameValue> pairs) {
        String text = pairs.stream()
                .map(pair -> pair.name() + "=" + pair.value())
                .toList()
                .toString();
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }
}
