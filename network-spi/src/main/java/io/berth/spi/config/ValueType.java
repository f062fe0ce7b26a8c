package io.berth.spi.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How one text becomes a value.
 *
 * @param expects what is accepted, for messages and the reference: {@code a number from 1 to 50}
 * @param parser throws {@link BadValueException}, whose problems quote through {@link Excerpt}; answers no null
 */
public record ValueType<T>(String expects, Function<String, T> parser) {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

    public ValueType {
        requireNonNull(expects, "expects is null");
        requireNonNull(parser, "parser is null");
    }

    public T parse(String text) {
        return requireNonNull(parser.apply(text), "a parser answered null");
    }

    public static ValueType<String> text() {
        return new ValueType<>("a text", Function.identity());
    }

    /** To be used in an option that is {@link Option#secret} too. */
    public static ValueType<Secret> secret() {
        return new ValueType<>("a text, kept secret", Secret::new);
    }

    public static ValueType<Boolean> bool() {
        return new ValueType<>("true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadValueException(Excerpt.quoted(text) + " is neither true nor false");
        });
    }

    /** Both ends count. */
    public static ValueType<Integer> integer(int min, int max) {
        String expects = "a number from %d to %d".formatted(min, max);
        return new ValueType<>(expects, text -> {
            if (!INTEGER.matcher(text).matches()) {
                throw new BadValueException("%s is not a number; give %s".formatted(Excerpt.quoted(text), expects));
            }
            try {
                int value = Integer.parseInt(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // More than an int holds: out of any range.
            }
            throw new BadValueException("%s is out of range; give %s".formatted(Excerpt.quoted(text), expects));
        });
    }

    public static ValueType<Integer> port() {
        return new ValueType<>("a port from 1 to 65535", text -> {
            int value = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
            if (value < 1 || value > 65_535) {
                throw new BadValueException(
                        "%s is not a port; give a number from 1 to 65535".formatted(Excerpt.quoted(text)));
            }
            return value;
        });
    }

    /** One of the constants, by the text that {@code spelling} gives; case matters, as in the peers. */
    public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type, Function<E, String> spelling) {
        List<E> constants = List.of(type.getEnumConstants());
        String expects = constants.stream().map(spelling).collect(Collectors.joining(" | "));
        return new ValueType<>(
                expects,
                text -> constants.stream()
                        .filter(constant -> spelling.apply(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() ->
                                new BadValueException("%s is none of %s".formatted(Excerpt.quoted(text), expects))));
    }

    /** Days, hours, minutes, seconds, milliseconds in this order, in either case: {@code 5m30s}, {@code 250ms}. */
    public static ValueType<Duration> duration() {
        String expects = "a duration such as 90s or 5m30s";
        return new ValueType<>(expects, text -> {
            Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
            if (text.isEmpty() || !matcher.matches()) {
                throw new BadValueException("%s is not a duration; give %s".formatted(Excerpt.quoted(text), expects));
            }
            return Duration.ofDays(part(matcher, 1))
                    .plusHours(part(matcher, 2))
                    .plusMinutes(part(matcher, 3))
                    .plusSeconds(part(matcher, 4))
                    .plusMillis(part(matcher, 5));
        });
    }

    /** Elements between commas, blanks around them dropped; empty elements are a problem. No problem is told twice. */
    public static <T> ValueType<List<T>> listOf(ValueType<T> element) {
        return new ValueType<>("a comma-separated list, each " + element.expects(), text -> {
            String empty = Excerpt.quoted(text) + " has an empty element; leave one comma out";
            List<T> values = new ArrayList<>();
            Set<String> problems = new LinkedHashSet<>();
            for (String part : text.split(",", -1)) {
                if (part.isBlank()) {
                    problems.add(empty);
                    continue;
                }
                try {
                    values.add(element.parse(part.strip()));
                } catch (BadValueException e) {
                    problems.addAll(e.problems());
                }
            }
            if (!problems.isEmpty()) {
                throw new BadValueException(List.copyOf(problems));
            }
            return List.copyOf(values);
        });
    }

    private static long part(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
