package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A literal IP address without a zone, never a name; equal by its text, which is kept as Kubernetes wrote it.
 *
 * @param family of the notation: an IPv4 address that is written as {@code ::ffff:192.0.2.1} is of IPv6
 */
public record IpAddress(String text, Family family) {
    public enum Family {
        IPV4,
        IPV6
    }

    private static final String DOTTED =
            "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])" + "(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}";
    /** What may be an IPv6 address; how many groups there are is left to the JDK. */
    private static final Pattern COLONS =
            Pattern.compile("(?:[0-9a-fA-F]{0,4}:){2,8}(?:[0-9a-fA-F]{0,4}|" + DOTTED + ")");

    /** @throws IllegalArgumentException if the text is no literal address of this family */
    public IpAddress {
        requireNonNull(text, "text is null");
        requireNonNull(family, "family is null");
        if (!familyOf(text).equals(Optional.of(family))) {
            throw new IllegalArgumentException("'%s' is not an address of %s".formatted(text, family));
        }
    }

    /** Empty where the text is no literal address; nothing is looked up. */
    public static Optional<IpAddress> parse(String text) {
        return familyOf(text).map(family -> new IpAddress(text, family));
    }

    private static Optional<Family> familyOf(String text) {
        if (isDottedQuad(text)) {
            return Optional.of(Family.IPV4);
        }
        if (!COLONS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // The JDK asks the resolver for whatever does not begin with a hexadecimal digit or a colon: this does.
            InetAddress.getByName(text);
            return Optional.of(Family.IPV6);
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Every pod has one, and each of its versions is read: a pattern would cost more than all the rest of a pod. */
    private static boolean isDottedQuad(String text) {
        int quads = 0;
        int at = 0;
        while (quads < 4) {
            int from = at;
            int value = 0;
            while (at < text.length() && at < from + 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                value = value * 10 + text.charAt(at++) - '0';
            }
            boolean padded = at > from + 1 && text.charAt(from) == '0';
            if (at == from || padded || value > 255) {
                return false;
            }
            quads++;
            if (quads < 4 && (at == text.length() || text.charAt(at++) != '.')) {
                return false;
            }
        }
        return at == text.length();
    }

    /** @throws IllegalArgumentException if the text is no literal address */
    public static IpAddress of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("'%s' is not an IP address".formatted(text)));
    }

    @Override
    public String toString() {
        return text;
    }
}
