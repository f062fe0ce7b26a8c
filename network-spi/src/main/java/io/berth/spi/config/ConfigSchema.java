package io.berth.spi.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The names that a network type's parameters or settings have, and the record that they become. Decoding reports all
 * problems at once: unknown names (with the one that was meant), missing and repeated ones, values out of range.
 * Immutable.
 */
public final class ConfigSchema<T> {
    /** The values of one decoding, by option. */
    public interface Values {
        <V> V get(Option<V> option);
    }

    /** The value of two schemas read from one list of pairs. */
    public record Both<A, B>(A first, B second) {}

    private record Slot(Option<?> original, Option<?> spelled) {}

    private final String kind;
    private final List<Slot> slots;
    private final Function<Values, T> make;

    private ConfigSchema(String kind, List<Slot> slots, Function<Values, T> make) {
        this.kind = requireNonNull(kind, "kind is null");
        this.slots = List.copyOf(slots);
        this.make = requireNonNull(make, "make is null");
        Set<String> names = new HashSet<>();
        slots.forEach(slot -> {
            if (!names.add(slot.spelled().name())) {
                throw new IllegalArgumentException(
                        "%s has two options '%s'".formatted(kind, slot.spelled().name()));
            }
        });
    }

    /**
     * @param kind what a name is, for messages: {@code parameter}, {@code setting}
     * @param make the record; may throw {@link BadValueException} for what concerns several options
     */
    public static <T> ConfigSchema<T> of(String kind, Function<Values, T> make, Option<?>... options) {
        return new ConfigSchema<>(
                kind, List.of(options).stream().map(o -> new Slot(o, o)).toList(), make);
    }

    /** Reads both from one list; a name that neither has is unknown. */
    public static <A, B> ConfigSchema<Both<A, B>> both(ConfigSchema<A> first, ConfigSchema<B> second) {
        List<Slot> slots = new ArrayList<>(first.slots);
        slots.addAll(second.slots);
        return new ConfigSchema<>(
                first.kind, slots, values -> new Both<>(first.make.apply(values), second.make.apply(values)));
    }

    /** The same with the names and defaults of a dialect. */
    public ConfigSchema<T> spelled(Dialect dialect) {
        Set<String> known = new HashSet<>();
        List<Slot> respelled = new ArrayList<>();
        for (Slot slot : slots) {
            String name = slot.spelled().name();
            known.add(name);
            respelled.add(new Slot(
                    slot.original(),
                    slot.spelled()
                            .spelled(
                                    dialect.names().getOrDefault(name, name),
                                    Optional.ofNullable(dialect.defaults().get(name)))));
        }
        Set<String> mentioned = new HashSet<>(dialect.names().keySet());
        mentioned.addAll(dialect.defaults().keySet());
        mentioned.removeAll(known);
        if (!mentioned.isEmpty()) {
            throw new IllegalArgumentException(
                    "A dialect speaks of %ss that there are not: %s".formatted(kind, mentioned));
        }
        return new ConfigSchema<>(kind, respelled, make);
    }

    /** As users write them. */
    public List<Option<?>> options() {
        List<Option<?>> options = new ArrayList<>();
        slots.forEach(slot -> options.add(slot.spelled()));
        return List.copyOf(options);
    }

    public Decoded<T> decode(List<NameValue> pairs) {
        List<Problem> problems = new ArrayList<>();
        Map<String, List<Option.Given>> given = new LinkedHashMap<>();
        Set<String> keyed = new HashSet<>();
        for (NameValue pair : pairs) {
            Optional<Option<?>> option = find(pair.name());
            if (option.isEmpty()) {
                problems.add(new Problem(pair.name(), unknown(pair.name())));
                continue;
            }
            Option<?> found = option.get();
            String subName = found.shape() == Option.Shape.KEYED
                    ? pair.name().substring(found.name().length() + 1)
                    : "";
            if (found.shape() == Option.Shape.KEYED && !keyed.add(pair.name())) {
                problems.add(new Problem(pair.name(), "is given more than once; give it once"));
                continue;
            }
            given.computeIfAbsent(found.name(), name -> new ArrayList<>()).add(new Option.Given(subName, pair.value()));
        }
        Map<Option<?>, Object> values = new HashMap<>();
        for (Slot slot : slots) {
            slot.spelled()
                    .read(given.getOrDefault(slot.spelled().name(), List.of()), problems)
                    .ifPresent(value -> values.put(slot.original(), value));
        }
        if (!problems.isEmpty()) {
            return new Decoded.Bad<>(problems);
        }
        try {
            return new Decoded.Good<>(make.apply(new Read(values)));
        } catch (BadValueException e) {
            return new Decoded.Bad<>(
                    e.problems().stream().map(p -> new Problem("", p)).toList());
        }
    }

    private Optional<Option<?>> find(String name) {
        for (Slot slot : slots) {
            Option<?> option = slot.spelled();
            if (option.shape() == Option.Shape.KEYED
                    ? name.startsWith(option.name() + ".")
                            && name.length() > option.name().length() + 1
                    : name.equals(option.name())) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    private String unknown(String name) {
        List<String> names =
                slots.stream().map(slot -> slot.spelled().name()).sorted().toList();
        Optional<String> meant = names.stream()
                .min(Comparator.comparingInt(known -> distance(name, known)))
                .filter(known -> distance(name, known) <= Math.max(2, known.length() / 3));
        return meant.map(known -> known.equalsIgnoreCase(name)
                        ? "unknown %s; names are case-sensitive, write '%s'".formatted(kind, known)
                        : "unknown %s; did you mean '%s'?".formatted(kind, known))
                .orElseGet(() -> names.isEmpty()
                        ? "unknown %s; there are none here".formatted(kind)
                        : "unknown %s; known are %s".formatted(kind, String.join(", ", names)));
    }

    /** How many letters have to be put in, left out or changed, case apart. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        if (a.length() > b.length() + 64) {
            return a.length();
        }
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

    private record Read(Map<Option<?>, Object> values) implements Values {
        @Override
        @SuppressWarnings("unchecked")
        public <V> V get(Option<V> option) {
            Object value = values.get(option);
            if (value == null) {
                throw new IllegalStateException("'%s' is not an option of this schema".formatted(option.name()));
            }
            return (V) value;
        }
    }
}
