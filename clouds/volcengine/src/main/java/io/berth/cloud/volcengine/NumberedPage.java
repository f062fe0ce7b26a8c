package io.berth.cloud.volcengine;

import io.berth.spi.NetworkException;
import io.berth.spi.cloud.loadbalancer.Page;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Volcengine numbers its pages. What is made or deleted between two of them moves the rest, so that one could be passed
 * over: the total shows it, and goes with the token.
 *
 * @param total of the first page; empty on the first
 */
record NumberedPage(int number, OptionalInt total) {
    /** The most that Volcengine gives. */
    static final int SIZE = 100;

    private static final NumberedPage FIRST = new NumberedPage(1, OptionalInt.empty());
    private static final Pattern TOKEN = Pattern.compile("([0-9]{1,7})of([0-9]{1,9})");

    static NumberedPage of(Optional<String> token) {
        if (token.isEmpty()) {
            return FIRST;
        }
        Matcher matcher = TOKEN.matcher(token.get());
        if (!matcher.matches()) {
            throw new NetworkException(NetworkException.Kind.INVALID, "no list of Volcengine gave this token");
        }
        return new NumberedPage(Integer.parseInt(matcher.group(1)), OptionalInt.of(Integer.parseInt(matcher.group(2))));
    }

    Parameters add(Parameters parameters) {
        return parameters.with("PageNumber", number).with("PageSize", SIZE);
    }

    /** @throws NetworkException of kind CONFLICT if the list has changed since its first page */
    <T> Page<T> page(Reply reply, List<T> items) {
        int now = reply.number("TotalCount", -1);
        if (now < 0) {
            throw new NetworkException(NetworkException.Kind.UNAVAILABLE, "the list has no TotalCount: it is none");
        }
        if (total.isPresent() && total.getAsInt() != now) {
            throw new NetworkException(
                    NetworkException.Kind.CONFLICT,
                    "the list changed while it was read: it had %d entries, and now has %d"
                            .formatted(total.getAsInt(), now));
        }
        boolean more = (long) number * SIZE < now;
        return new Page<>(items, more ? Optional.of("%dof%d".formatted(number + 1, now)) : Optional.empty());
    }
}
