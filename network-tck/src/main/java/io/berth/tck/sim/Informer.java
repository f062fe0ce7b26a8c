package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.tck.sim.ApiServer.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One instance's cache of the pods: a list that may be stale, then a watch that lags, breaks and is begun anew. The
 * versions of one pod come in order; those of different pods need not.
 */
final class Informer {
    private final Ground ground;
    private final VirtualTime.Strand strand;
    private final Consumer<PodView> changed;
    private final Consumer<PodRef> gone;
    private final Consumer<Change> watcher = this::hear;
    private final Map<String, PodView> cache = new TreeMap<>();
    private final Map<String, Deque<Change>> coming = new TreeMap<>();
    private boolean broken = true;
    private boolean slow;
    private int watch;

    Informer(Ground ground, VirtualTime.Strand strand, Consumer<PodView> changed, Consumer<PodRef> gone) {
        this.ground = requireNonNull(ground, "ground is null");
        this.strand = requireNonNull(strand, "strand is null");
        this.changed = requireNonNull(changed, "changed is null");
        this.gone = requireNonNull(gone, "gone is null");
    }

    void begin() {
        ground.api().watch(watcher);
        strand.after(ground.chance().latency(200, 1500), () -> {
            long staleness = ground.chance().of(0.4) ? ground.chance().below(1500) : 0;
            relist(ground.api().versionAt(ground.time().now().minusMillis(staleness)));
        });
    }

    void end() {
        ground.api().unwatch(watcher);
    }

    Optional<PodView> cached(PodRef pod) {
        return Optional.ofNullable(cache.get(pod.uid()));
    }

    List<PodView> cached() {
        return new ArrayList<>(cache.values());
    }

    /** The watch breaks: what was on its way is lost, and everything is listed again. */
    void breakWatch() {
        broken = true;
        watch++;
        coming.clear();
        strand.after(
                ground.chance().millis(300, 5000), () -> relist(ground.api().version()));
    }

    void slow(boolean now) {
        this.slow = now;
    }

    private void relist(long version) {
        broken = false;
        watch++;
        coming.clear();
        Map<String, PodView> listed = new TreeMap<>();
        ground.api().at(version).forEach(pod -> listed.put(pod.uid(), pod));
        List<PodView> before = cached();
        listed.values().forEach(this::show);
        before.forEach(pod -> {
            if (!listed.containsKey(pod.uid())) {
                forget(pod);
            }
        });
        ground.api().since(version).forEach(this::hear);
    }

    private void hear(Change change) {
        if (broken) {
            return;
        }
        int during = watch;
        coming.computeIfAbsent(change.pod().uid(), uid -> new ArrayDeque<>()).add(change);
        strand.after(
                slow ? ground.chance().millis(200, 4000) : ground.chance().latency(30, 1500),
                () -> deliver(change.pod().uid(), during));
    }

    private void deliver(String uid, int during) {
        Deque<Change> queue = coming.get(uid);
        if (during != watch || queue == null || queue.isEmpty()) {
            return;
        }
        Change change = queue.removeFirst();
        if (change.gone()) {
            forget(change.pod());
        } else {
            show(change.pod());
        }
    }

    private void show(PodView pod) {
        PodView before = cache.get(pod.uid());
        if (before != null && Long.parseLong(before.resourceVersion()) > Long.parseLong(pod.resourceVersion())) {
            return;
        }
        cache.put(pod.uid(), pod);
        changed.accept(pod);
    }

    private void forget(PodView pod) {
        if (cache.remove(pod.uid()) != null) {
            gone.accept(pod.ref());
        }
    }
}
