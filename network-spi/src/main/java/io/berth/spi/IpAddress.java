package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A literal IP address, never a name; equal by its text, which is kept as Kubernetes wrote it. */
public record IpAddress(String text, Family family) {
    public enum Family {
        IPV4,
        IPV6
    }

    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    public IpAddress {
        requireNonNull(text, "text is null");
        requireNonNull(family, "family is null");
    }

    /** Empty where the text is no literal address; nothing is looked up. */
    public static Optional<IpAddress> parse(String text) {
        if (IPV4.matcher(text).matches()) {
            return Optional.of(new IpAddress(text, Family.IPV4));
        }
        if (text.indexOf(':') < 0 || text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            return Optional.empty();
        }
        try {
            // A text with a colon is taken as a literal: the resolver is not asked.
            InetAddress.getByName(text);
            return Optional.of(new IpAddress(text, Family.IPV6));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
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
