package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.util.List;
import java.util.Locale;

/**
 * The settings that every network type has, beside those of its plugin.
 *
 * @param onBadInput what admission does with a pod whose parameters are wrong
 * @param allowedNamespaces empty: all
 */
record TypeSettings(OnBadInput onBadInput, List<String> allowedNamespaces) {
    enum OnBadInput {
        /** The pod is let in, with a warning and an event. */
        WARN,
        /** The pod is refused. */
        DENY
    }

    private static final Option<OnBadInput> ON_BAD_INPUT = Option.withDefault(
            "onBadInput",
            ValueType.oneOf(OnBadInput.class, constant -> constant.name().toLowerCase(Locale.ROOT)),
            "warn",
            "What admission does with a pod whose parameters are wrong: let it in with a warning, or deny it.");
    private static final Option<List<String>> ALLOWED_NAMESPACES = Option.repeated(
            "allowedNamespaces", ValueType.text(), "The namespaces whose pods may use this network type; none: all.");

    static final ConfigSchema<TypeSettings> SCHEMA = ConfigSchema.of(
            "setting",
            values -> new TypeSettings(values.get(ON_BAD_INPUT), values.get(ALLOWED_NAMESPACES)),
            ON_BAD_INPUT,
            ALLOWED_NAMESPACES);

    TypeSettings {
        requireNonNull(onBadInput, "onBadInput is null");
        allowedNamespaces = List.copyOf(allowedNamespaces);
    }

    boolean allows(String namespace) {
        return allowedNamespaces.isEmpty() || allowedNamespaces.contains(namespace);
    }
}
