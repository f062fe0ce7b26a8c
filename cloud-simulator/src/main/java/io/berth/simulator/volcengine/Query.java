package io.berth.simulator.volcengine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parameters of a request, or of one struct in it. What is wrong with one is a {@link Refusal}. */
final class Query {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
    private static final String LETTER = "A-Za-z0-9\\p{IsHan}";
    private static final Pattern NAME = Pattern.compile("[" + LETTER + "][" + LETTER + "._-]{0,127}");
    private static final Pattern DESCRIPTION = Pattern.compile("(?:[" + LETTER + "][" + LETTER + ",._ =，。-]{0,254})?");

    private final String prefix;
    private final Map<String, String> values;

    Query(Map<String, String> values) {
        this("", values);
    }

    private Query(String prefix, Map<String, String> values) {
        this.prefix = prefix;
        this.values = values;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(prefix + name)).filter(text -> !text.isEmpty());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> Refusal.missing(prefix + name));
    }

    int number(String name, int min, int max) {
        String text = required(name);
        int value = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : Integer.MIN_VALUE;
        if (value < min || value > max) {
            throw Refusal.parameter(prefix + name, text);
        }
        return value;
    }

    int number(String name, int min, int max, int otherwise) {
        return text(name).isPresent() ? number(name, min, max) : otherwise;
    }

    String oneOf(String name, List<String> allowed) {
        String text = required(name);
        if (!allowed.contains(text)) {
            throw Refusal.parameter(prefix + name, text);
        }
        return text;
    }

    String oneOf(String name, List<String> allowed, String otherwise) {
        return text(name).isPresent() ? oneOf(name, allowed) : otherwise;
    }

    String name(String name, String otherwise) {
        return matching(name, NAME, otherwise);
    }

    String description(String name) {
        return matching(name, DESCRIPTION, "");
    }

    private String matching(String name, Pattern pattern, String otherwise) {
        String text = text(name).orElse(otherwise);
        if (!pattern.matcher(text).matches()) {
            throw Refusal.parameter(prefix + name, text);
        }
        return text;
    }

    /** {@code name.1}, {@code name.2} and so on. */
    List<String> list(String name, int most) {
        List<String> list = new ArrayList<>();
        for (Optional<String> next = text(name + ".1"); next.isPresent(); next = text(name + "." + (list.size() + 1))) {
            list.add(next.get());
        }
        if (list.size() > most) {
            throw Refusal.wrong("LimitExceeded." + name, "At most %d of %s are taken.".formatted(most, name));
        }
        return list;
    }

    /** {@code name.1.*}, {@code name.2.*} and so on. */
    List<Query> structs(String name, int most) {
        List<Query> structs = new ArrayList<>();
        for (int i = 1; ; i++) {
            String under = prefix + name + "." + i + ".";
            if (values.keySet().stream().noneMatch(key -> key.startsWith(under))) {
                break;
            }
            structs.add(new Query(under, values));
        }
        if (structs.size() > most) {
            throw Refusal.wrong("LimitExceeded." + name, "At most %d of %s are taken.".formatted(most, name));
        }
        return structs;
    }

    Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Query tag : structs("Tags", 20)) {
            String key = tag.required("Key");
            String value = tag.text("Value").orElse("");
            if (key.length() > 128 || value.length() > 256) {
                throw Refusal.parameter("Tags", key);
            }
            if (tags.put(key, value) != null) {
                throw Refusal.parameter("Tags", key);
            }
        }
        return tags;
    }

    /** What was given under names with this beginning, by the full names. */
    Map<String, String> given(String beginning) {
        Map<String, String> given = new LinkedHashMap<>();
        values.keySet().stream()
                .filter(name -> name.startsWith(beginning))
                .sorted()
                .forEach(name -> text(name).ifPresent(value -> given.put(name, value)));
        return given;
    }
}
