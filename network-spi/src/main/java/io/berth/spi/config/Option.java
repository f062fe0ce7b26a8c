package io.berth.spi.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One name of a schema. {@code V} is what a record gets: the value, an {@link Optional}, a {@link List} where the name
 * may be repeated, a {@link Map} where it is followed by a dot and a name of the user's. Immutable; each option is
 * itself only, so a schema's function must ask for the very ones that the schema was made of.
 */
public final class Option<V> {
    /** How often the name may stand, and in which form. */
    public enum Shape {
        SINGLE,
        REPEATED,
        KEYED
    }

    /** @param ownName the part behind the dot of a keyed option, else empty */
    private record Element<E>(String ownName, E value) {}

    private record Form<E, V>(Shape shape, ValueType<E> type, Function<List<Element<E>>, V> assemble) {}

    private final String name;
    private final Form<?, V> form;
    private final boolean required;
    private final boolean secret;
    private final Optional<String> defaultText;
    private final String doc;

    private Option(
            String name, Form<?, V> form, boolean required, boolean secret, Optional<String> defaultText, String doc) {
        this.name = requireNonNull(name, "name is null");
        this.form = requireNonNull(form, "form is null");
        this.required = required;
        this.secret = secret;
        this.defaultText = requireNonNull(defaultText, "defaultText is null");
        this.doc = requireNonNull(doc, "doc is null");
        defaultText.ifPresent(this::checkDefault);
    }

    /** Must be given, once. */
    public static <T> Option<T> required(String name, ValueType<T> type, String doc) {
        return new Option<>(
                name, new Form<>(Shape.SINGLE, type, v -> v.get(0).value()), true, false, Optional.empty(), doc);
    }

    /**
     * May be given, once.
     *
     * @param defaultText in the users' notation, so that the reference shows what they would write
     * @throws IllegalArgumentException if it is no value of the type
     */
    public static <T> Option<T> withDefault(String name, ValueType<T> type, String defaultText, String doc) {
        return new Option<>(
                name,
                new Form<>(Shape.SINGLE, type, v -> v.get(0).value()),
                false,
                false,
                Optional.of(defaultText),
                doc);
    }

    /** May be given, once. */
    public static <T> Option<Optional<T>> optional(String name, ValueType<T> type, String doc) {
        return new Option<>(
                name,
                new Form<>(Shape.SINGLE, type, v -> v.stream().findFirst().map(Element::value)),
                false,
                false,
                Optional.empty(),
                doc);
    }

    /** Any number of times, in the order given. */
    public static <T> Option<List<T>> repeated(String name, ValueType<T> type, String doc) {
        return new Option<>(
                name,
                new Form<>(
                        Shape.REPEATED,
                        type,
                        v -> v.stream().map(Element::value).toList()),
                false,
                false,
                Optional.empty(),
                doc);
    }

    /**
     * Any number of times, in the order given.
     *
     * @param defaultText what counts as the one value given where the name stands nowhere
     */
    public static <T> Option<List<T>> repeated(String name, ValueType<T> type, String defaultText, String doc) {
        return new Option<>(
                name,
                new Form<>(
                        Shape.REPEATED,
                        type,
                        v -> v.stream().map(Element::value).toList()),
                false,
                false,
                Optional.of(defaultText),
                doc);
    }

    /** {@code name.<own name>}, each own name once, in the order given. An own name may have dots, and is not empty. */
    public static <T> Option<Map<String, T>> keyed(String name, ValueType<T> type, String doc) {
        return new Option<>(name, new Form<>(Shape.KEYED, type, Option::map), false, false, Optional.empty(), doc);
    }

    private static <T> Map<String, T> map(List<Element<T>> elements) {
        Map<String, T> map = new LinkedHashMap<>();
        elements.forEach(element -> map.put(element.ownName(), element.value()));
        return Collections.unmodifiableMap(map);
    }

    /** The value is a secret: no problem shows any of it. */
    public Option<V> secret() {
        return new Option<>(name, form, required, true, defaultText, doc);
    }

    /** @throws IllegalArgumentException if the default is no value of the option */
    Option<V> spelled(String newName, Optional<String> newDefault) {
        return new Option<>(
                newName, form, required && newDefault.isEmpty(), secret, newDefault.or(() -> defaultText), doc);
    }

    public String name() {
        return name;
    }

    public Shape shape() {
        return form.shape();
    }

    public boolean isRequired() {
        return required;
    }

    public boolean isSecret() {
        return secret;
    }

    /** What is accepted: {@code a number from 1 to 50}. */
    public String expects() {
        return form.type().expects();
    }

    public Optional<String> defaultText() {
        return defaultText;
    }

    /** One line of documentation. */
    public String doc() {
        return doc;
    }

    /** Whether a pair of this name is for this option. */
    boolean takes(String given) {
        return shape() == Shape.KEYED
                ? given.length() > name.length() + 1 && given.startsWith(name + ".")
                : given.equals(name);
    }

    /**
     * The value, or empty after problems have been added.
     *
     * @param given the pairs that this option {@link #takes}, in their order
     */
    Optional<V> read(List<NameValue> given, List<Problem> problems) {
        if (given.isEmpty() && defaultText.isPresent()) {
            return read(form, List.of(new NameValue(name, defaultText.get())), problems);
        }
        if (given.isEmpty() && required) {
            problems.add(new Problem(name, "is missing; give " + expects()));
            return Optional.empty();
        }
        return read(form, given, problems);
    }

    private <E> Optional<V> read(Form<E, V> of, List<NameValue> given, List<Problem> problems) {
        int before = problems.size();
        Map<String, Integer> times = new LinkedHashMap<>();
        List<Element<E>> elements = new ArrayList<>();
        for (NameValue pair : given) {
            times.merge(pair.name(), 1, Integer::sum);
            String ownName = of.shape() == Shape.KEYED ? pair.name().substring(name.length() + 1) : "";
            try {
                elements.add(new Element<>(ownName, of.type().parse(pair.value())));
            } catch (BadValueException e) {
                List<String> told = secret ? List.of("the value is not " + expects()) : e.problems();
                told.forEach(problem -> problems.add(new Problem(Excerpt.of(pair.name()), problem)));
            }
        }
        if (of.shape() != Shape.REPEATED) {
            times.forEach((shown, count) -> {
                if (count > 1) {
                    problems.add(new Problem(Excerpt.of(shown), "is given %d times; give it once".formatted(count)));
                }
            });
        }
        return problems.size() == before ? Optional.of(of.assemble().apply(elements)) : Optional.empty();
    }

    private void checkDefault(String text) {
        if (shape() == Shape.KEYED) {
            throw new IllegalArgumentException(
                    "Option '%s' needs an own name per value; it has no default".formatted(name));
        }
        try {
            form.type().parse(text);
        } catch (BadValueException e) {
            throw new IllegalArgumentException(
                    "The default of option '%s' is not %s: %s".formatted(name, expects(), e.getMessage()), e);
        }
    }
}
