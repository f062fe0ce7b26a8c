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
 * may be repeated, a {@link Map} where it is followed by a dot and a name of the user's.
 */
public final class Option<V> {
    /** How often the name may stand, and in which form. */
    public enum Shape {
        SINGLE,
        REPEATED,
        KEYED
    }

    /** What one option was given: the part behind its dot (empty without one), and the text. */
    record Given(String subName, String text) {}

    private final String name;
    private final Shape shape;
    private final boolean required;
    private final boolean secret;
    private final String expects;
    private final Optional<String> defaultText;
    private final String doc;
    private final Function<List<Object>, V> assemble;
    private final Function<String, ?> parser;

    private Option(
            String name,
            Shape shape,
            boolean required,
            boolean secret,
            String expects,
            Optional<String> defaultText,
            String doc,
            Function<List<Object>, V> assemble,
            Function<String, ?> parser) {
        this.name = requireNonNull(name, "name is null");
        this.shape = requireNonNull(shape, "shape is null");
        this.required = required;
        this.secret = secret;
        this.expects = requireNonNull(expects, "expects is null");
        this.defaultText = requireNonNull(defaultText, "defaultText is null");
        this.doc = requireNonNull(doc, "doc is null");
        this.assemble = requireNonNull(assemble, "assemble is null");
        this.parser = requireNonNull(parser, "parser is null");
    }

    /** Must be given, once. */
    @SuppressWarnings("unchecked")
    public static <T> Option<T> required(String name, ValueType<T> type, String doc) {
        return new Option<>(
                name,
                Shape.SINGLE,
                true,
                false,
                type.expects(),
                Optional.empty(),
                doc,
                v -> (T) v.get(0),
                type.parser());
    }

    /** @param defaultText in the users' notation, so that the reference shows what they would write */
    @SuppressWarnings("unchecked")
    public static <T> Option<T> withDefault(String name, ValueType<T> type, String defaultText, String doc) {
        return new Option<>(
                name,
                Shape.SINGLE,
                false,
                false,
                type.expects(),
                Optional.of(defaultText),
                doc,
                v -> (T) v.get(0),
                type.parser());
    }

    @SuppressWarnings("unchecked")
    public static <T> Option<Optional<T>> optional(String name, ValueType<T> type, String doc) {
        return new Option<>(
                name,
                Shape.SINGLE,
                false,
                false,
                type.expects(),
                Optional.empty(),
                doc,
                v -> v.isEmpty() ? Optional.empty() : Optional.of((T) v.get(0)),
                type.parser());
    }

    /** Any number of times, in the order given. */
    @SuppressWarnings("unchecked")
    public static <T> Option<List<T>> repeated(String name, ValueType<T> type, String doc) {
        return new Option<>(
                name,
                Shape.REPEATED,
                false,
                false,
                type.expects(),
                Optional.empty(),
                doc,
                v -> v.stream().map(element -> (T) element).toList(),
                type.parser());
    }

    /**
     * Any number of times, in the order given.
     *
     * @param defaultText what counts as the one value given where the name stands nowhere
     */
    @SuppressWarnings("unchecked")
    public static <T> Option<List<T>> repeated(String name, ValueType<T> type, String defaultText, String doc) {
        return new Option<>(
                name,
                Shape.REPEATED,
                false,
                false,
                type.expects(),
                Optional.of(defaultText),
                doc,
                v -> v.stream().map(element -> (T) element).toList(),
                type.parser());
    }

    /** {@code name.<own name>}, each own name once, in the order given. */
    @SuppressWarnings("unchecked")
    public static <T> Option<Map<String, T>> keyed(String name, ValueType<T> type, String doc) {
        return new Option<>(
                name,
                Shape.KEYED,
                false,
                false,
                type.expects(),
                Optional.empty(),
                doc,
                v -> {
                    Map<String, T> map = new LinkedHashMap<>();
                    v.forEach(element -> map.put(((Entry) element).key(), (T) ((Entry) element).value()));
                    return Collections.unmodifiableMap(map);
                },
                type.parser());
    }

    /** The value is a secret: it is masked in problems. */
    public Option<V> secret() {
        return new Option<>(name, shape, required, true, expects, defaultText, doc, assemble, parser);
    }

    Option<V> spelled(String newName, Optional<String> newDefault) {
        return new Option<>(
                newName,
                shape,
                required && newDefault.isEmpty(),
                secret,
                expects,
                newDefault.or(() -> defaultText),
                doc,
                assemble,
                parser);
    }

    public String name() {
        return name;
    }

    public Shape shape() {
        return shape;
    }

    public boolean isRequired() {
        return required;
    }

    public boolean isSecret() {
        return secret;
    }

    /** What is accepted: {@code a number from 1 to 50}. */
    public String expects() {
        return expects;
    }

    public Optional<String> defaultText() {
        return defaultText;
    }

    /** One line of documentation. */
    public String doc() {
        return doc;
    }

    private record Entry(String key, Object value) {}

    /** The value, or empty after problems have been added. */
    Optional<V> read(List<Given> given, List<Problem> problems) {
        int before = problems.size();
        List<Given> texts = new ArrayList<>(given);
        if (texts.isEmpty()) {
            defaultText.ifPresent(text -> texts.add(new Given("", text)));
        }
        if (texts.isEmpty() && required) {
            problems.add(new Problem(name, "is missing; give " + expects));
        }
        if (shape == Shape.SINGLE && texts.size() > 1) {
            problems.add(new Problem(name, "is given %d times; give it once".formatted(texts.size())));
        }
        List<Object> values = new ArrayList<>();
        for (Given one : texts) {
            String shown = one.subName().isEmpty() ? name : name + "." + one.subName();
            try {
                Object value = requireNonNull(parser.apply(one.text()), "a parser answered null");
                values.add(shape == Shape.KEYED ? new Entry(one.subName(), value) : value);
            } catch (BadValueException e) {
                for (String problem : e.problems()) {
                    problems.add(new Problem(shown, secret ? "the value is not " + expects : problem));
                }
            }
        }
        return problems.size() == before ? Optional.of(assemble.apply(values)) : Optional.empty();
    }
}
