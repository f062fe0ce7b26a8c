package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Admission;
import io.berth.spi.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to do with a pod that is about to be created.
 *
 * @param allowed false only for a network type that is set to deny
 * @param reason empty text if there is none
 * @param problems for the one who creates the pod; with {@code allowed} they are warnings
 * @param ports ports to set
 * @param annotations annotations to set
 */
public record AdmissionAnswer(
        boolean allowed,
        Optional<Reason> reason,
        List<String> problems,
        List<Admission.PortEdit> ports,
        Map<String, String> annotations) {
    public AdmissionAnswer {
        requireNonNull(reason, "reason is null");
        problems = List.copyOf(problems);
        ports = List.copyOf(ports);
        annotations = Map.copyOf(annotations);
    }

    public static AdmissionAnswer asItIs() {
        return new AdmissionAnswer(true, Optional.empty(), List.of(), List.of(), Map.of());
    }

    public boolean changesPod() {
        return !ports.isEmpty() || !annotations.isEmpty();
    }
}
