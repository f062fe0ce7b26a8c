package io.berth.cloud.volcengine;

import com.volcengine.ApiException;
import com.volcengine.model.ResponseMetadata;
import io.berth.cloud.volcengine.FaultTable.Failure;
import io.berth.cloud.volcengine.OpenApi.Request;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes of what the SDK throws what Berth's engine acts on. No message has any part of the credentials. */
final class Faults {
    private static final int LONGEST = 300;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");

    private final List<String> secrets;

    Faults(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    boolean isNotThere(Request request, ApiException e) {
        return FaultTable.isNotThere(failure(request, e));
    }

    NetworkException of(Request request, ApiException e) {
        if (e.getCode() == 0) {
            return unheard(request, e);
        }
        Failure failure = failure(request, e);
        Kind kind = FaultTable.kind(failure);
        String said = failure.code().isEmpty()
                ? "HTTP status " + failure.status()
                : failure.code() + ": " + shown(message(e));
        return new NetworkException(
                kind, advice(kind, request, failure) + said, failure.code(), requestId(e), retryAfter(e), null);
    }

    private static String advice(Kind kind, Request request, Failure failure) {
        if (failure.code().startsWith("InvalidResourceType.Serv")) {
            return "%s is refused, since another service of Volcengine manages the load balancer: ".formatted(request);
        }
        return switch (kind) {
            case THROTTLED -> "%s is asked for too often: ".formatted(request);
            case UNAVAILABLE -> "Volcengine does not answer %s now: ".formatted(request);
            case BUSY -> "%s has to wait, the load balancer is being changed or cannot be: ".formatted(request);
            case OUTCOME_UNKNOWN -> "%s may have been done: ".formatted(request);
            case CONFLICT -> "%s does not fit what is there: ".formatted(request);
            case DENIED ->
                FaultTable.isCredential(failure.code())
                        ? "the account's credentials are not accepted for %s: ".formatted(request)
                        : "the permission %s is missing: ".formatted(request);
            case INVALID -> "%s is refused: ".formatted(request);
            case QUOTA -> "%s exceeds a quota of the account: ".formatted(request);
        };
    }

    /** No answer, or none that the SDK could read. */
    private static NetworkException unheard(Request request, ApiException e) {
        @Nullable Throwable cause = e.getCause();
        if (cause instanceof SendWatch.NotSentException || cause instanceof ConnectException) {
            return new NetworkException(
                    Kind.UNAVAILABLE,
                    "%s was not sent, there is no connection to Volcengine: %s".formatted(request, kindOf(cause)),
                    "",
                    "",
                    Optional.empty(),
                    cause);
        }
        String what = cause instanceof IOException ? kindOf(cause) : "the SDK failed";
        return new NetworkException(
                FaultTable.unheard(request.changes()),
                "no answer to %s: %s".formatted(request, what),
                "",
                "",
                Optional.empty(),
                cause instanceof IOException ? cause : null);
    }

    /** Of exceptions that are not ours, the type tells enough, and cannot tell too much. */
    private static String kindOf(Throwable fault) {
        Throwable told =
                fault instanceof SendWatch.NotSentException && fault.getCause() != null ? fault.getCause() : fault;
        return told.getClass().getSimpleName();
    }

    NetworkException unreadable(Request request, RuntimeException e) {
        return new NetworkException(
                FaultTable.unheard(request.changes()),
                "the answer to %s cannot be read (%s)"
                        .formatted(request, e.getClass().getSimpleName()));
    }

    private static Failure failure(Request request, ApiException e) {
        @Nullable ResponseMetadata metadata = e.getResponseMetadata();
        String code = metadata == null
                        || metadata.getError() == null
                        || metadata.getError().getCode() == null
                ? ""
                : metadata.getError().getCode();
        return new Failure(e.getCode(), code, request.changes());
    }

    private static String message(ApiException e) {
        @Nullable ResponseMetadata metadata = e.getResponseMetadata();
        return metadata == null
                        || metadata.getError() == null
                        || metadata.getError().getMessage() == null
                ? ""
                : metadata.getError().getMessage();
    }

    private static String requestId(ApiException e) {
        @Nullable ResponseMetadata metadata = e.getResponseMetadata();
        return metadata == null || metadata.getRequestId() == null ? "" : metadata.getRequestId();
    }

    private static Optional<Duration> retryAfter(ApiException e) {
        @Nullable Map<String, List<String>> headers = e.getResponseHeaders();
        if (headers == null) {
            return Optional.empty();
        }
        return headers.entrySet().stream()
                .filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .filter(SECONDS.asMatchPredicate())
                .findFirst()
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** On one line, not too long, and masked. */
    private String shown(String message) {
        String text = message;
        for (String secret : secrets) {
            text = text.replace(secret, "***");
        }
        text = text.replaceAll("\\p{Cntrl}+", " ");
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }
}
