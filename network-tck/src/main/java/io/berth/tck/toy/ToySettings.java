package io.berth.tck.toy;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Numbers;
import io.berth.spi.Numbers.Range;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the network type.
 *
 * @param numbers the listener ports that may be handed out
 */
public record ToySettings(Numbers numbers) {
    private static final ValueType<Range> RANGE =
            new ValueType<>("a port or a range of ports such as 7000-7063", ToySettings::range);
    private static final Option<List<Range>> RANGES =
            Option.withDefault("range", ValueType.listOf(RANGE), "7000-7063", "The listener ports that pods get.");
    private static final Option<Optional<List<Range>>> BLOCKED =
            Option.optional("blocked", ValueType.listOf(RANGE), "Listener ports of the range that pods do not get.");

    static final ConfigSchema<ToySettings> SCHEMA = ConfigSchema.of("setting", ToySettings::read, RANGES, BLOCKED);

    public ToySettings {
        requireNonNull(numbers, "numbers is null");
    }

    private static ToySettings read(ConfigSchema.Values values) {
        Numbers numbers = Numbers.of(values.get(RANGES), values.get(BLOCKED).orElse(List.of()));
        if (numbers.size() == 0) {
            throw new BadValueException("'blocked' leaves nothing of 'range'; widen the range");
        }
        return new ToySettings(numbers);
    }

    private static Range range(String text) {
        String[] ends = text.split("-", -1);
        if (ends.length > 2) {
            throw new BadValueException("'%s' is no range; give first-last".formatted(text));
        }
        int first = ValueType.port().parse(ends[0].strip());
        int last = ends.length == 1 ? first : ValueType.port().parse(ends[1].strip());
        if (last < first) {
            throw new BadValueException("'%s' ends before it begins; give first-last".formatted(text));
        }
        return new Range(first, last);
    }
}
