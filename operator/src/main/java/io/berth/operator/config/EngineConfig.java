package io.berth.operator.config;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.EngineSettings;
import io.berth.spi.Identity;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.time.Duration;

/** How the engine works; see {@link EngineSettings}. */
public record EngineConfig(
        Duration cooldown,
        Duration debtAfter,
        Duration drain,
        Duration rotation,
        Duration nodeSettle,
        Duration foreignRest,
        Duration firstRetry,
        Duration lastRetry,
        int workers) {
    private static final Option<Duration> COOLDOWN = Option.withDefault(
            "cooldown", ValueType.duration(), "60s", "How long a number or address rests before another pod gets it.");
    private static final Option<Duration> DEBT_AFTER = Option.withDefault(
            "debtAfter",
            ConfigTypes.positiveDuration(),
            "2m",
            "How long after its end a pod may be kept by a release that the far side refuses; then it is let go, and what"
                    + " it held stays held.");
    private static final Option<Duration> DRAIN = Option.withDefault(
            "drain",
            ValueType.duration(),
            "30s",
            "How long a pod that goes may keep what is connected; the parameter `DrainTimeout` goes before it.");
    private static final Option<Duration> ROTATION = Option.withDefault(
            "rotation", ConfigTypes.positiveDuration(), "10m", "Within it, every claim is read back once.");
    private static final Option<Duration> NODE_SETTLE = Option.withDefault(
            "nodeSettle",
            ValueType.duration(),
            "10s",
            "How long the addresses of a node must stay unchanged before they are published anew.");
    private static final Option<Duration> FOREIGN_REST = Option.withDefault(
            "foreignRest",
            ValueType.duration(),
            "10m",
            "How long a number is left alone after something foreign was seen on it.");
    private static final Option<Duration> FIRST_RETRY = Option.withDefault(
            "firstRetry", ConfigTypes.positiveDuration(), "500ms", "The first pause after a fault; it doubles.");
    private static final Option<Duration> LAST_RETRY =
            Option.withDefault("lastRetry", ConfigTypes.positiveDuration(), "1m", "The longest pause after a fault.");
    private static final Option<Integer> WORKERS = Option.withDefault(
            "workers",
            ValueType.integer(1, 256),
            "16",
            "How many requests to the API server and to vendors are under way at once.");

    static final Section<EngineConfig> SECTION = new Section<>(
            "engine",
            "How the engine works. The defaults are right for most.",
            ConfigSchema.of(
                    "key",
                    EngineConfig::of,
                    COOLDOWN,
                    DEBT_AFTER,
                    DRAIN,
                    ROTATION,
                    NODE_SETTLE,
                    FOREIGN_REST,
                    FIRST_RETRY,
                    LAST_RETRY,
                    WORKERS));

    public EngineConfig {
        requireNonNull(cooldown, "cooldown is null");
        requireNonNull(debtAfter, "debtAfter is null");
        requireNonNull(drain, "drain is null");
        requireNonNull(rotation, "rotation is null");
        requireNonNull(nodeSettle, "nodeSettle is null");
        requireNonNull(foreignRest, "foreignRest is null");
        requireNonNull(firstRetry, "firstRetry is null");
        requireNonNull(lastRetry, "lastRetry is null");
    }

    private static EngineConfig of(ConfigSchema.Values values) {
        if (values.get(FIRST_RETRY).compareTo(values.get(LAST_RETRY)) > 0) {
            throw new BadValueException("firstRetry has to be no more than lastRetry");
        }
        return new EngineConfig(
                values.get(COOLDOWN),
                values.get(DEBT_AFTER),
                values.get(DRAIN),
                values.get(ROTATION),
                values.get(NODE_SETTLE),
                values.get(FOREIGN_REST),
                values.get(FIRST_RETRY),
                values.get(LAST_RETRY),
                values.get(WORKERS));
    }

    EngineSettings settings(Identity identity, AnnotationKeys keys) {
        return new EngineSettings(
                identity, keys, cooldown, debtAfter, drain, rotation, nodeSettle, foreignRest, firstRetry, lastRetry);
    }
}
