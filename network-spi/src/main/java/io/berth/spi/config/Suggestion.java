package io.berth.spi.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said to somebody who wrote a name that there is not. */
final class Suggestion {
    private static final int LONGEST = 100;

    /** @param written the name as it would be right; {@code distance} how far from that it is, case apart */
    private record Candidate(String written, boolean onlyCase, int distance, int limit) {}

    private Suggestion() {}

    static String unknown(String kind, String name, List<Option<?>> options) {
        if (options.isEmpty()) {
            return "unknown %s; there are none here".formatted(kind);
        }
        Optional<Candidate> meant = name.length() > LONGEST
                ? Optional.empty()
                : options.stream()
                        .map(option -> candidate(option, name))
                        .filter(candidate -> candidate.distance() <= candidate.limit())
                        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::written));
        return meant.map(candidate -> candidate.onlyCase()
                        ? "unknown %s; names are case-sensitive, write %s"
                                .formatted(kind, Excerpt.quoted(candidate.written()))
                        : "unknown %s; did you mean %s?".formatted(kind, Excerpt.quoted(candidate.written())))
                .orElseGet(() -> "unknown %s; known are %s"
                        .formatted(
                                kind,
                                options.stream()
                                        .map(option -> written(option, ""))
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
    }

    private static Candidate candidate(Option<?> option, String name) {
        String known = option.name();
        String given = option.shape() == Option.Shape.KEYED ? beforeOwnName(known, name) : name;
        return new Candidate(
                written(option, name.substring(given.length())),
                given.equalsIgnoreCase(known) && !given.equals(known),
                distance(given.toLowerCase(Locale.ROOT), known.toLowerCase(Locale.ROOT)),
                known.length() <= 3 ? 1 : Math.max(2, known.length() / 3));
    }

    /** @param tail what the user wrote after the option's own name, with the dot */
    private static String written(Option<?> option, String tail) {
        if (option.shape() != Option.Shape.KEYED) {
            return option.name();
        }
        return option.name() + (tail.length() > 1 ? tail : ".<name>");
    }

    /** The part of the name that has as many dots as the known one, which a user's own name follows. */
    private static String beforeOwnName(String known, String name) {
        int end = name.indexOf('.');
        for (int dot = known.indexOf('.'); dot >= 0 && end >= 0; dot = known.indexOf('.', dot + 1)) {
            end = name.indexOf('.', end + 1);
        }
        return end < 0 ? name : name.substring(0, end);
    }

    /** How many letters have to be put in, left out or changed. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
