package io.berth.spi.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The names that a network type's parameters or settings have, and the record that they become. Decoding reports all
 * problems at once: unknown names (with the one that was meant), missing and repeated ones, values out of range.
 * Immutable.
 */
public final class ConfigSchema<T> {
    /** So that a hostile annotation makes no message of megabytes. */
    private static final int MOST_PROBLEMS = 50;

    /** The values of one decoding, by option. */
    public interface Values {
        /** @throws IllegalStateException if the schema was not made of this very option */
        <V> V get(Option<V> option);
    }

    /** The value of two schemas read from one list of pairs. */
    public record Both<A, B>(A first, B second) {
        public Both {
            requireNonNull(first, "first is null");
            requireNonNull(second, "second is null");
        }
    }

    /** @param original what {@link Values#get} is asked for, whatever a dialect calls it */
    private record Slot(Option<?> original, Option<?> spelled) {}

    private final String kind;
    private final List<Slot> slots;
    private final Function<Values, T> make;

    private ConfigSchema(String kind, List<Slot> slots, Function<Values, T> make) {
        this.kind = requireNonNull(kind, "kind is null");
        this.slots = List.copyOf(slots);
        this.make = requireNonNull(make, "make is null");
        checkNames(kind, options());
    }

    private static void checkNames(String kind, List<Option<?>> options) {
        for (int i = 0; i < options.size(); i++) {
            for (int j = 0; j < options.size(); j++) {
                String name = options.get(i).name();
                String other = options.get(j).name();
                if (i < j && name.equals(other)) {
                    throw new IllegalArgumentException("Two %ss are named '%s'".formatted(kind, name));
                }
                if (!name.equals(other) && options.get(i).takes(other)) {
                    throw new IllegalArgumentException(
                            "The %s '%s' is one of '%s.<name>' as well".formatted(kind, other, name));
                }
            }
        }
    }

    /**
     * @param kind what a name is, for messages: {@code parameter}, {@code setting}
     * @param make the record, called only when all of the options have their values; may throw {@link
     *     BadValueException} for what concerns several options. Whatever else it throws comes out of {@link #decode}
     * @throws IllegalArgumentException if two options would take one name
     */
    public static <T> ConfigSchema<T> of(String kind, Function<Values, T> make, Option<?>... options) {
        return new ConfigSchema<>(
                kind, List.of(options).stream().map(o -> new Slot(o, o)).toList(), make);
    }

    /**
     * Reads both from one list; a name that neither has is unknown. Messages speak of the first one's kind.
     *
     * @throws IllegalArgumentException if an option of each would take one name
     */
    public static <A, B> ConfigSchema<Both<A, B>> both(ConfigSchema<A> first, ConfigSchema<B> second) {
        List<Slot> slots = new ArrayList<>(first.slots);
        slots.addAll(second.slots);
        return new ConfigSchema<>(first.kind, slots, values -> {
            List<String> problems = new ArrayList<>();
            Optional<A> one = made(first, values, problems);
            Optional<B> other = made(second, values, problems);
            if (!problems.isEmpty()) {
                throw new BadValueException(problems);
            }
            return new Both<>(one.orElseThrow(), other.orElseThrow());
        });
    }

    private static <T> Optional<T> made(ConfigSchema<T> schema, Values values, List<String> problems) {
        try {
            return Optional.of(schema.make.apply(values));
        } catch (BadValueException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    /**
     * The same with the names and defaults of a dialect. A required option with a default is required no more.
     *
     * @throws IllegalArgumentException if the dialect names an option that there is not, gives two the same name, or
     *     a default that is no value of its option
     */
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
                    "A dialect speaks of %ss that there are not: %s".formatted(kind, new TreeSet<>(mentioned)));
        }
        return new ConfigSchema<>(kind, respelled, make);
    }

    /** As users write them, in the order of the schema. */
    public List<Option<?>> options() {
        List<Option<?>> options = new ArrayList<>();
        slots.forEach(slot -> options.add(slot.spelled()));
        return List.copyOf(options);
    }

    /**
     * The value, or every problem in the pairs: those of names and single values, and where there are none, those of
     * the record. After the first 50, what is left is only counted. No problem holds the value of a secret option.
     */
    public Decoded<T> decode(List<NameValue> pairs) {
        List<Problem> problems = new ArrayList<>();
        Map<Option<?>, List<NameValue>> given = new HashMap<>();
        for (NameValue pair : pairs) {
            slots.stream()
                    .map(Slot::spelled)
                    .filter(option -> option.takes(pair.name()))
                    .findFirst()
                    .ifPresentOrElse(
                            option -> given.computeIfAbsent(option, o -> new ArrayList<>())
                                    .add(pair),
                            () -> problems.add(new Problem(
                                    Excerpt.of(pair.name()), Suggestion.unknown(kind, pair.name(), options()))));
        }
        Map<Option<?>, Object> values = new HashMap<>();
        for (Slot slot : slots) {
            slot.spelled()
                    .read(given.getOrDefault(slot.spelled(), List.of()), problems)
                    .ifPresent(value -> values.put(slot.original(), value));
        }
        if (!problems.isEmpty()) {
            return bad(problems);
        }
        try {
            return new Decoded.Good<>(make.apply(new Read(values)));
        } catch (BadValueException e) {
            return bad(e.problems().stream().map(p -> new Problem("", p)).toList());
        }
    }

    private static <T> Decoded<T> bad(List<Problem> problems) {
        if (problems.size() <= MOST_PROBLEMS) {
            return new Decoded.Bad<>(problems);
        }
        List<Problem> first = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
        first.add(new Problem("", "there are %d more problems".formatted(problems.size() - MOST_PROBLEMS)));
        return new Decoded.Bad<>(first);
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
