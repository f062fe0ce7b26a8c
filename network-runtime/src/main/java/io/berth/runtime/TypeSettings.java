package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings that every network type has, beside those of its plugin.
 *
 * @param onBadInput what admission does with a pod whose parameters are wrong
 * @param allowedNamespaces empty: all
 * @param mode which of the network type's modes; empty: the usual one
 * @param account which account of the network type's cloud; empty: the only one
 */
record TypeSettings(
        OnBadInput onBadInput, List<String> allowedNamespaces, Optional<String> mode, Optional<String> account) {
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

    static final Option<Optional<String>> MODE = Option.optional(
            "mode",
            ValueType.text(),
            "Which way of serving the network type, where there are several: the message of a wrong one lists them.");
    static final Option<Optional<String>> ACCOUNT = Option.optional(
            "account",
            ValueType.text(),
            "Which account of the network type's cloud, by its name under 'clouds'; none: the only one there is.");

    static final ConfigSchema<TypeSettings> SCHEMA = ConfigSchema.of(
            "setting",
            values -> new TypeSettings(
                    values.get(ON_BAD_INPUT), values.get(ALLOWED_NAMESPACES), values.get(MODE), values.get(ACCOUNT)),
            ON_BAD_INPUT,
            ALLOWED_NAMESPACES,
            MODE,
            ACCOUNT);

    TypeSettings {
        requireNonNull(onBadInput, "onBadInput is null");
        allowedNamespaces = List.copyOf(allowedNamespaces);
        requireNonNull(mode, "mode is null");
        requireNonNull(account, "account is null");
    }

    boolean allows(String namespace) {
        return allowedNamespaces.isEmpty() || allowedNamespaces.contains(namespace);
    }
}
