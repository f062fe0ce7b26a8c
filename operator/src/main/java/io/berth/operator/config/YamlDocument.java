package io.berth.operator.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A YAML document as a flat list of leaves, in their order. What YAML allows beyond maps, lists of texts, and texts is
 * reported: it would not mean what its writer thinks.
 */
record YamlDocument(List<YamlEntry> entries, List<String> problems) {
    private static final YAMLFactory YAML = new YAMLFactory();

    YamlDocument {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
    }

    static YamlDocument parse(String text) {
        Reader reader = new Reader();
        try (YAMLParser parser = YAML.createParser(text)) {
            reader.document(parser);
        } catch (JacksonException e) {
            reader.problems.add("is no YAML: " + YamlFault.text(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new YamlDocument(reader.entries, reader.problems);
    }

    private static final class Reader {
        private final List<YamlEntry> entries = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        void document(YAMLParser parser) throws IOException {
            JsonToken token = parser.nextToken();
            if (token == null || token == JsonToken.VALUE_NULL) {
                return;
            }
            if (token != JsonToken.START_OBJECT) {
                problem(parser, List.of(), "the file has to be a map of sections");
                return;
            }
            map(parser, List.of());
            if (parser.nextToken() != null) {
                problem(parser, List.of(), "a second document begins; there has to be one");
            }
        }

        private void map(YAMLParser parser, List<String> path) throws IOException {
            Set<String> seen = new HashSet<>();
            int line = line(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                List<String> inner = new ArrayList<>(path);
                inner.add(parser.currentName());
                if (!seen.add(parser.currentName())) {
                    problem(parser, inner, "is given more than once; give it once");
                }
                parser.nextToken();
                value(parser, inner);
            }
            if (seen.isEmpty() && !path.isEmpty()) {
                entries.add(new YamlEntry(path, Optional.empty(), line));
            }
        }

        private void value(YAMLParser parser, List<String> path) throws IOException {
            switch (parser.currentToken()) {
                case START_OBJECT -> map(parser, path);
                case START_ARRAY -> list(parser, path);
                default -> scalar(parser, path);
            }
        }

        private void list(YAMLParser parser, List<String> path) throws IOException {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken().isStructStart()) {
                    problem(parser, path, "has a list or a map inside a list; only texts may be listed");
                    parser.skipChildren();
                } else {
                    scalar(parser, path);
                }
            }
        }

        private void scalar(YAMLParser parser, List<String> path) throws IOException {
            if (parser.isCurrentAlias()) {
                problem(parser, path, "refers to '*%s'; write the value itself".formatted(parser.getText()));
                return;
            }
            Optional<String> text =
                    parser.currentToken() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(parser.getText());
            entries.add(new YamlEntry(path, text, line(parser)));
        }

        private void problem(YAMLParser parser, List<String> path, String message) {
            String name = path.isEmpty() ? "" : String.join(".", path) + " ";
            problems.add(
                    "%s(line %d): %s".formatted(name, line(parser), message).strip());
        }

        private static int line(YAMLParser parser) {
            return parser.currentTokenLocation().getLineNr();
        }
    }
}
