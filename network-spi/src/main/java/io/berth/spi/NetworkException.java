package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fault of the far side. Its {@link Kind} names the next move. The message never holds a secret: adapters mask what
 * they quote.
 */
public final class NetworkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public enum Kind {
        /** Not done, and may be tried again later: {@link Next#RETRY}. */
        THROTTLED(Next.RETRY),
        /** Not done, the other side is down: {@link Next#RETRY}. */
        UNAVAILABLE(Next.RETRY),
        /** Not done, the object is locked or busy with another change: {@link Next#RETRY}. */
        BUSY(Next.RETRY),
        /** May have been done: a timeout or a reset after sending. {@link Next#OBSERVE_THEN_RETRY}. */
        OUTCOME_UNKNOWN(Next.OBSERVE_THEN_RETRY),
        /** Not done, since what we took for granted is not so (gone, exists, other state): {@link Next#OBSERVE_THEN_RETRY}. */
        CONFLICT(Next.OBSERVE_THEN_RETRY),
        /** Not done, a permission or credential is missing: {@link Next#STOP}. */
        DENIED(Next.STOP),
        /** Not done, the request is wrong: {@link Next#STOP}. */
        INVALID(Next.STOP),
        /** Not done, a quota is used up: {@link Next#STOP}. */
        QUOTA(Next.STOP);

        private final Next next;

        Kind(Next next) {
            this.next = next;
        }

        public Next next() {
            return next;
        }
    }

    /** What to do after a fault. {@code STOP}: only a slow retry makes sense, a human has to act. */
    public enum Next {
        RETRY,
        OBSERVE_THEN_RETRY,
        STOP
    }

    private final Kind kind;
    private final String code;
    private final String requestId;
    private final Optional<Duration> retryAfter;

    /**
     * @param code the vendor's error code, empty if there is none
     * @param requestId the vendor's id of the request, empty if there is none
     */
    public NetworkException(
            Kind kind,
            String message,
            String code,
            String requestId,
            Optional<Duration> retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = requireNonNull(kind, "kind is null");
        this.code = requireNonNull(code, "code is null");
        this.requestId = requireNonNull(requestId, "requestId is null");
        this.retryAfter = requireNonNull(retryAfter, "retryAfter is null");
    }

    public NetworkException(Kind kind, String message) {
        this(kind, message, "", "", Optional.empty(), null);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public String requestId() {
        return requestId;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
