package io.berth.it.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** When an expectation is met, by what its field means. */
final class Comparison {
    private static final Set<String> NUMBERS_ARE_FREE = Set.of("host_ports", "host_port", "results");
    private static final Set<String> PARTS = Set.of(
            "taken",
            "usage",
            "ports",
            "taken_by_range",
            "taken_per_range",
            "total_taken_by_range",
            "total_taken_per_range");

    private Comparison() {}

    /** @param exact which of the free numbers is taken leaves no choice */
    static boolean of(String field, JsonNode expected, JsonNode actual, boolean exact) {
        if (field.equals("error") || field.equals("errors")) {
            return errors(expected, actual);
        }
        if (field.equals("pairs")) {
            return pairs(expected, actual);
        }
        if (PARTS.contains(field.replace("_after_step", ""))) {
            return part(expected, actual);
        }
        if (field.equals("result_ports")) {
            return expected.size() == actual.size() && part(expected, actual);
        }
        if (field.endsWith("_as_set") || field.equals("unscheduled_ports") || field.equals("released")) {
            return numbers(expected).equals(numbers(actual));
        }
        if (NUMBERS_ARE_FREE.contains(field) && !exact) {
            return sameShape(expected, actual);
        }
        return same(expected, actual);
    }

    /** Whether there is one counts; every project has its own words. */
    private static boolean errors(JsonNode expected, JsonNode actual) {
        if (!expected.isArray()) {
            return expected.isNull() == actual.isNull();
        }
        if (expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (expected.get(i).isNull() != actual.get(i).isNull()) {
                return false;
            }
        }
        return true;
    }

    /** Each pair is named in a problem of its own. */
    private static boolean pairs(JsonNode expected, JsonNode problems) {
        List<String> left = new ArrayList<>();
        problems.forEach(problem -> left.add(problem.asText()));
        for (JsonNode pair : expected) {
            boolean found = false;
            for (int i = 0; i < left.size() && !found; i++) {
                if (left.get(i).contains("ranges." + pair.get(0).asText())
                        && left.get(i).contains("ranges." + pair.get(1).asText())) {
                    left.remove(i);
                    found = true;
                }
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    /** Everything that is named is so; what is not named is free. */
    private static boolean part(JsonNode expected, JsonNode actual) {
        if (expected.isObject()) {
            for (String name : SequenceCase.fieldsOf(expected)) {
                JsonNode there = actual.isArray() ? actual.path(Integer.parseInt(name)) : actual.path(name);
                JsonNode wanted = expected.get(name);
                // A number that nobody uses is not in the table.
                boolean zero = there.isMissingNode() && wanted.isInt() && wanted.intValue() == 0;
                if (name.equals("in_range") && wanted.isArray()) {
                    int number = actual.path("host_port").asInt();
                    if (number < wanted.get(0).asInt() || number > wanted.get(1).asInt()) {
                        return false;
                    }
                } else if (!zero && !part(wanted, there)) {
                    return false;
                }
            }
            return true;
        }
        if (expected.isArray()) {
            if (expected.size() != actual.size()) {
                return false;
            }
            for (int i = 0; i < expected.size(); i++) {
                if (!part(expected.get(i), actual.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return same(expected, actual);
    }

    /** As many, as many different ones, nested alike. */
    private static boolean sameShape(JsonNode expected, JsonNode actual) {
        if (expected.isArray() != actual.isArray() || expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (expected.get(i).isArray() && !sameShape(expected.get(i), actual.get(i))) {
                return false;
            }
        }
        return distinct(expected) == distinct(actual) && isZero(expected) == isZero(actual);
    }

    private static boolean isZero(JsonNode node) {
        return node.isInt() && node.intValue() == 0;
    }

    private static int distinct(JsonNode array) {
        Set<JsonNode> values = new HashSet<>();
        array.forEach(values::add);
        return values.size();
    }

    /** In no order. */
    private static List<Integer> numbers(JsonNode array) {
        List<Integer> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asInt()));
        numbers.sort(null);
        return numbers;
    }

    private static boolean same(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            return expected.asLong() == actual.asLong();
        }
        if (expected.isArray() && actual.isArray()) {
            if (expected.size() != actual.size()) {
                return false;
            }
            for (int i = 0; i < expected.size(); i++) {
                if (!same(expected.get(i), actual.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return expected.equals(actual);
    }
}
