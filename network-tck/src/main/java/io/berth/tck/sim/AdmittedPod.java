package io.berth.tck.sim;

import io.berth.runtime.AdmissionAnswer;
import io.berth.spi.Admission.PortEdit;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.PodTemplateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A pod as the API server stores it after the webhook's answer. */
final class AdmittedPod {
    private AdmittedPod() {}

    static PodTemplateView of(PodTemplateView pod, AdmissionAnswer answer) {
        Map<String, String> annotations = new TreeMap<>(pod.annotations());
        annotations.putAll(answer.annotations());
        return new PodTemplateView(
                pod.namespace(),
                pod.name(),
                pod.labels(),
                annotations,
                pod.hostNetwork(),
                pod.containers().stream()
                        .map(container -> edited(container, answer.ports()))
                        .toList(),
                pod.controller());
    }

    private static ContainerView edited(ContainerView container, List<PortEdit> edits) {
        List<ContainerPort> ports = new ArrayList<>(container.ports());
        for (PortEdit edit : edits) {
            if (edit.container().equals(container.name())) {
                edit.replaces().ifPresent(ports::remove);
                ports.add(edit.port());
            }
        }
        return new ContainerView(container.name(), ports);
    }
}
