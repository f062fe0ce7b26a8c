package io.berth.operator.demo;

import io.berth.runtime.AnnotationKeys;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/** Looks for whatever would still be held, by asking the API server, not a cache. */
final class Remains {
    private Remains() {}

    /** One line for each thing that is left; empty: nothing is held. */
    static List<String> find(KubernetesClient client, AnnotationKeys keys) {
        List<String> found = new ArrayList<>();
        for (Pod pod : client.pods().inAnyNamespace().list().getItems()) {
            ObjectMeta meta = pod.getMetadata();
            String name = "pod " + meta.getNamespace() + "/" + meta.getName();
            if (meta.getAnnotations() != null && meta.getAnnotations().containsKey(keys.networkType())) {
                found.add(name + " is there");
            }
            if (meta.getAnnotations() != null && meta.getAnnotations().containsKey(keys.claim())) {
                found.add(name + " has a claim");
            }
            if (meta.getLabels() != null && meta.getLabels().containsKey(keys.claimed())) {
                found.add(name + " is labelled as claimed");
            }
            if (meta.getFinalizers() != null && meta.getFinalizers().contains(keys.finalizer())) {
                found.add(name + " has our finalizer");
            }
        }
        return found;
    }
}
