package io.berth.cloud.volcengine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Names and values of one request, in order; indices begin at 1. Not to be used again. */
final class Parameters {
    /** One of them. */
    record Parameter(String name, String value) {}

    private final List<Parameter> all = new ArrayList<>();

    static Parameters of(String name, String value) {
        return new Parameters().with(name, value);
    }

    Parameters with(String name, String value) {
        all.add(new Parameter(name, value));
        return this;
    }

    Parameters with(String name, int value) {
        return with(name, Integer.toString(value));
    }

    /** In whole seconds. */
    Parameters with(String name, Duration value) {
        return with(name, Long.toString(value.toSeconds()));
    }

    Parameters withEach(String name, Collection<String> values) {
        int i = 0;
        for (String value : values) {
            with(name + "." + ++i, value);
        }
        return this;
    }

    Parameters withTags(Map<String, String> tags) {
        int i = 0;
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            String name = "Tags." + ++i;
            with(name + ".Key", tag.getKey()).with(name + ".Value", tag.getValue());
        }
        return this;
    }

    List<Parameter> all() {
        return List.copyOf(all);
    }
}
