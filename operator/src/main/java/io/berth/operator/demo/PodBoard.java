package io.berth.operator.demo;

import io.berth.operator.runtime.AddressText;
import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.status.NetworkStatus;
import io.berth.runtime.status.StatusCodec;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The pods that ask for an address, as the API server shows them to anybody who watches. */
final class PodBoard implements AutoCloseable {
    private final AnnotationKeys keys;
    private final DemoView view;
    private final LongSupplier nanos;
    private final StatusCodec codec = new StatusCodec();
    private final Map<String, PodRow> rows = new TreeMap<>();
    private final Map<String, Long> firstSeen = new HashMap<>();
    private final SharedIndexInformer<Pod> informer;

    PodBoard(KubernetesClient client, AnnotationKeys keys, DemoView view, LongSupplier nanos) {
        this.keys = keys;
        this.view = view;
        this.nanos = nanos;
        this.informer = client.pods().inAnyNamespace().inform(new ResourceEventHandler<Pod>() {
            @Override
            public void onAdd(Pod pod) {
                seen(pod);
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                seen(pod);
            }

            @Override
            public void onDelete(Pod pod, boolean stateUnknown) {
                gone(pod);
            }
        });
    }

    private synchronized void seen(Pod pod) {
        Map<String, String> annotations = annotations(pod);
        String type = annotations.get(keys.networkType());
        if (type == null) {
            return;
        }
        String uid = pod.getMetadata().getUid();
        long now = nanos.getAsLong();
        long first = firstSeen.computeIfAbsent(uid, u -> now);
        String status = annotations.getOrDefault(keys.networkStatus(), "");
        Optional<NetworkStatus> read = codec.read(status);
        String name = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
        Optional<PodRow> before = Optional.ofNullable(rows.get(name));
        String state = state(pod, read);
        PodRow row = new PodRow(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                uid,
                type,
                state,
                AddressText.of(read.map(r -> r.addresses().external()).orElse(List.of())),
                status,
                before.filter(earlier -> earlier.uid().equals(uid))
                        .flatMap(PodRow::readyAfter)
                        .or(() -> state.equals(PodRow.READY)
                                ? Optional.of(Duration.ofNanos(now - first))
                                : Optional.empty()),
                !pod.getMetadata().getOwnerReferences().isEmpty());
        rows.put(row.fullName(), row);
        notifyAll();
        if (!Optional.of(row).equals(before)) {
            view.pod(row);
        }
    }

    private static Map<String, String> annotations(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    private static String state(Pod pod, Optional<NetworkStatus> status) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return "Terminating";
        }
        return status.map(read -> read.current().text())
                .orElseGet(() -> pod.getSpec().getNodeName() == null ? "Unscheduled" : "NoStatus");
    }

    private synchronized void gone(Pod pod) {
        String name = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
        PodRow row = rows.get(name);
        if (row != null && row.uid().equals(pod.getMetadata().getUid())) {
            rows.remove(name);
            view.gone(row);
        }
        notifyAll();
    }

    synchronized List<PodRow> rows() {
        return List.copyOf(rows.values());
    }

    /** Waits until the rows are as wanted; false: they were not in time. */
    synchronized boolean await(Duration patience, Predicate<List<PodRow>> wanted) throws InterruptedException {
        long end = nanos.getAsLong() + patience.toNanos();
        while (!wanted.test(rows())) {
            long left = end - nanos.getAsLong();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return true;
    }

    @Override
    public void close() {
        informer.close();
    }
}
