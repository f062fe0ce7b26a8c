package io.berth.simulator.aws;

import io.berth.simulator.FormText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The form of a request, as the query protocol writes it: lists are {@code Name.member.1}. */
record AwsForm(Map<String, String> values) {
    static AwsForm parse(String body) {
        return new AwsForm(FormText.parse(body));
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    String required(String name) {
        return optional(name)
                .orElseThrow(() -> AwsFault.refused(
                        "ValidationError", "The request must contain the parameter '%s'".formatted(name)));
    }

    Optional<Integer> number(String name, int min, int max) {
        return optional(name).map(text -> {
            int value;
            try {
                value = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw AwsFault.refused("MalformedInput", "'%s' is no number".formatted(name));
            }
            if (value < min || value > max) {
                throw AwsFault.invalid("%s '%d' must be between %d and %d".formatted(name, value, min, max));
            }
            return value;
        });
    }

    List<String> list(String name) {
        List<String> all = new ArrayList<>();
        for (int i = 1; values.containsKey(name + ".member." + i); i++) {
            all.add(values.get(name + ".member." + i));
        }
        return all;
    }

    /** The forms of a list of structures. */
    List<AwsForm> forms(String name) {
        List<AwsForm> all = new ArrayList<>();
        for (int i = 1; ; i++) {
            String prefix = name + ".member." + i + ".";
            Map<String, String> inner = new TreeMap<>();
            values.forEach((key, value) -> {
                if (key.startsWith(prefix)) {
                    inner.put(key.substring(prefix.length()), value);
                }
            });
            if (inner.isEmpty()) {
                return all;
            }
            all.add(new AwsForm(inner));
        }
    }

    Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>();
        for (AwsForm tag : forms("Tags")) {
            String key = tag.required("Key");
            String value = tag.values().getOrDefault("Value", "");
            if (key.length() > 128 || key.startsWith("aws:") || value.length() > 256) {
                throw AwsFault.invalid("The tag '%s' is not allowed".formatted(key));
            }
            if (!(key + value).matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*")) {
                throw AwsFault.invalid("The tag '%s' has characters that are not allowed".formatted(key));
            }
            if (tags.put(key, value) != null) {
                throw AwsFault.refused("DuplicateTagKeys", "Tag key '%s' was specified twice".formatted(key));
            }
        }
        if (tags.size() > 50) {
            throw AwsFault.refused("TooManyTags", "You've reached the limit on the number of tags");
        }
        return tags;
    }
}
