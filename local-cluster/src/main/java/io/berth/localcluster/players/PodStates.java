package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a pod's object says about the pod. */
final class PodStates {

    private PodStates() {}

    static boolean isTerminating(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    /** Its containers have ended for good. */
    static boolean isFinished(Pod pod) {
        String phase = phase(pod);
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    static boolean isRunning(Pod pod) {
        return phase(pod).equals("Running");
    }

    static boolean isReady(Pod pod) {
        return isRunning(pod) && isTrue(pod, "Ready");
    }

    static boolean isTrue(Pod pod, String conditionType) {
        return conditions(pod).stream()
                .anyMatch(condition ->
                        conditionType.equals(condition.getType()) && Objects.equals(condition.getStatus(), "True"));
    }

    static List<PodCondition> conditions(Pod pod) {
        return pod.getStatus() == null ? List.of() : pod.getStatus().getConditions();
    }

    static Optional<OwnerReference> controller(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    static boolean isControlledBy(HasMetadata object, HasMetadata owner) {
        return controller(object)
                .filter(reference ->
                        reference.getUid().equals(owner.getMetadata().getUid()))
                .isPresent();
    }

    private static String phase(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
    }
}
