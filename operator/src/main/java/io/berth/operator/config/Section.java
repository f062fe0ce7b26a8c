package io.berth.operator.config;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.NameValue;
import io.berth.spi.config.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A section of the file whose keys are known beforehand.
 *
 * @param doc one sentence for the reference
 */
record Section<T>(String name, String doc, ConfigSchema<T> schema) {
    Section {
        requireNonNull(name, "name is null");
        requireNonNull(doc, "doc is null");
        requireNonNull(schema, "schema is null");
    }

    /** @param entries those below this section */
    Optional<T> read(List<YamlEntry> entries, List<String> problems) {
        List<NameValue> pairs = new ArrayList<>();
        int before = problems.size();
        for (YamlEntry entry : entries) {
            String key = entry.nameFrom(1);
            if (entry.text().isPresent()) {
                pairs.add(new NameValue(key, entry.text().get()));
            } else if (schema.options().stream()
                    .anyMatch(option -> option.name().equals(key))) {
                problems.add("%s (line %d): has no value; give %s, or leave the key out"
                        .formatted(entry.name(), entry.line(), expects(key)));
            } else if (schema.options().stream()
                    .noneMatch(option -> option.name().startsWith(key + "."))) {
                pairs.add(new NameValue(key, ""));
            }
        }
        Decoded<T> decoded = schema.decode(pairs);
        decoded.problems().forEach(problem -> problems.add(SettingProblems.text(name, problem, entries, 1)));
        return problems.size() == before ? decoded.value() : Optional.empty();
    }

    /** The keys as they are written below the section, in order. */
    Set<String> keys() {
        return schema.options().stream().map(Option::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private String expects(String key) {
        return schema.options().stream()
                .filter(option -> option.name().equals(key))
                .map(Option::expects)
                .findFirst()
                .orElse("one");
    }
}
