package io.berth.cloud.volcengine;

import io.berth.spi.NetworkException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Volcengine's error codes mean. It publishes few of those of CLB, so that the words in a code count too, and last
 * the HTTP status.
 */
final class FaultTable {
    /** A request that failed at the vendor. */
    record Failure(int status, String code, boolean changes) {}

    private record Row(Pattern code, Kind kind) {
        Row(String code, Kind kind) {
            this(Pattern.compile(code, Pattern.CASE_INSENSITIVE), kind);
        }
    }

    /** The first one that fits. */
    private static final List<Row> CODES = List.of(
            // Also AccountFlowLimitExceeded; the status that they come with is not published.
            new Row(".*FlowLimit.*|.*Throttl.*", Kind.THROTTLED),
            new Row("InvalidLoadBalancer\\.InvalidStatus|.*\\.InvalidStatus", Kind.BUSY),
            new Row("InvalidLoadBalancer\\.NotFound|ServiceNotFound|InvalidActionOrVersion", Kind.INVALID),
            // Volcengine spells it so.
            new Row("InvalidResourceType\\.(ServcieManaged|ServiceManaged)", Kind.INVALID),
            new Row("(Quota|Limit)Exceeded.*", Kind.QUOTA),
            new Row(
                    "AccessDenied.*|LackPolicy.*|Forbidden.*|InvalidAccessKey.*|MissingAuthenticationToken"
                            + "|MissingSignature|MissingRequestInfo|SignatureDoesNotMatch|InvalidTimestamp"
                            + "|InvalidAuthorization|InvalidSecretToken|InvalidCredential.*|ExpiredToken.*",
                    Kind.DENIED),
            new Row("MissingParameter.*|InvalidParameter.*", Kind.INVALID),
            new Row(
                    ".*(NotFound|NotExist|InUse|Mismatch|Duplicat|AlreadyExist|Conflict|Occupied|IncorrectOrder).*",
                    Kind.CONFLICT));

    private static final Pattern DOWN = Pattern.compile(
            "Internal(Server|Service)?Error.*|Internal.*|ServiceUnavailable.*|.*Timeout", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_THERE = Pattern.compile(".*(NotFound|NotExist).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_SUCH_ACTION = Pattern.compile("ServiceNotFound|InvalidActionOrVersion");

    private FaultTable() {}

    static Kind kind(Failure failure) {
        Optional<Kind> byCode = CODES.stream()
                .filter(row -> row.code().matcher(failure.code()).matches())
                .map(Row::kind)
                .findFirst();
        return byCode.orElseGet(() -> byStatus(failure));
    }

    private static Kind byStatus(Failure failure) {
        boolean said = !failure.code().isEmpty();
        if (failure.status() >= 500 || DOWN.matcher(failure.code()).matches()) {
            // A vendor that says itself that it is not serving has done nothing; of any other failure nobody knows.
            return !failure.changes() || (failure.status() == 503 && said) ? Kind.UNAVAILABLE : Kind.OUTCOME_UNKNOWN;
        }
        return switch (failure.status()) {
            case 429 -> Kind.THROTTLED;
            case 401, 403 -> Kind.DENIED;
            case 404 -> said ? Kind.CONFLICT : Kind.INVALID;
            case 200 -> said ? Kind.INVALID : unheard(failure.changes());
            default -> failure.status() >= 400 ? Kind.INVALID : unheard(failure.changes());
        };
    }

    /** Something came, and it was no answer of the vendor's. */
    static Kind unheard(boolean changes) {
        return changes ? Kind.OUTCOME_UNKNOWN : Kind.UNAVAILABLE;
    }

    /** Whether the vendor itself says that what was asked for does not exist. A wrong host's 404 is no such word. */
    static boolean isNotThere(Failure failure) {
        return !failure.code().isEmpty()
                && !NO_SUCH_ACTION.matcher(failure.code()).matches()
                && (failure.status() == 404 || NOT_THERE.matcher(failure.code()).matches());
    }

    /** Whether the key is refused, and not what it may do. */
    static boolean isCredential(String code) {
        return !code.startsWith("AccessDenied") && !code.startsWith("LackPolicy") && !code.startsWith("Forbidden");
    }
}
