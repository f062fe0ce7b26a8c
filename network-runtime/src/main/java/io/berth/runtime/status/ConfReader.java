package io.berth.runtime.status;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.NameValue;
import io.berth.spi.config.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code network-conf} annotation: a JSON array of {@code {"name", "value"}}, both texts, the names of the
 * fields in this case. All problems come at once, each with the place and the remedy; the work is linear in the text,
 * and what is quoted of it is short. Stateless.
 */
public final class ConfReader {
    private static final int MAX_ENTRIES = 1_000;
    private static final int MAX_PROBLEMS = 20;
    private static final String FORM = "[{\"name\": \"...\", \"value\": \"...\"}]";

    private final String annotation;

    /** @param annotation its name, for the messages */
    public ConfReader(String annotation) {
        this.annotation = requireNonNull(annotation, "annotation is null");
    }

    /** The pairs in their order, repeated names included. A blank text has none. */
    public Decoded<List<NameValue>> read(String text) {
        if (text.isBlank()) {
            return new Decoded.Good<>(List.of());
        }
        Reading reading = new Reading();
        if (text.length() > BoundedJson.MAX_CHARS) {
            reading.problem("is %d characters long; Kubernetes keeps at most %d bytes of annotations: shorten it"
                    .formatted(text.length(), BoundedJson.MAX_CHARS));
        } else {
            try (JsonParser parser = BoundedJson.FACTORY.createParser(text)) {
                reading.array(parser);
            } catch (JacksonException e) {
                reading.problem("cannot be read as JSON%s: %s; write %s"
                        .formatted(place(e.getLocation()), Excerpt.plain(e.getOriginalMessage(), 120), FORM));
            } catch (IOException e) {
                // A text has no I/O to fail.
                reading.problem("cannot be read: " + Excerpt.plain(String.valueOf(e.getMessage()), 120));
            }
        }
        return reading.result();
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
    }

    /** One pass over one text. */
    private final class Reading {
        private final List<NameValue> pairs = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private int unreported;

        Decoded<List<NameValue>> result() {
            if (problems.isEmpty()) {
                return new Decoded.Good<>(List.copyOf(pairs));
            }
            if (unreported > 0) {
                problems.add(new Problem(annotation, "has %d more problems of these kinds".formatted(unreported)));
            }
            return new Decoded.Bad<>(problems);
        }

        void problem(String message) {
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(new Problem(annotation, message));
            } else {
                unreported++;
            }
        }

        void array(JsonParser parser) throws IOException {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_ARRAY) {
                problem("is %s where an array is needed; write %s".formatted(described(parser, first), FORM));
                return;
            }
            int index = 0;
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                index++;
                if (index > MAX_ENTRIES) {
                    problem("has more than %d entries; remove some".formatted(MAX_ENTRIES));
                    return;
                }
                if (token == JsonToken.START_OBJECT) {
                    entry(parser, index);
                } else {
                    problem("entry %d is %s where an object is needed; write {\"name\": \"...\", \"value\": \"...\"}"
                            .formatted(index, described(parser, token)));
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                problem("goes on after the array%s; remove what follows it".formatted(place(parser.currentLocation())));
            }
        }

        private void entry(JsonParser parser, int index) throws IOException {
            String name = null;
            String value = null;
            boolean nameSeen = false;
            boolean valueSeen = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                if (field.equals("name")) {
                    nameSeen = true;
                    name = text(parser, token, index, name, "name");
                } else if (field.equals("value")) {
                    valueSeen = true;
                    value = text(parser, token, index, name, "value");
                } else {
                    unknown(index, name, field);
                    parser.skipChildren();
                }
            }
            if (!nameSeen) {
                problem("%s has no \"name\"; add it, in this case".formatted(entryText(index, null)));
            } else if (name != null && name.isEmpty()) {
                problem("%s has an empty \"name\"; write the parameter's name".formatted(entryText(index, null)));
            }
            if (!valueSeen) {
                problem("%s has no \"value\"; add it, in this case, \"\" for an empty one"
                        .formatted(entryText(index, name)));
            }
            if (name != null && value != null) {
                pairs.add(new NameValue(name, value));
            }
        }

        private @Nullable String text(
                JsonParser parser, @Nullable JsonToken token, int index, @Nullable String name, String field)
                throws IOException {
            if (token == JsonToken.VALUE_STRING) {
                return parser.getText();
            }
            String remedy = token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL
                    ? "write \"" + Excerpt.plain(parser.getText(), 60) + "\", in quotes"
                    : "write a text in quotes";
            problem("%s has %s as \"%s\"; %s"
                    .formatted(entryText(index, name), described(parser, token), field, remedy));
            parser.skipChildren();
            return null;
        }

        private void unknown(int index, @Nullable String name, String field) {
            boolean otherCase = field.equalsIgnoreCase("name") || field.equalsIgnoreCase("value");
            problem("%s has an unknown key %s; %s"
                    .formatted(
                            entryText(index, name),
                            Excerpt.quoted(field),
                            otherCase
                                    ? "keys are in lower case, write \"" + (field.length() == 4 ? "name" : "value")
                                            + "\""
                                    : "remove it: only \"name\" and \"value\" are read"));
        }

        private String entryText(int index, @Nullable String name) {
            return name == null || name.isEmpty()
                    ? "entry " + index
                    : "entry %d (%s)".formatted(index, Excerpt.quoted(name));
        }

        private String described(JsonParser parser, @Nullable JsonToken token) throws IOException {
            if (token == null) {
                return "nothing";
            }
            return switch (token) {
                case START_OBJECT -> "an object";
                case START_ARRAY -> "an array";
                case VALUE_NULL -> "null";
                case VALUE_STRING -> "the text " + Excerpt.quoted(parser.getText());
                case VALUE_TRUE, VALUE_FALSE -> "the bare word " + parser.getText();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + Excerpt.plain(parser.getText(), 60);
                default -> "something else";
            };
        }
    }
}
