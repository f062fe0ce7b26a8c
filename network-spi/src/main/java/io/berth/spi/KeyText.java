package io.berth.spi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The canonical text of keys. A pool's keys have its four segments first; six segments that end in a port space and a
 * number are a port, six that end in "pending" and a token are pending, five are a member, and everything else is a name.
 */
final class KeyText {
    private static final String PENDING = "pending";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private KeyText() {}

    /** @throws IllegalArgumentException if {@link #parse} could not read the segment back */
    static void checkSegment(String segment) {
        if (segment.isEmpty()) {
            throw new IllegalArgumentException("A segment of a key is empty");
        }
        if (segment.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new IllegalArgumentException("A segment of a key has half a character in it");
        }
    }

    /** Whether keys of this many segments, and with such an end, are of a pool: never names. */
    static boolean isPooled(List<String> segments) {
        return segments.size() == 5
                || (segments.size() == 6
                        && (segments.get(4).equals(PENDING)
                                || (space(segments.get(4)).isPresent() && isNumber(segments.get(5)))));
    }

    static String join(String... segments) {
        StringBuilder text = new StringBuilder();
        for (String segment : segments) {
            append(text, segment);
        }
        return text.toString();
    }

    static String port(Key.Port key) {
        PoolId pool = key.pool();
        return join(
                pool.kind(),
                pool.cloud(),
                pool.account(),
                pool.id(),
                text(key.space()),
                Integer.toString(key.number()));
    }

    static String pending(Key.Pending key) {
        PoolId pool = key.pool();
        return join(pool.kind(), pool.cloud(), pool.account(), pool.id(), PENDING, key.token());
    }

    static String name(Key.Name key) {
        StringBuilder text = new StringBuilder();
        append(text, key.kind());
        key.segments().forEach(segment -> append(text, segment));
        return text.toString();
    }

    static Key parse(String text) {
        List<String> segments = new ArrayList<>();
        for (String segment : text.split("/", -1)) {
            segments.add(decode(segment, text));
        }
        Key key = read(segments, text);
        if (!key.toString().equals(text)) {
            throw new IllegalArgumentException("'%s' is not a key's canonical text, that is '%s'".formatted(text, key));
        }
        return key;
    }

    private static Key read(List<String> segments, String text) {
        if (segments.size() < 2 || segments.contains("")) {
            throw new IllegalArgumentException(
                    "'%s' is not a key: it needs a kind and no empty segment".formatted(text));
        }
        if (!isPooled(segments)) {
            return new Key.Name(segments.get(0), segments.subList(1, segments.size()));
        }
        PoolId pool = new PoolId(segments.get(0), segments.get(1), segments.get(2), segments.get(3));
        if (segments.size() == 5) {
            return new Key.Member(pool, segments.get(4));
        }
        return segments.get(4).equals(PENDING)
                ? new Key.Pending(pool, segments.get(5))
                : new Key.Port(pool, space(segments.get(4)).orElseThrow(), Integer.parseInt(segments.get(5)));
    }

    private static Optional<PortSpace> space(String segment) {
        return Stream.of(PortSpace.values())
                .filter(space -> text(space).equals(segment))
                .findFirst();
    }

    private static String text(PortSpace space) {
        return space.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isNumber(String segment) {
        return segment.length() <= 5 && segment.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static void append(StringBuilder text, String segment) {
        if (text.length() > 0) {
            text.append('/');
        }
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                text.append((char) b);
            } else {
                HEX.toHexDigits(text.append('%'), b);
            }
        }
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~'
                || b == '*'
                || b == ':';
    }

    private static String decode(String segment, String text) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        byte[] bytes = new byte[segment.length()];
        int length = 0;
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c != '%') {
                bytes[length++] = (byte) c;
            } else if (i + 2 < segment.length() && isHex(segment.charAt(i + 1)) && isHex(segment.charAt(i + 2))) {
                bytes[length++] = (byte) HexFormat.fromHexDigits(segment, i + 1, i + 3);
                i += 2;
            } else {
                throw new IllegalArgumentException("'%s' is not a key: '%%' starts no escape".formatted(text));
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isHex(char c) {
        return HexFormat.isHexDigit(c);
    }
}
