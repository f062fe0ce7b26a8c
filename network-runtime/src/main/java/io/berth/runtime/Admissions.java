package io.berth.runtime;

import io.berth.runtime.usage.HostPortUsage;
import io.berth.spi.Admission;
import io.berth.spi.Capacity;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proposes what a pod needs in it when it is created. Any replica answers, and holds nothing but the memory of its own
 * answers of the last half minute. Called under the engine's lock.
 */
final class Admissions {
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private final Core core;
    private final Contract contract;
    private final HostPortUsage usage;

    Admissions(Core core, Contract contract) {
        this.core = core;
        this.contract = contract;
        this.usage = new HostPortUsage(bound -> core.random.nextInt(bound));
    }

    HostPortUsage usage() {
        return usage;
    }

    void seen(PodView pod) {
        usage.seen(
                pod,
                Optional.ofNullable(pod.annotations().get(core.settings.keys().admission())));
    }

    void gone(PodRef pod) {
        usage.gone(pod);
    }

    void node(NodeView node) {
        usage.node(node);
    }

    void nodeGone(String name) {
        usage.nodeGone(name);
    }

    Map<String, List<Capacity>> capacity() {
        usage.expire(core.timeline.now());
        Map<String, List<Capacity>> capacity = new HashMap<>();
        for (String name : core.catalog.networkTypes()) {
            core.catalog
                    .type(name)
                    .ifPresent(type -> capacity.put(name, type.plugin().capacity(usage)));
        }
        return capacity;
    }

    AdmissionAnswer admit(PodTemplateView pod, boolean dryRun) {
        Optional<String> name = contract.networkType(pod.annotations());
        if (name.isEmpty()) {
            return AdmissionAnswer.asItIs();
        }
        Optional<ServedType<?, ?, ?>> type = core.catalog.type(name.get());
        if (type.isEmpty()) {
            return warned(
                    Reason.UNKNOWN_NETWORK_TYPE,
                    List.of("network type '%s' is not served here; there are %s"
                            .formatted(name.get(), core.catalog.networkTypes())));
        }
        return admit(pod, type.get(), dryRun);
    }

    private <P, C, F> AdmissionAnswer admit(PodTemplateView pod, ServedType<P, C, F> type, boolean dryRun) {
        var decoded = contract.parameters(type, contract.confText(pod.annotations()));
        if (decoded.value().isEmpty()) {
            return refused(
                    type,
                    Reason.BAD_PARAMETERS,
                    decoded.problems().stream().map(Object::toString).toList());
        }
        if (!type.settings().allows(pod.namespace())) {
            return refused(
                    type,
                    Reason.BAD_PARAMETERS,
                    List.of("network type '%s' is not allowed in namespace '%s'; it is in %s"
                            .formatted(
                                    type.name(),
                                    pod.namespace(),
                                    type.settings().allowedNamespaces())));
        }
        usage.expire(core.timeline.now());
        Admission admission;
        try {
            admission = type.plugin().admit(pod, decoded.value().get().first(), usage);
        } catch (RuntimeException e) {
            return warned(
                    Reason.PLUGIN_FAULT, List.of("the plugin of network type '%s' threw %s".formatted(type.name(), e)));
        }
        return admission.fold(
                none -> AdmissionAnswer.asItIs(),
                edit -> edited(edit, dryRun),
                refused -> refused(type, refused.reason(), refused.problems()));
    }

    private AdmissionAnswer edited(Admission.Edit edit, boolean dryRun) {
        String id = Long.toHexString(core.random.nextLong() | Long.MIN_VALUE);
        if (!dryRun) {
            usage.answered(
                    id,
                    edit.ports().stream().map(Admission.PortEdit::port).toList(),
                    core.timeline.now().plus(REMEMBERED));
        }
        Map<String, String> annotations = new HashMap<>(edit.annotations());
        annotations.put(core.settings.keys().admission(), id);
        return new AdmissionAnswer(true, Optional.empty(), List.of(), edit.ports(), annotations);
    }

    private static AdmissionAnswer refused(ServedType<?, ?, ?> type, Reason reason, List<String> problems) {
        // A full range is no bad input: a pod that is refused for it must not come to exist without its ports.
        boolean allowed = reason != Reason.POOL_FULL && type.settings().onBadInput() == TypeSettings.OnBadInput.WARN;
        return new AdmissionAnswer(allowed, Optional.of(reason), problems, List.of(), Map.of());
    }

    private static AdmissionAnswer warned(Reason reason, List<String> problems) {
        return new AdmissionAnswer(true, Optional.of(reason), problems, List.of(), Map.of());
    }
}
