package io.berth.runtime.status;

/** Others' text in our messages: short, of one line, and without control characters. */
final class Excerpt {
    private static final int QUOTED = 60;

    private Excerpt() {}

    static String quoted(String text) {
        return "'" + plain(text, QUOTED) + "'";
    }

    /** @param length how many characters are shown at most; three dots say that there are more */
    static String plain(String text, int length) {
        StringBuilder shown = new StringBuilder();
        int end = Math.min(text.length(), length);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean lonely = Character.isSurrogate(c)
                    && !(i + 1 < end && Character.isSurrogatePair(c, text.charAt(i + 1)))
                    && !(i > 0 && Character.isSurrogatePair(text.charAt(i - 1), c));
            shown.append(Character.isISOControl(c) || lonely ? '\ufffd' : c);
        }
        return end < text.length() ? shown + "..." : shown.toString();
    }
}
