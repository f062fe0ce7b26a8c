package io.berth.operator.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What one pod would get.
 *
 * @param networkType empty: the pod asks for nothing
 * @param admitted false: it would be refused
 * @param inPod what would be put into the pod when it is created
 * @param addresses where it would be reached; what is not known yet is in angle brackets
 * @param notes why it is so
 * @param problems what is wrong with it
 */
public record PodPlan(
        String pod,
        Optional<String> networkType,
        boolean admitted,
        List<String> inPod,
        String addresses,
        List<String> notes,
        List<String> problems) {
    public PodPlan {
        requireNonNull(pod, "pod is null");
        requireNonNull(networkType, "networkType is null");
        inPod = List.copyOf(inPod);
        requireNonNull(addresses, "addresses is null");
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }
}
