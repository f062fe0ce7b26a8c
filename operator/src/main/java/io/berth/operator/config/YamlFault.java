package io.berth.operator.config;

import com.fasterxml.jackson.core.JacksonException;
import java.util.stream.Collectors;

/** Why a text is no YAML, in one line. */
public final class YamlFault {
    private YamlFault() {}

    /** @param exception of a YAML parser, or one that wraps it */
    public static String text(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException fault) {
                String where = fault.getLocation() == null
                        ? ""
                        : " (line " + fault.getLocation().getLineNr() + ")";
                return words(fault.getOriginalMessage()) + where;
            }
        }
        return words(String.valueOf(exception.getMessage()));
    }

    /** What is indented quotes the text and points into it. */
    private static String words(String message) {
        return message.lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .collect(Collectors.joining(", "));
    }
}
