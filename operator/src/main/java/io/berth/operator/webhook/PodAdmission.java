package io.berth.operator.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.runtime.AdmissionAnswer;

/** Decides about a pod that is about to be created. Called from several threads at once; must not block. */
@FunctionalInterface
public interface PodAdmission {
    /**
     * @param pod as the API server sent it
     * @param namespace where it will be; the pod itself need not say
     * @param dryRun nothing will come of it
     */
    AdmissionAnswer admit(JsonNode pod, String namespace, boolean dryRun);
}
