package io.berth.operator.plan;

import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.Ours;
import io.berth.runtime.PodStore;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Pods that exist in this plan only: what is written on them is seen by nobody else. */
final class RememberedPods implements PodStore {
    private final AnnotationKeys keys;
    private final Map<String, PodView> pods = new ConcurrentHashMap<>();
    private final AtomicLong versions = new AtomicLong();

    RememberedPods(AnnotationKeys keys) {
        this.keys = keys;
    }

    String nextVersion() {
        return String.valueOf(versions.incrementAndGet());
    }

    void put(PodView pod) {
        pods.put(key(pod.namespace(), pod.name()), pod);
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    @Override
    public List<PodView> listClaimed() {
        return List.of();
    }

    @Override
    public Optional<PodView> read(String namespace, String name) {
        return Optional.ofNullable(pods.get(key(namespace, name)));
    }

    @Override
    public Edited edit(PodRef ref, Ours expected, Ours wanted) {
        Optional<PodView> found =
                read(ref.namespace(), ref.name()).filter(pod -> pod.uid().equals(ref.uid()));
        if (found.isEmpty()) {
            return new Edited.Gone();
        }
        if (!Ours.of(found.get(), keys).equals(expected)) {
            return new Edited.Changed(found.get());
        }
        PodView written = with(found.get(), wanted);
        put(written);
        return new Edited.Written(written, true);
    }

    private PodView with(PodView pod, Ours ours) {
        Map<String, String> annotations = new HashMap<>(pod.annotations());
        set(annotations, keys.claim(), ours.claim());
        set(annotations, keys.networkStatus(), ours.status());
        Map<String, String> labels = new HashMap<>(pod.labels());
        set(labels, keys.claimed(), ours.claimed() ? Optional.of("true") : Optional.empty());
        Set<String> finalizers = new HashSet<>(pod.finalizers());
        if (ours.finalizer()) {
            finalizers.add(keys.finalizer());
        } else {
            finalizers.remove(keys.finalizer());
        }
        PodTemplateView template = pod.template();
        return new PodView(
                pod.ref(),
                nextVersion(),
                new PodTemplateView(
                        template.namespace(),
                        template.name(),
                        labels,
                        annotations,
                        template.hostNetwork(),
                        template.containers(),
                        template.controller()),
                pod.createdAt(),
                pod.deletion(),
                finalizers,
                pod.nodeName(),
                pod.phase(),
                pod.ips());
    }

    private static void set(Map<String, String> map, String key, Optional<String> value) {
        value.ifPresentOrElse(text -> map.put(key, text), () -> map.remove(key));
    }
}
