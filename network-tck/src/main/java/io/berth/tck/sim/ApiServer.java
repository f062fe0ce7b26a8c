package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Timeline;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A Kubernetes API server, as far as pods go: versions, UIDs, finalizers, graceful deletion, conflicts, the limit of
 * annotations. What it says of itself here is always the truth; who reads late, reads late elsewhere.
 */
public final class ApiServer {
    /** @param gone the pod has ceased to exist; it is shown as it was last */
    public record Change(long version, Instant at, PodView pod, boolean gone) {}

    /** The most that all annotations of an object may have, names and values, in bytes. */
    static final int ANNOTATION_LIMIT = 256 * 1024;

    private static final Duration MEMORY = Duration.ofMinutes(1);

    private final Timeline time;
    private final Map<String, PodView> pods = new TreeMap<>();
    private final List<Change> log = new ArrayList<>();
    private final List<Consumer<Change>> watchers = new ArrayList<>();
    private final Map<String, PodView> forgotten = new TreeMap<>();
    private long version = 1000;
    private int uids;

    public ApiServer(Timeline time) {
        this.time = requireNonNull(time, "time is null");
    }

    public void watch(Consumer<Change> watcher) {
        watchers.add(watcher);
    }

    public void unwatch(Consumer<Change> watcher) {
        watchers.remove(watcher);
    }

    /** By namespace and name. */
    public List<PodView> pods() {
        return new ArrayList<>(pods.values());
    }

    public Optional<PodView> read(String namespace, String name) {
        return Optional.ofNullable(pods.get(namespace + "/" + name));
    }

    /** Only that very pod, not one of the same name. */
    public Optional<PodView> read(PodRef ref) {
        return read(ref.namespace(), ref.name()).filter(pod -> pod.uid().equals(ref.uid()));
    }

    public long version() {
        return version;
    }

    /** All pods as they were at that version, which must not be older than a minute. */
    public List<PodView> at(long then) {
        Map<String, PodView> state = new TreeMap<>(forgotten);
        for (Change change : log) {
            if (change.version() > then) {
                break;
            }
            apply(state, change);
        }
        return new ArrayList<>(state.values());
    }

    /** The version of that moment. */
    public long versionAt(Instant moment) {
        long found = log.isEmpty() ? version : log.get(0).version() - 1;
        for (Change change : log) {
            if (change.at().isAfter(moment)) {
                break;
            }
            found = change.version();
        }
        return found;
    }

    public List<Change> since(long then) {
        return log.stream().filter(change -> change.version() > then).toList();
    }

    /** @throws NetworkException CONFLICT if there is a pod of this name */
    public PodView create(PodTemplateView template) {
        String name = template.name().orElseThrow();
        if (read(template.namespace(), name).isPresent()) {
            throw new NetworkException(Kind.CONFLICT, "pod %s exists".formatted(name));
        }
        PodRef ref = new PodRef(template.namespace(), name, "u%04d".formatted(++uids));
        PodView pod = new PodView(
                ref,
                "",
                template,
                time.now(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                PodView.Phase.PENDING,
                List.of());
        checkSize(pod);
        return put(new PodDraft(pod));
    }

    /**
     * A client's replace: its resourceVersion must be the present one.
     *
     * @throws NetworkException CONFLICT (stale, or no such pod), INVALID (too large, or a finalizer added too late)
     */
    public PodView replace(PodView changed) {
        PodView there = read(changed.ref())
                .filter(pod -> pod.resourceVersion().equals(changed.resourceVersion()))
                .orElseThrow(() -> new NetworkException(Kind.CONFLICT, "pod %s was changed".formatted(changed.ref())));
        checkSize(changed);
        if (there.deletion().isPresent() && !there.finalizers().containsAll(changed.finalizers())) {
            throw new NetworkException(Kind.INVALID, "no finalizer can be added to a pod that is being deleted");
        }
        return put(new PodDraft(changed));
    }

    /** A change that cannot collide: of the status, or by somebody who tries until it works. Nothing if it is gone. */
    public Optional<PodView> change(PodRef ref, Consumer<PodDraft> change) {
        return read(ref).map(pod -> {
            PodDraft draft = new PodDraft(pod);
            change.accept(draft);
            PodView after = draft.view();
            return after.equals(pod) ? pod : put(draft);
        });
    }

    /** Asks for the deletion; the grace can only become shorter. */
    public void delete(PodRef ref, Duration grace) {
        change(ref, draft -> {
            PodView pod = draft.view();
            Optional<PodView.Deletion> before = pod.deletion();
            boolean neverRan = pod.nodeName().isEmpty();
            Duration wanted = neverRan ? Duration.ZERO : grace;
            if (before.filter(d -> d.grace().compareTo(wanted) <= 0).isEmpty()) {
                Instant asked = before.map(PodView.Deletion::requestedAt).orElse(time.now());
                draft.deletion(new PodView.Deletion(asked.plus(wanted), wanted));
            }
        });
    }

    private PodView put(PodDraft draft) {
        PodView pod = draft.view(Long.toString(++version));
        boolean gone = pod.deletion().filter(d -> d.grace().isZero()).isPresent()
                && pod.finalizers().isEmpty();
        Change change = new Change(version, time.now(), pod, gone);
        apply(pods, change);
        log.add(change);
        trim();
        List.copyOf(watchers).forEach(watcher -> watcher.accept(change));
        return pod;
    }

    private static void apply(Map<String, PodView> state, Change change) {
        String key = change.pod().namespace() + "/" + change.pod().name();
        if (change.gone()) {
            state.remove(key);
        } else {
            state.put(key, change.pod());
        }
    }

    private void trim() {
        Instant oldest = time.now().minus(MEMORY);
        int old = 0;
        while (old < log.size() && log.get(old).at().isBefore(oldest)) {
            apply(forgotten, log.get(old++));
        }
        if (old > 0) {
            log.subList(0, old).clear();
        }
    }

    private static void checkSize(PodView pod) {
        int size = pod.annotations().entrySet().stream()
                .mapToInt(e -> e.getKey().length() + e.getValue().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (size > ANNOTATION_LIMIT) {
            throw new NetworkException(
                    Kind.INVALID, "annotations have %d bytes, more than %d".formatted(size, ANNOTATION_LIMIT));
        }
    }
}
