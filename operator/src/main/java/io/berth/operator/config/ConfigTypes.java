package io.berth.operator.config;

import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ValueType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** Types of values that only the operator's own file has. */
final class ConfigTypes {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern DNS_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern IDENTITY = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private ConfigTypes() {}

    static ValueType<String> word() {
        String expects = "a text that is not empty";
        return new ValueType<>(expects, text -> {
            if (text.isBlank()) {
                throw new BadValueException("is empty; give %s".formatted(expects));
            }
            return text.strip();
        });
    }

    static ValueType<String> dnsLabel() {
        return matching(DNS_LABEL, "a name of lower-case letters, digits and '-', 63 characters at most");
    }

    static ValueType<String> dnsName() {
        return matching(DNS_NAME, "a name of lower-case letters, digits, '-' and '.', 253 characters at most");
    }

    /** It becomes part of tags and labels at every vendor, so it has to be fit for the strictest. */
    static ValueType<String> identity() {
        return matching(IDENTITY, "1 to 63 letters, digits, '-', '_' and '.', a letter or digit at both ends");
    }

    static ValueType<Path> path() {
        String expects = "the path of a file";
        return new ValueType<>(expects, text -> {
            try {
                if (text.isBlank()) {
                    throw new BadValueException("is empty; give %s".formatted(expects));
                }
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new BadValueException("'%s' is no path: %s".formatted(text, e.getReason()));
            }
        });
    }

    static ValueType<Duration> positiveDuration() {
        ValueType<Duration> any = ValueType.duration();
        return new ValueType<>(any.expects() + ", more than zero", text -> {
            Duration duration = any.parse(text);
            if (duration.isZero()) {
                throw new BadValueException("'%s' is zero; give more".formatted(text));
            }
            return duration;
        });
    }

    /** A port to listen on. */
    static ValueType<Integer> listenPort() {
        return new ValueType<>(
                "a port from 1 to 65535, or 0 for any free one",
                text -> ValueType.integer(0, 65_535).parse(text));
    }

    private static ValueType<String> matching(Pattern pattern, String expects) {
        return new ValueType<>(expects, text -> {
            if (!pattern.matcher(text).matches()) {
                throw new BadValueException("'%s' is not %s".formatted(text, expects));
            }
            return text;
        });
    }
}
