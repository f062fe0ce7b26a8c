package io.berth.tck.sim;

import io.berth.spi.IpAddress;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A pod that is being changed. */
public final class PodDraft {
    private final PodRef ref;
    private final String resourceVersion;
    private final PodTemplateView template;
    private final Instant createdAt;
    private final Map<String, String> labels;
    private final Map<String, String> annotations;
    private final Set<String> finalizers;
    private Optional<PodView.Deletion> deletion;
    private Optional<String> nodeName;
    private PodView.Phase phase;
    private List<IpAddress> ips;

    public PodDraft(PodView pod) {
        this.ref = pod.ref();
        this.resourceVersion = pod.resourceVersion();
        this.template = pod.template();
        this.createdAt = pod.createdAt();
        this.labels = new TreeMap<>(pod.labels());
        this.annotations = new TreeMap<>(pod.annotations());
        this.finalizers = new LinkedHashSet<>(pod.finalizers());
        this.deletion = pod.deletion();
        this.nodeName = pod.nodeName();
        this.phase = pod.phase();
        this.ips = pod.ips();
    }

    public PodDraft label(String key, Optional<String> value) {
        value.ifPresentOrElse(text -> labels.put(key, text), () -> labels.remove(key));
        return this;
    }

    public PodDraft annotation(String key, Optional<String> value) {
        value.ifPresentOrElse(text -> annotations.put(key, text), () -> annotations.remove(key));
        return this;
    }

    public PodDraft finalizer(String name, boolean there) {
        if (there) {
            finalizers.add(name);
        } else {
            finalizers.remove(name);
        }
        return this;
    }

    public PodDraft noFinalizers() {
        finalizers.clear();
        return this;
    }

    public PodDraft deletion(PodView.Deletion asked) {
        deletion = Optional.of(asked);
        return this;
    }

    public PodDraft node(String name) {
        nodeName = Optional.of(name);
        return this;
    }

    public PodDraft phase(PodView.Phase now) {
        phase = now;
        return this;
    }

    public PodDraft ip(String text) {
        ips = List.of(IpAddress.of(text));
        return this;
    }

    public PodView view() {
        return view(resourceVersion);
    }

    PodView view(String version) {
        return new PodView(
                ref,
                version,
                new PodTemplateView(
                        template.namespace(),
                        template.name(),
                        labels,
                        annotations,
                        template.hostNetwork(),
                        template.containers(),
                        template.controller()),
                createdAt,
                deletion,
                finalizers,
                nodeName,
                phase,
                ips);
    }
}
