package io.berth.operator.config;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.BadValueException;
import io.berth.spi.config.Excerpt;
import io.berth.spi.config.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A label selector as kubectl takes it: {@code team=a,tier!=test,zone in (a, b),!legacy}.
 *
 * @param text as it was given, which is what an API server is asked with
 * @param requirements all of which have to hold
 */
public record PodSelector(String text, List<Requirement> requirements) {
    /** How the label is compared. The names are those of a selector in a Kubernetes object. */
    public enum Operator {
        IN("In"),
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        /** As Kubernetes writes it. */
        public String text() {
            return text;
        }
    }

    /** @param values empty for those that ask only whether the label is there */
    public record Requirement(String label, Operator operator, List<String> values) {
        public Requirement {
            requireNonNull(label, "label is null");
            requireNonNull(operator, "operator is null");
            values = List.copyOf(values);
        }
    }

    private static final String LABEL = "(?:[a-z0-9][-a-z0-9.]*/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final String VALUE = "(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?";
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*(" + LABEL + ")");
    private static final Pattern EQUALITY = Pattern.compile("(" + LABEL + ")\\s*(==|=|!=)\\s*(" + VALUE + ")");
    private static final Pattern SET = Pattern.compile("(" + LABEL + ")\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern ONE_VALUE = Pattern.compile(VALUE);
    /** Commas in brackets are between values. */
    private static final Pattern BETWEEN = Pattern.compile(",(?![^(]*\\))");

    public PodSelector {
        requireNonNull(text, "text is null");
        requirements = List.copyOf(requirements);
    }

    static ValueType<PodSelector> type() {
        String expects = "a label selector such as team=a,tier!=test";
        return new ValueType<>(expects, text -> {
            List<Requirement> requirements = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            for (String part : BETWEEN.split(text, -1)) {
                try {
                    requirements.add(requirement(part.strip(), expects));
                } catch (BadValueException e) {
                    problems.addAll(e.problems());
                }
            }
            if (!problems.isEmpty()) {
                throw new BadValueException(problems);
            }
            return new PodSelector(text.strip(), requirements);
        });
    }

    private static Requirement requirement(String part, String expects) {
        Matcher existence = EXISTENCE.matcher(part);
        if (existence.matches()) {
            Operator operator = existence.group(1).isEmpty() ? Operator.EXISTS : Operator.DOES_NOT_EXIST;
            return new Requirement(existence.group(2), operator, List.of());
        }
        Matcher equality = EQUALITY.matcher(part);
        if (equality.matches()) {
            Operator operator = "!=".equals(equality.group(2)) ? Operator.NOT_IN : Operator.IN;
            return new Requirement(equality.group(1), operator, List.of(equality.group(3)));
        }
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            List<String> values = List.of(set.group(3).split(",", -1)).stream()
                    .map(String::strip)
                    .toList();
            if (values.stream().allMatch(value -> ONE_VALUE.matcher(value).matches())) {
                return new Requirement(set.group(1), "in".equals(set.group(2)) ? Operator.IN : Operator.NOT_IN, values);
            }
        }
        throw new BadValueException("%s is not %s".formatted(Excerpt.quoted(part), expects));
    }
}
