package io.berth.localcluster.admission;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** A pod was refused before it was stored. To callers it looks as an API server's answer would. */
public final class PodDeniedException extends KubernetesClientException {

    private static final int FORBIDDEN = 403;

    /** @param reason for people: what is wrong with the pod, and the remedy */
    public PodDeniedException(String reason) {
        this(FORBIDDEN, reason);
    }

    PodDeniedException(int code, String reason) {
        super(
                reason,
                code,
                new StatusBuilder()
                        .withStatus("Failure")
                        .withReason(code == FORBIDDEN ? "Forbidden" : "InternalError")
                        .withMessage(reason)
                        .withCode(code)
                        .build());
    }
}
