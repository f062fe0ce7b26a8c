package io.berth.plugin.clb.service;

import io.berth.spi.config.BadValueException;
import io.berth.spi.config.Excerpt;
import io.berth.spi.config.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code key:value,key:value}. What comes after the first colon is the value; blanks around both are dropped. */
final class UserAnnotations {
    private static final Pattern KEY = Pattern.compile(
            "(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private UserAnnotations() {}

    static ValueType<Map<String, String>> type() {
        return new ValueType<>("annotations such as key:value,key:value", UserAnnotations::parse);
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> annotations = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int colon = part.indexOf(':');
            String key = colon < 0 ? part.strip() : part.substring(0, colon).strip();
            if (colon < 0) {
                problems.add("%s has no value; give key:value".formatted(Excerpt.quoted(part)));
            } else if (!KEY.matcher(key).matches()) {
                problems.add("%s is not the key of an annotation; give one such as example.com/name"
                        .formatted(Excerpt.quoted(key)));
            } else if (key.startsWith(ServiceMark.PREFIX)) {
                problems.add("%s is Berth's own; leave it out".formatted(Excerpt.quoted(key)));
            } else if (annotations.put(key, part.substring(colon + 1).strip()) != null) {
                problems.add("%s is given more than once; give it once".formatted(Excerpt.quoted(key)));
            }
        }
        if (!problems.isEmpty()) {
            throw new BadValueException(problems.stream().distinct().toList());
        }
        return annotations;
    }
}
