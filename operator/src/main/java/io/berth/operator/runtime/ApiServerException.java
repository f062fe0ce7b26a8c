package io.berth.operator.runtime;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** The API server cannot be reached, or does not do what is needed; says which one, and why. */
public final class ApiServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ApiServerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What to throw in place of this exception: itself, if it does not come from a request of a client. */
    public static RuntimeException explain(KubernetesClient client, RuntimeException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException fault) {
                return new ApiServerException(
                        "The API server at %s: %s".formatted(client.getMasterUrl(), text(fault)), exception);
            }
        }
        return exception;
    }

    /** The client's own words are often empty of meaning when no answer came; then the last cause has it. */
    private static String text(KubernetesClientException fault) {
        Throwable last = fault;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return fault.getCode() > 0 || last.equals(fault) ? String.valueOf(fault.getMessage()) : last.toString();
    }
}
