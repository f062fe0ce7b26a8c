package io.berth.plugin.clb;

import io.berth.spi.Numbers.Range;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.Excerpt;
import io.berth.spi.config.ValueType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ranges of ports as settings write them. */
final class PortRange {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:\\s*-\\s*(\\d{1,5}))?");

    private PortRange() {}

    /** Both ends belong to the range; a number alone is a range of one. */
    static ValueType<Range> type() {
        String expects = "a range of ports such as 7000-8000, both ends included";
        return new ValueType<>(expects, text -> {
            Matcher matcher = RANGE.matcher(text);
            if (!matcher.matches()) {
                throw new BadValueException("%s is not a range; give %s".formatted(Excerpt.quoted(text), expects));
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (first < 1 || last > 65_535 || last < first) {
                throw new BadValueException(
                        "%s is not a range of ports; give first-last with 1 <= first <= last <= 65535"
                                .formatted(Excerpt.quoted(text)));
            }
            return new Range(first, last);
        });
    }
}
