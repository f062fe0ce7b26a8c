package io.berth.spi.config;

/** What messages show of a user's text: at most 60 characters, on one line, whatever was written. */
public final class Excerpt {
    private static final int LONGEST = 60;

    private Excerpt() {}

    /** The text; three dots stand for what was left out, U+FFFD for what cannot be shown. */
    public static String of(String text) {
        int end = Math.min(text.length(), LONGEST);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        StringBuilder shown = new StringBuilder();
        text.substring(0, end).codePoints().forEach(c -> shown.appendCodePoint(isShown(c) ? c : 0xFFFD));
        return end < text.length() ? shown + "..." : shown.toString();
    }

    /** The same between quotes. */
    public static String quoted(String text) {
        return "'" + of(text) + "'";
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
