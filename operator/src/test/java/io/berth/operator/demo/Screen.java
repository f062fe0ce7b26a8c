package io.berth.operator.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal shows after a text with the few escape sequences that the demo uses. */
final class Screen {
    private static final Pattern TOKEN = Pattern.compile("\u001b\\[(\\d*)([AJm])|\r|\n|[^\u001b\r\n]+");

    private Screen() {}

    static String after(String text) {
        List<String> lines = new ArrayList<>(List.of(""));
        int at = 0;
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        while (token.find()) {
            if (token.start() != end) {
                throw new IllegalArgumentException("Unknown escape sequence at " + end);
            }
            end = token.end();
            String what = token.group(2) == null ? token.group() : token.group(2);
            switch (what) {
                case "A" -> at -= Integer.parseInt(token.group(1));
                case "J" -> {
                    while (lines.size() > at + 1) {
                        lines.remove(lines.size() - 1);
                    }
                    lines.set(at, "");
                }
                case "m", "\r" -> {
                    // Colours; and the cursor is at the line's beginning whenever one is written.
                }
                case "\n" -> {
                    at++;
                    if (at == lines.size()) {
                        lines.add("");
                    }
                }
                default -> lines.set(at, lines.get(at) + what);
            }
        }
        return String.join("\n", lines);
    }
}
