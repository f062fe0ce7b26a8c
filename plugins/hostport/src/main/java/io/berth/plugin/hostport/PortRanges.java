package io.berth.plugin.hostport;

import io.berth.spi.Numbers;
import io.berth.spi.Numbers.Range;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.Excerpt;
import io.berth.spi.config.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The named sets of numbers that pods get; no number is in two of them. */
final class PortRanges {
    static final String DEFAULT = "default";

    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:\\s*-\\s*(\\d{1,5}))?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?");

    private final Map<String, Numbers> byName;

    private PortRanges(Map<String, Numbers> byName) {
        this.byName = byName;
    }

    /** Both ends belong to the range; a number alone is a range of one. */
    static ValueType<Range> type() {
        String expects = "a range of ports such as 7000-8000, both ends included";
        return new ValueType<>(expects, text -> {
            Matcher matcher = RANGE.matcher(text.strip());
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

    /** @throws BadValueException with every problem: a pair of ranges that overlap is one */
    static PortRanges of(Map<String, Range> ranges, List<Range> blocked) {
        List<String> problems = new ArrayList<>();
        if (!ranges.containsKey(DEFAULT)) {
            problems.add("ranges.default is missing; give %s".formatted(type().expects()));
        }
        Map<String, Numbers> byName = new LinkedHashMap<>();
        ranges.forEach((name, range) -> {
            if (!NAME.matcher(name).matches()) {
                problems.add("ranges.%s is not a name; use up to 63 letters, digits and inner dashes"
                        .formatted(Excerpt.of(name)));
            }
            byName.forEach((other, numbers) -> {
                Range former = ranges.getOrDefault(other, range);
                if (former.overlaps(range)) {
                    problems.add(
                            "ranges.%s (%s) and ranges.%s (%s) overlap; both ends of a range belong to it, make them apart"
                                    .formatted(other, former, name, range));
                }
            });
            Numbers numbers = Numbers.of(List.of(range), blocked);
            if (numbers.size() == 0) {
                problems.add("ranges.%s (%s) is blocked as a whole; widen it, or block less".formatted(name, range));
            }
            byName.put(name, numbers);
        });
        if (!problems.isEmpty()) {
            throw new BadValueException(problems);
        }
        return new PortRanges(byName);
    }

    Optional<Numbers> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** In the order of the configuration. */
    Map<String, Numbers> all() {
        return Collections.unmodifiableMap(byName);
    }

    String names() {
        return String.join(", ", byName.keySet());
    }
}
