package io.berth.cloud.aws;

import static java.util.Map.entry;

import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What each of AWS's errors means to us, by its references of Elastic Load Balancing v2 and of the errors that all of
 * its services have.
 *
 * @param action as AWS calls it
 * @param isWrite whether the request would have changed something
 */
record ElbFaults(String action, boolean isWrite) {
    static final String NO_GROUP = "TargetGroupNotFound";

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            entry("Throttling", Kind.THROTTLED),
            entry("ThrottlingException", Kind.THROTTLED),
            entry("ThrottledException", Kind.THROTTLED),
            entry("RequestThrottled", Kind.THROTTLED),
            entry("RequestThrottledException", Kind.THROTTLED),
            entry("RequestLimitExceeded", Kind.THROTTLED),
            entry("TooManyRequestsException", Kind.THROTTLED),
            entry("SlowDown", Kind.THROTTLED),
            entry("ServiceUnavailable", Kind.UNAVAILABLE),
            entry("ServiceUnavailableException", Kind.UNAVAILABLE),
            entry("HealthUnavailable", Kind.UNAVAILABLE),
            entry("PriorRequestNotComplete", Kind.BUSY),
            entry("DuplicateListener", Kind.CONFLICT),
            entry("DuplicateTargetGroupName", Kind.CONFLICT),
            entry("ResourceInUse", Kind.CONFLICT),
            entry("ListenerNotFound", Kind.CONFLICT),
            entry(NO_GROUP, Kind.CONFLICT),
            entry("TargetGroupAssociationLimit", Kind.CONFLICT),
            entry("TooManyListeners", Kind.QUOTA),
            entry("TooManyTargetGroups", Kind.QUOTA),
            entry("TooManyTargets", Kind.QUOTA),
            entry("TooManyRegistrationsForTargetId", Kind.QUOTA),
            entry("TooManyUniqueTargetGroupsPerLoadBalancer", Kind.QUOTA),
            entry("AccessDenied", Kind.DENIED),
            entry("AccessDeniedException", Kind.DENIED),
            entry("UnauthorizedOperation", Kind.DENIED),
            entry("NotAuthorized", Kind.DENIED),
            entry("OperationNotPermitted", Kind.DENIED),
            entry("OptInRequired", Kind.DENIED),
            entry("AuthFailure", Kind.DENIED),
            entry("ExpiredToken", Kind.DENIED),
            entry("ExpiredTokenException", Kind.DENIED),
            entry("IncompleteSignature", Kind.DENIED),
            entry("InvalidClientTokenId", Kind.DENIED),
            entry("MissingAuthenticationToken", Kind.DENIED),
            entry("RequestExpired", Kind.DENIED),
            entry("RequestTimeTooSkewed", Kind.DENIED),
            entry("SignatureDoesNotMatch", Kind.DENIED),
            entry("UnrecognizedClientException", Kind.DENIED));

    /** Whose text says which permission is missing. That of other denials may quote what was signed. */
    private static final Set<String> TELLING =
            Set.of("AccessDenied", "AccessDeniedException", "NotAuthorized", "OperationNotPermitted");

    private static final int LONGEST = 500;

    NetworkException refused(AwsServiceException fault) {
        AwsErrorDetails details = fault.awsErrorDetails();
        String code = details == null ? "" : text(details.errorCode());
        Kind kind = kind(code, fault.statusCode());
        // The exception itself is not kept: its message may quote what was signed.
        return new NetworkException(
                kind,
                message(kind, code, fault.statusCode(), details),
                code,
                text(fault.requestId()),
                retryAfter(details),
                null);
    }

    private Kind kind(String code, int status) {
        Kind known = KINDS.get(code);
        if (known != null) {
            return known;
        }
        if (status == 429) {
            return Kind.THROTTLED;
        }
        if (status == 401 || status == 403) {
            return Kind.DENIED;
        }
        if (status == 503) {
            return Kind.UNAVAILABLE;
        }
        return status >= 400 && status < 500 ? Kind.INVALID : unanswered();
    }

    /** No answer, or one that leaves open what was done. */
    private Kind unanswered() {
        return isWrite ? Kind.OUTCOME_UNKNOWN : Kind.UNAVAILABLE;
    }

    private String message(Kind kind, String code, int status, @Nullable AwsErrorDetails details) {
        StringBuilder message = new StringBuilder(
                "AWS answered %s with %s".formatted(action, code.isEmpty() ? "HTTP status " + status : code));
        if (details != null && (kind != Kind.DENIED || TELLING.contains(code))) {
            String told = text(details.errorMessage());
            message.append(told.isEmpty() ? "" : ": ")
                    .append(told.length() > LONGEST ? told.substring(0, LONGEST) + "..." : told);
        }
        if (kind == Kind.DENIED) {
            message.append(
                    TELLING.contains(code) || code.equals("UnauthorizedOperation")
                            ? "; grant " + permission()
                            : "; check the credentials, their region and the clock");
        }
        return message.toString();
    }

    private String permission() {
        String own = "elasticloadbalancing:" + action;
        return action.startsWith("Create") ? own + " and elasticloadbalancing:AddTags" : own;
    }

    private static Optional<Duration> retryAfter(@Nullable AwsErrorDetails details) {
        if (details == null || details.sdkHttpResponse() == null) {
            return Optional.empty();
        }
        return details.sdkHttpResponse()
                .firstMatchingHeader("Retry-After")
                .filter(value -> value.matches("[0-9]{1,5}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** No answer came. */
    NetworkException failed(RuntimeException fault) {
        if (cause(fault, ElbCredentials.Missing.class).isPresent()) {
            return new NetworkException(
                    Kind.DENIED,
                    "%s was not sent to AWS: no credentials are found; set accessKeyId and secretAccessKey, or give the"
                                    .formatted(action)
                            + " pod a role");
        }
        Optional<IOException> cause = cause(fault, IOException.class);
        boolean sent = cause.filter(ElbFaults::isBeforeSending).isEmpty();
        Throwable how = cause.<Throwable>map(one -> one).orElse(fault);
        return new NetworkException(
                sent ? unanswered() : Kind.UNAVAILABLE,
                "AWS did not answer %s: %s".formatted(action, how.getClass().getSimpleName()),
                "",
                "",
                Optional.empty(),
                fault instanceof SdkException ? cause.orElse(null) : fault);
    }

    /** What came is no reply of AWS's. */
    NetworkException foreign() {
        return new NetworkException(
                unanswered(),
                "something else than AWS answered %s; check the endpoint, and proxies on the way".formatted(action));
    }

    private static boolean isBeforeSending(IOException cause) {
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || cause instanceof SSLHandshakeException;
    }

    private static <T> Optional<T> cause(Throwable fault, Class<T> type) {
        for (Throwable one = fault; one != null; one = one.getCause()) {
            if (type.isInstance(one)) {
                return Optional.of(type.cast(one));
            }
        }
        return Optional.empty();
    }
}
