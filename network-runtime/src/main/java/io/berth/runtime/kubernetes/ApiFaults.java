package io.berth.runtime.kubernetes;

import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What fabric8's client throws, in the engine's words. */
final class ApiFaults {
    private static final int MAX_MESSAGE = 500;

    /** Causes of causes that point in circles end here. */
    private static final int MAX_CAUSES = 20;

    private ApiFaults() {}

    static NetworkException ofRead(RuntimeException e, String what) {
        return of(e, what, Kind.UNAVAILABLE);
    }

    /** What may have reached the API server and was not refused by it has an unknown outcome. */
    static NetworkException ofWrite(RuntimeException e, String what) {
        return of(e, what, wasSent(e) ? Kind.OUTCOME_UNKNOWN : Kind.UNAVAILABLE);
    }

    static int codeOf(RuntimeException e) {
        return e instanceof KubernetesClientException answered ? answered.getCode() : 0;
    }

    /** One line: who said what. */
    static String messageOf(RuntimeException e) {
        if (e instanceof KubernetesClientException answered && answered.getCode() > 0) {
            Status status = answered.getStatus();
            String said = status == null || status.getMessage() == null
                    ? String.valueOf(e.getMessage())
                    : status.getMessage();
            return "the API server answered %d: %s".formatted(answered.getCode(), shortened(said));
        }
        Throwable root = e;
        for (int i = 0; i < MAX_CAUSES && root.getCause() != null; i++) {
            root = root.getCause();
        }
        String said = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return "no answer from the API server: " + shortened(said);
    }

    private static NetworkException of(RuntimeException e, String what, Kind withoutAnswer) {
        Optional<Status> status = e instanceof KubernetesClientException answered
                ? Optional.ofNullable(answered.getStatus())
                : Optional.empty();
        String reason = status.map(Status::getReason).orElse("");
        int code = codeOf(e);
        Kind kind =
                switch (code) {
                    case 401 -> Kind.DENIED;
                    case 403 -> isQuota(e) ? Kind.QUOTA : Kind.DENIED;
                    case 404, 409, 410 -> Kind.CONFLICT;
                    case 408 -> withoutAnswer;
                    case 429 -> Kind.THROTTLED;
                    default -> code >= 400 && code < 500 ? Kind.INVALID : withoutAnswer;
                };
        Optional<Duration> retryAfter = status.map(Status::getDetails)
                .map(details -> details.getRetryAfterSeconds())
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
        return new NetworkException(
                kind,
                what + ": " + messageOf(e),
                reason.isEmpty() && code > 0 ? Integer.toString(code) : reason,
                "",
                retryAfter,
                e);
    }

    private static boolean isQuota(RuntimeException e) {
        return messageOf(e).toLowerCase(Locale.ROOT).contains("exceeded quota");
    }

    private static boolean wasSent(Throwable e) {
        Throwable cause = e;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof HttpConnectTimeoutException) {
                return false;
            }
            cause = cause.getCause();
        }
        return true;
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
    }
}
