package io.berth.runtime;

import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.IpAddress;
import io.berth.spi.NetworkException;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The pods of an API server, with its rules for versions and finalizers. Counts what is written through the port. */
final class MemoryPods implements PodStore {
    /** What happens to the next edits instead of, or after, being done. */
    enum Fault {
        REFUSED,
        LOST_REPLY,
        UNAVAILABLE
    }

    final AnnotationKeys keys = AnnotationKeys.openKruiseGame();
    final Map<String, PodView> byName = new LinkedHashMap<>();
    final Deque<Fault> editFaults = new ArrayDeque<>();

    /** Every write to these is refused, as where somebody has filled the annotations. */
    final Set<String> unwritable = new HashSet<>();

    final Timeline timeline;
    int listFailures;
    int lists;
    int reads;
    int writes;
    private long version = 100;
    private int uids;

    MemoryPods(Timeline timeline) {
        this.timeline = timeline;
    }

    PodView create(String name, String type, String conf) {
        return create(name, Map.of(keys.networkType(), type, keys.networkConf(), conf));
    }

    PodView create(String name, Map<String, String> annotations) {
        PodTemplateView template = new PodTemplateView(
                "games",
                Optional.of(name),
                Map.of(),
                annotations,
                false,
                List.of(new ContainerView("game", List.of(ContainerPort.of(80, Protocol.TCP)))),
                Optional.empty());
        PodView pod = new PodView(
                new PodRef("games", name, "uid-" + ++uids),
                Long.toString(++version),
                template,
                timeline.now(),
                Optional.empty(),
                Set.of(),
                Optional.of("node-1"),
                PodView.Phase.RUNNING,
                List.of(IpAddress.of("10.0.0." + uids)));
        byName.put(name, pod);
        return pod;
    }

    PodView get(String name) {
        PodView pod = byName.get(name);
        if (pod == null) {
            throw new AssertionError("no pod " + name);
        }
        return pod;
    }

    @Nullable
    PodView find(String name) {
        return byName.get(name);
    }

    PodView change(String name, UnaryOperator<PodView> change) {
        PodView changed = change.apply(get(name));
        changed = withVersion(changed);
        byName.put(name, changed);
        return changed;
    }

    PodView annotate(String name, String key, @Nullable String value) {
        return change(name, pod -> {
            Map<String, String> annotations = new HashMap<>(pod.annotations());
            if (value == null) {
                annotations.remove(key);
            } else {
                annotations.put(key, value);
            }
            return with(pod, annotations, pod.labels(), pod.finalizers(), pod.deletion(), pod.phase(), pod.ips());
        });
    }

    PodView label(String name, String key, String value) {
        return change(name, pod -> {
            Map<String, String> labels = new HashMap<>(pod.labels());
            labels.put(key, value);
            return with(pod, pod.annotations(), labels, pod.finalizers(), pod.deletion(), pod.phase(), pod.ips());
        });
    }

    PodView phase(String name, PodView.Phase phase) {
        return change(
                name,
                pod -> with(pod, pod.annotations(), pod.labels(), pod.finalizers(), pod.deletion(), phase, pod.ips()));
    }

    PodView ips(String name, List<IpAddress> ips) {
        return change(
                name,
                pod -> with(pod, pod.annotations(), pod.labels(), pod.finalizers(), pod.deletion(), pod.phase(), ips));
    }

    /** As kubectl does: the pod stays while its grace lasts, and then while it has finalizers. */
    PodView delete(String name, Duration grace) {
        Instant end = timeline.now().plus(grace);
        return change(
                name,
                pod -> with(
                        pod,
                        pod.annotations(),
                        pod.labels(),
                        pod.finalizers(),
                        Optional.of(new PodView.Deletion(end, grace)),
                        pod.phase(),
                        pod.ips()));
    }

    /** The kubelet and the API server, when the containers have ended. True: the pod is no more. */
    boolean reap(String name) {
        PodView pod = get(name);
        boolean over =
                pod.deletion().filter(d -> !timeline.now().isBefore(d.at())).isPresent();
        if (over && pod.finalizers().isEmpty()) {
            byName.remove(name);
            return true;
        }
        return false;
    }

    PodView with(
            PodView pod,
            Map<String, String> annotations,
            Map<String, String> labels,
            Set<String> finalizers,
            Optional<PodView.Deletion> deletion,
            PodView.Phase phase,
            List<IpAddress> ips) {
        PodTemplateView template = new PodTemplateView(
                pod.namespace(),
                Optional.of(pod.name()),
                labels,
                annotations,
                pod.template().hostNetwork(),
                pod.template().containers(),
                Optional.empty());
        return new PodView(
                pod.ref(),
                pod.resourceVersion(),
                template,
                pod.createdAt(),
                deletion,
                finalizers,
                pod.nodeName(),
                phase,
                ips);
    }

    private PodView withVersion(PodView pod) {
        return new PodView(
                pod.ref(),
                Long.toString(++version),
                pod.template(),
                pod.createdAt(),
                pod.deletion(),
                pod.finalizers(),
                pod.nodeName(),
                pod.phase(),
                pod.ips());
    }

    @Override
    public List<PodView> listClaimed() {
        lists++;
        if (listFailures > 0) {
            listFailures--;
            throw new NetworkException(NetworkException.Kind.UNAVAILABLE, "no answer");
        }
        return byName.values().stream()
                .filter(pod -> pod.labels().containsKey(keys.claimed()))
                .toList();
    }

    @Override
    public Optional<PodView> read(String namespace, String name) {
        reads++;
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public Edited edit(PodRef ref, Ours expected, Ours wanted) {
        Fault fault = editFaults.poll();
        if (fault == Fault.UNAVAILABLE) {
            throw new NetworkException(NetworkException.Kind.UNAVAILABLE, "no answer");
        }
        if (fault == Fault.REFUSED || unwritable.contains(ref.name())) {
            throw new NetworkException(NetworkException.Kind.INVALID, "annotations are too long");
        }
        PodView pod = byName.get(ref.name());
        if (pod == null || !pod.uid().equals(ref.uid())) {
            return new Edited.Gone();
        }
        Ours shown = Ours.of(pod, keys);
        if (shown.equals(wanted)) {
            return new Edited.Written(pod, false);
        }
        if (!shown.equals(expected)) {
            return new Edited.Changed(pod);
        }
        Map<String, String> annotations = new HashMap<>(pod.annotations());
        put(annotations, keys.claim(), wanted.claim());
        put(annotations, keys.networkStatus(), wanted.status());
        Map<String, String> labels = new HashMap<>(pod.labels());
        put(labels, keys.claimed(), wanted.claimed() ? Optional.of("true") : Optional.empty());
        Set<String> finalizers = new HashSet<>(pod.finalizers());
        if (wanted.finalizer()) {
            if (pod.deletion().isPresent() && !shown.finalizer()) {
                throw new NetworkException(NetworkException.Kind.INVALID, "no finalizer on a terminating pod");
            }
            finalizers.add(keys.finalizer());
        } else {
            finalizers.remove(keys.finalizer());
        }
        PodView written =
                withVersion(with(pod, annotations, labels, finalizers, pod.deletion(), pod.phase(), pod.ips()));
        byName.put(ref.name(), written);
        writes++;
        if (fault == Fault.LOST_REPLY) {
            throw new NetworkException(NetworkException.Kind.OUTCOME_UNKNOWN, "timeout");
        }
        return new Edited.Written(written, true);
    }

    List<PodView> all() {
        return new ArrayList<>(byName.values());
    }

    private static void put(Map<String, String> map, String key, Optional<String> value) {
        value.ifPresentOrElse(text -> map.put(key, text), () -> map.remove(key));
    }
}
