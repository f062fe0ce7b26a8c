package io.berth.localcluster.players;

import io.berth.localcluster.admission.PodAdmission;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/** The pods of workloads: who has which, and how one is made from a template. */
final class WorkloadPods {

    private final KubernetesClient client;
    private final PodAdmission admission;

    WorkloadPods(KubernetesClient client, PodAdmission admission) {
        this.client = client;
        this.admission = admission;
    }

    /** As stored now, terminating and finished ones too. Not from a cache: a controller that overlooks its own pod makes one too many. */
    List<Pod> of(HasMetadata workload) {
        return client.pods().inNamespace(workload.getMetadata().getNamespace()).list().getItems().stream()
                .filter(pod -> PodStates.isControlledBy(pod, workload))
                .toList();
    }

    void create(HasMetadata workload, PodTemplateSpec template, String name, Map<String, String> labels) {
        Pod pod = new PodBuilder()
                .withMetadata(template.getMetadata())
                .withSpec(template.getSpec())
                .editOrNewMetadata()
                .withName(name)
                .withNamespace(workload.getMetadata().getNamespace())
                .addToLabels(labels)
                .addToOwnerReferences(controllerReference(workload))
                .endMetadata()
                .build();
        client.resource(admission.admit(pod)).create();
    }

    void delete(Pod pod) {
        client.resource(pod).delete();
    }

    static OwnerReference controllerReference(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** Ten characters that stay the same while the template does. */
    static String revision(PodTemplateSpec template) {
        long hash = 0xcbf29ce484222325L; // FNV-1a
        for (char c : Serialization.asJson(template).toCharArray()) {
            hash = (hash ^ c) * 0x100000001b3L;
        }
        return String.format("%016x", hash).substring(6);
    }
}
