package io.berth.runtime.kubernetes;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.Ours;
import io.berth.runtime.PodStore;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pods of an API server. A request is sent once, whatever the client is set to repeat, and takes no longer than the
 * client's request timeout.
 *
 * <p>What comes as which {@link Kind}: 429 is THROTTLED; 401 and 403 are DENIED; other 4xx are INVALID (a pod that is
 * gone is no fault); 5xx, a timeout and a broken connection are UNAVAILABLE to a read and OUTCOME_UNKNOWN to a write,
 * unless the connection was never made. A pod that others change faster than we can write is BUSY.
 *
 * <p>Needs {@code get}, {@code list} and {@code update} on pods.
 */
public final class KubernetesPodStore implements PodStore {
    private static final long PAGE = 500;
    private static final int MAX_LISTS = 3;

    /** Each try lost means that somebody else's write has won. */
    private static final int MAX_TRIES = 16;

    private final KubernetesClient client;
    private final AnnotationKeys keys;
    private final Set<String> namespaces;

    /** All namespaces; needs the rights in all of them. */
    public KubernetesPodStore(KubernetesClient client, AnnotationKeys keys) {
        this(client, keys, Set.of());
    }

    /**
     * @param namespaces whose pods are listed; empty: all. The lists of several namespaces are each of one moment, all
     *     of them not before the call
     */
    public KubernetesPodStore(KubernetesClient client, AnnotationKeys keys, Set<String> namespaces) {
        this.client = DirectClient.of(client);
        this.keys = requireNonNull(keys, "keys is null");
        this.namespaces = new TreeSet<>(namespaces);
    }

    @Override
    public List<PodView> listClaimed() {
        // Existence, not a value: whoever changes the value hides no claim from a recovery.
        if (namespaces.isEmpty()) {
            return list("all namespaces", () -> client.pods().inAnyNamespace().withLabel(keys.claimed()));
        }
        List<PodView> pods = new ArrayList<>();
        for (String namespace : namespaces) {
            pods.addAll(list(
                    "namespace " + namespace,
                    () -> client.pods().inNamespace(namespace).withLabel(keys.claimed())));
        }
        return pods;
    }

    private List<PodView> list(String where, Supplier<FilterWatchListDeletable<Pod, PodList, PodResource>> selection) {
        String what = "Listing the pods of %s with the label %s".formatted(where, keys.claimed());
        for (int lists = 1; ; lists++) {
            try {
                return pages(selection);
            } catch (RuntimeException e) {
                if (ApiFaults.codeOf(e) != HttpURLConnection.HTTP_GONE) {
                    throw ApiFaults.ofRead(e, what);
                }
                // The moment of the first page has been compacted away.
                if (lists == MAX_LISTS) {
                    throw new NetworkException(
                            Kind.UNAVAILABLE,
                            what + ": took longer than the API server keeps a moment",
                            "Expired",
                            "",
                            Optional.empty(),
                            e);
                }
            }
        }
    }

    private static List<PodView> pages(Supplier<FilterWatchListDeletable<Pod, PodList, PodResource>> selection) {
        List<PodView> pods = new ArrayList<>();
        String next = "";
        do {
            // No resourceVersion: a quorum read. The later pages are of the first one's moment.
            PodList page = selection
                    .get()
                    .list(new ListOptionsBuilder()
                            .withLimit(PAGE)
                            .withContinue(next.isEmpty() ? null : next)
                            .build());
            page.getItems().forEach(pod -> pods.add(KubernetesViews.pod(pod)));
            next = page.getMetadata() == null || page.getMetadata().getContinue() == null
                    ? ""
                    : page.getMetadata().getContinue();
        } while (!next.isEmpty());
        return pods;
    }

    @Override
    public Optional<PodView> read(String namespace, String name) {
        return Optional.ofNullable(get(namespace, name)).map(KubernetesViews::pod);
    }

    private @Nullable Pod get(String namespace, String name) {
        try {
            return client.pods().inNamespace(namespace).withName(name).get();
        } catch (RuntimeException e) {
            throw ApiFaults.ofRead(e, "Reading pod %s/%s".formatted(namespace, name));
        }
    }

    @Override
    public Edited edit(PodRef ref, Ours expected, Ours wanted) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Pod pod = get(ref.namespace(), ref.name());
            if (pod == null) {
                return new Edited.Gone();
            }
            PodView view = KubernetesViews.pod(pod);
            if (!view.uid().equals(ref.uid())) {
                return new Edited.Gone();
            }
            Ours shown = Ours.of(view, keys);
            if (shown.equals(wanted)) {
                return new Edited.Written(view, false);
            }
            boolean tooLate =
                    wanted.finalizer() && !shown.finalizer() && view.deletion().isPresent();
            if (!shown.equals(expected) || tooLate) {
                return new Edited.Changed(view);
            }
            apply(pod.getMetadata(), wanted);
            try {
                Pod replaced = client.resource(pod).update();
                // The embedded server answers nothing when the last finalizer has gone, and the pod with it.
                return new Edited.Written(KubernetesViews.pod(replaced == null ? pod : replaced), true);
            } catch (RuntimeException e) {
                int code = ApiFaults.codeOf(e);
                if (code != HttpURLConnection.HTTP_CONFLICT && code != HttpURLConnection.HTTP_NOT_FOUND) {
                    throw ApiFaults.ofWrite(e, "Writing pod %s/%s".formatted(ref.namespace(), ref.name()));
                }
            }
        }
        throw new NetworkException(
                Kind.BUSY,
                "Writing pod %s/%s: others have changed it before each of %d tries"
                        .formatted(ref.namespace(), ref.name(), MAX_TRIES));
    }

    /** On the pod as it was read, so that what we know nothing of is sent back as it came. */
    private void apply(ObjectMeta meta, Ours wanted) {
        Map<String, String> annotations = copy(meta.getAnnotations());
        put(annotations, keys.claim(), wanted.claim());
        put(annotations, keys.networkStatus(), wanted.status());
        meta.setAnnotations(annotations);

        Map<String, String> labels = copy(meta.getLabels());
        if (wanted.claimed()) {
            labels.putIfAbsent(keys.claimed(), "true");
        } else {
            labels.remove(keys.claimed());
        }
        meta.setLabels(labels);

        List<String> finalizers =
                meta.getFinalizers() == null ? new ArrayList<>() : new ArrayList<>(meta.getFinalizers());
        if (!wanted.finalizer()) {
            finalizers.removeIf(keys.finalizer()::equals);
        } else if (!finalizers.contains(keys.finalizer())) {
            finalizers.add(keys.finalizer());
        }
        meta.setFinalizers(finalizers);
    }

    private static Map<String, String> copy(@Nullable Map<String, String> map) {
        return map == null ? new HashMap<>() : new HashMap<>(map);
    }

    private static void put(Map<String, String> map, String key, Optional<String> value) {
        value.ifPresentOrElse(text -> map.put(key, text), () -> map.remove(key));
    }
}
