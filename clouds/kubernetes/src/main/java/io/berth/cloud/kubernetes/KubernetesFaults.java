package io.berth.cloud.kubernetes;

import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What fabric8's client throws, as faults of the far side. */
final class KubernetesFaults {
    private static final int LONGEST = 500;
    /** Causes of causes that point in circles end here. */
    private static final int MOST_CAUSES = 20;

    private KubernetesFaults() {}

    /** @param verb as RBAC names it: {@code list} */
    static NetworkException ofRead(RuntimeException e, String verb, String where) {
        return of(e, verb, where, Kind.UNAVAILABLE);
    }

    /** What may have reached the API server and was not refused by it has an unknown outcome. */
    static NetworkException ofWrite(RuntimeException e, String verb, String where) {
        return of(e, verb, where, wasSent(e) ? Kind.OUTCOME_UNKNOWN : Kind.UNAVAILABLE);
    }

    static NetworkException conflict(String message) {
        return new NetworkException(Kind.CONFLICT, message);
    }

    private static NetworkException of(RuntimeException e, String verb, String where, Kind withoutAnswer) {
        Optional<KubernetesClientException> answer =
                e instanceof KubernetesClientException answered && answered.getCode() > 0
                        ? Optional.of(answered)
                        : Optional.empty();
        Optional<Status> status = answer.map(KubernetesClientException::getStatus);
        int code = answer.map(KubernetesClientException::getCode).orElse(0);
        String said = said(answer, status, e);
        Kind kind = kind(code, said, status, withoutAnswer);
        return new NetworkException(
                kind,
                text(kind, said, verb, where),
                status.map(Status::getReason)
                        .filter(reason -> !reason.isEmpty())
                        .orElse(code > 0 ? Integer.toString(code) : ""),
                "",
                status.map(Status::getDetails)
                        .map(StatusDetails::getRetryAfterSeconds)
                        .filter(seconds -> seconds > 0)
                        .map(Duration::ofSeconds),
                e);
    }

    private static Kind kind(int code, String said, Optional<Status> status, Kind withoutAnswer) {
        return switch (code) {
            case 401 -> Kind.DENIED;
            case 403 -> {
                if (isTerminating(status)) {
                    yield Kind.CONFLICT;
                }
                yield said.toLowerCase(Locale.ROOT).contains("exceeded quota") ? Kind.QUOTA : Kind.DENIED;
            }
            case 404, 409, 410 -> Kind.CONFLICT;
            case 408 -> withoutAnswer;
            case 429 -> Kind.THROTTLED;
            default -> code >= 400 && code < 500 ? Kind.INVALID : withoutAnswer;
        };
    }

    private static boolean isTerminating(Optional<Status> status) {
        List<StatusCause> causes =
                status.map(Status::getDetails).map(StatusDetails::getCauses).orElse(List.of());
        return causes.stream().anyMatch(cause -> Objects.equals(cause.getReason(), "NamespaceTerminating"));
    }

    private static String text(Kind kind, String said, String verb, String where) {
        boolean external = said.toLowerCase(Locale.ROOT).contains("external ip")
                || said.toLowerCase(Locale.ROOT).contains("externalip");
        if (kind == Kind.DENIED && external) {
            return ("the cluster's admission refuses externalIPs (%s): Kubernetes deprecates the field, and clusters switch it"
                            + " off by the plugin DenyServiceExternalIPs or a policy. Use another network type, or let the"
                            + " cluster's administrator allow it")
                    .formatted(said);
        }
        if (kind == Kind.DENIED) {
            return "verb '%s' on services %s is denied: %s".formatted(verb, where, said);
        }
        return "%s services %s: %s".formatted(verb, where, said);
    }

    private static String said(
            Optional<KubernetesClientException> answer, Optional<Status> status, RuntimeException e) {
        if (answer.isPresent()) {
            String message = status.map(Status::getMessage).orElseGet(() -> String.valueOf(e.getMessage()));
            return "the API server answered %d: %s".formatted(answer.get().getCode(), shortened(message));
        }
        Throwable root = e;
        for (int i = 0; i < MOST_CAUSES && root.getCause() != null; i++) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return "no answer from the API server: " + shortened(message);
    }

    private static boolean wasSent(Throwable e) {
        Throwable cause = e;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
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
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
