package io.berth.cloud.volcengine;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.cloud.loadbalancer.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Volcengine numbers its pages. What is made or deleted between two of them, or is shown late by one of them, moves the
 * rest, so that an entry could be passed over. The total shows that, but not where one has come for each that has gone.
 * So pages overlap: the first has 100 entries, the second is the second one of 99, the third the third of 98, and the
 * last entry of each must stand in the next where it would without a change.
 *
 * @param number from 1
 * @param total of the first page; 0 on the first
 * @param last id of the page before; empty on the first
 */
record NumberedPage(int number, int total, String last) {
    /** The most that Volcengine gives. */
    static final int SIZE = 100;

    /** The next one would show nothing new. */
    private static final int MOST = 50;

    private static final NumberedPage FIRST = new NumberedPage(1, 0, "");
    private static final Pattern TOKEN = Pattern.compile("([1-9][0-9]?)of([0-9]{1,9})after(.+)");

    NumberedPage {
        requireNonNull(last, "last is null");
    }

    static NumberedPage of(Optional<String> token) {
        if (token.isEmpty()) {
            return FIRST;
        }
        Matcher matcher = TOKEN.matcher(token.get());
        if (!matcher.matches()) {
            throw new NetworkException(Kind.INVALID, "no list of Volcengine gave this token");
        }
        return new NumberedPage(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), matcher.group(3));
    }

    private int size() {
        return SIZE + 1 - number;
    }

    Parameters add(Parameters parameters) {
        return parameters.with("PageNumber", number).with("PageSize", size());
    }

    /** @throws NetworkException of kind CONFLICT if the list has changed since its first page */
    <T> Page<T> page(Reply reply, List<T> items, Function<T, String> id) {
        int now = reply.number("TotalCount", -1);
        if (now < 0) {
            throw new NetworkException(Kind.UNAVAILABLE, "the list has no TotalCount: it is none");
        }
        boolean more = number * size() < now;
        int known = number - 1;
        boolean joins = known == 0
                || (now == total
                        && items.size() >= known
                        && id.apply(items.get(known - 1)).equals(last));
        if (!joins || (more && items.size() < size())) {
            throw new NetworkException(
                    Kind.CONFLICT,
                    "the list changed while it was read: page %d of %d entries does not follow the one before, of %d"
                            .formatted(number, now, known == 0 ? now : total));
        }
        if (more && number == MOST) {
            throw new NetworkException(Kind.INVALID, "a list of %d entries cannot be read whole".formatted(now));
        }
        return new Page<>(
                items.subList(known, items.size()), more ? Optional.of(next(now, items, id)) : Optional.empty());
    }

    private <T> String next(int now, List<T> items, Function<T, String> id) {
        return "%dof%dafter%s".formatted(number + 1, now, id.apply(items.get(items.size() - 1)));
    }
}
