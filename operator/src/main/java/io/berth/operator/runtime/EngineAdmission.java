package io.berth.operator.runtime;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.operator.webhook.PodAdmission;
import io.berth.runtime.AdmissionAnswer;
import io.berth.runtime.NetworkEngine;
import io.berth.runtime.kubernetes.KubernetesViews;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Asks the engine about pods as the API server sends them. */
record EngineAdmission(NetworkEngine engine, KubernetesSerialization serialization) implements PodAdmission {
    EngineAdmission {
        requireNonNull(engine, "engine is null");
        requireNonNull(serialization, "serialization is null");
    }

    @Override
    public AdmissionAnswer admit(JsonNode pod, String namespace, boolean dryRun) {
        Pod typed = serialization.convertValue(pod, Pod.class);
        return engine.admit(KubernetesViews.template(typed, namespace), dryRun);
    }
}
