package io.berth.localcluster.admission;

import io.fabric8.kubernetes.api.model.Pod;

/**
 * Decides about a pod before it is stored. It may be called more than once for one pod, and for pods that are never stored;
 * from any thread, several at a time.
 */
@FunctionalInterface
public interface PodAdmission {

    /**
     * The pod to store: the given one or a changed copy. At this point a pod has no UID; one with a generateName may have no
     * name.
     *
     * @throws PodDeniedException to have the pod refused
     */
    Pod admit(Pod pod);

    static PodAdmission unchanged() {
        return pod -> pod;
    }

    /** This one first, then the other, with what this one made of the pod. */
    default PodAdmission andThen(PodAdmission next) {
        return pod -> next.admit(admit(pod));
    }
}
