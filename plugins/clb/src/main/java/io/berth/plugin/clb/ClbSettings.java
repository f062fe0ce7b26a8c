package io.berth.plugin.clb;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Numbers;
import io.berth.spi.Numbers.Range;
import io.berth.spi.Wish.Spread;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the operator's configuration says of a network type of this plugin. Made by {@link ClbFactory#settings()}. */
public final class ClbSettings {
    private static final Option<List<List<Range>>> RANGE = Option.repeated(
            "range",
            ValueType.listOf(PortRange.type()),
            "1024-65535",
            "The numbers that pods get on each balancer: '7000-8000', or several ranges; both ends count.");
    private static final Option<List<List<Range>>> BLOCKED = Option.repeated(
            "blocked",
            ValueType.listOf(PortRange.type()),
            "Numbers and ranges that are given to nobody: '7777,7900-7910'.");
    private static final Option<Spread> SPREAD = Option.withDefault(
            "spread",
            ValueType.oneOf(Spread.class, ClbSettings::spelled),
            "firstFit",
            "Which of a pod's balancers it gets: the first in its list that has room (firstFit), the one with the most"
                    + " room (balanced), or each in turn (scatter).");
    private static final Option<List<List<String>>> CORDONED = Option.repeated(
            "cordoned",
            ValueType.listOf(ValueType.text()),
            "Balancers that are given to no new pod: 'clb-1,clb-2'. Who has a port there keeps it until it is created"
                    + " again.");
    private static final Option<Optional<Boolean>> SHARED_NUMBERS = Option.optional(
            "sharedNumbers",
            ValueType.bool(),
            "Whether TCP and UDP of one number of a balancer may be two listeners. By default what the cloud allows"
                    + " every account.");
    private static final Option<Boolean> KEEP_IDLE = Option.withDefault(
            "keepIdle",
            ValueType.bool(),
            "false",
            "Whether a listener and its group stay when their pod goes, so that the next pod needs one request of the"
                    + " cloud and not several. What stays counts against the balancer's quota.");

    static final ConfigSchema<ClbSettings> SCHEMA =
            ConfigSchema.of("setting", ClbSettings::new, RANGE, BLOCKED, SPREAD, CORDONED, SHARED_NUMBERS, KEEP_IDLE);

    private final Numbers numbers;
    private final Spread spread;
    private final Set<String> cordoned;
    private final Optional<Boolean> sharedNumbers;
    private final boolean keepIdle;

    private ClbSettings(ConfigSchema.Values values) {
        this.numbers = Numbers.of(flat(values.get(RANGE)), flat(values.get(BLOCKED)));
        this.spread = values.get(SPREAD);
        this.cordoned = Set.copyOf(flat(values.get(CORDONED)));
        this.sharedNumbers = requireNonNull(values.get(SHARED_NUMBERS), "sharedNumbers is null");
        this.keepIdle = values.get(KEEP_IDLE);
        if (numbers.size() == 0) {
            throw new BadValueException("range: all of it is blocked; widen 'range', or block less");
        }
    }

    private static <T> List<T> flat(List<List<T>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    private static String spelled(Spread spread) {
        return switch (spread) {
            case FIRST_FIT -> "firstFit";
            default -> spread.name().toLowerCase(Locale.ROOT);
        };
    }

    Numbers numbers() {
        return numbers;
    }

    Spread spread() {
        return spread;
    }

    boolean isCordoned(String balancer) {
        return cordoned.contains(balancer);
    }

    Optional<Boolean> sharedNumbers() {
        return sharedNumbers;
    }

    boolean keepsIdle() {
        return keepIdle;
    }
}
