package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.spi.IpAddress;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Ready means served, as a client would see it. What outside events break has to be noticed within one rotation, and
 * what leads to the wrong pod to be unbound soon; the clocks of both run only while an operator could act.
 */
final class ServingCheck {
    /** Latencies, locks of a busy balancer, pauses after faults. */
    private static final Duration SLACK = Duration.ofSeconds(45);

    /** A read may be as old as this when Ready is published on it. */
    static final Duration STALE = Duration.ofSeconds(12);

    private final Ground ground;
    private final Map<String, Long> unserved = new TreeMap<>();
    private final Map<String, Long> misbound = new TreeMap<>();
    private final Map<String, Long> disturbed = new TreeMap<>();
    private long last;

    ServingCheck(Ground ground) {
        this.ground = requireNonNull(ground, "ground is null");
        this.last = ground.now();
    }

    /** Something from outside has changed how this pod is served. */
    void disturb(PodRef pod) {
        disturbed.put(pod.uid(), ground.now());
    }

    /** A Ready has just been published. */
    void published(PodView pod) {
        if (isServed(pod)) {
            return;
        }
        Long at = disturbed.get(pod.uid());
        if (at == null || ground.now() - at > STALE.toNanos()) {
            throw new Violation(
                    Invariant.PROVEN_READY,
                    "%s is published as ready, and is not served: %s".formatted(pod.ref(), describe(pod)));
        }
    }

    boolean isServed(PodView pod) {
        Set<String> own = Set.copyOf(pod.ips().stream().map(IpAddress::text).toList());
        List<FarSide.Door> doors = ground.notes().status(pod).doors();
        return !doors.isEmpty()
                && doors.stream().allMatch(door -> {
                    Set<String> reached = ground.far().reach(door.ip(), door.protocol(), door.port());
                    return !reached.isEmpty() && own.containsAll(reached);
                });
    }

    private String describe(PodView pod) {
        StringBuilder text = new StringBuilder();
        ground.notes()
                .status(pod)
                .doors()
                .forEach(door -> text.append(door)
                        .append(" leads to ")
                        .append(ground.far().reach(door.ip(), door.protocol(), door.port()))
                        .append("; "));
        return text.append("the pod has ").append(pod.ips()).toString();
    }

    /** @param able an operator leads, and nothing is in its way */
    void step(boolean able) {
        long passed = able ? ground.now() - last : 0;
        last = ground.now();
        readyButUnserved(passed);
        leadingAstray(passed);
    }

    private void readyButUnserved(long passed) {
        long most = ground.settings().rotation().plus(SLACK).toNanos();
        for (PodView pod : ground.api().pods()) {
            if (Notes.isAlive(pod)
                    && ground.notes().isOurs(pod)
                    && !Notes.isFull(pod)
                    && ground.notes().status(pod).ready()
                    && !isServed(pod)) {
                if (unserved.merge(pod.uid(), passed, Long::sum) > most) {
                    throw new Violation(
                            Invariant.PROVEN_READY,
                            "%s has been shown as ready for %d s without being served: %s"
                                    .formatted(pod.ref(), most / 1_000_000_000, describe(pod)));
                }
            } else {
                unserved.remove(pod.uid());
            }
        }
    }

    private void leadingAstray(long passed) {
        Map<String, Long> still = new TreeMap<>();
        for (FarSide.Marked thing : ground.far().marked()) {
            Optional<PodRef> holder = thing.holder();
            if (thing.ip().isEmpty()
                    || holder.isEmpty()
                    || !isAstray(holder.get(), thing.ip().get())) {
                continue;
            }
            String id = thing.what();
            long sum = misbound.getOrDefault(id, 0L) + passed;
            still.put(id, sum);
            long most = ground.settings().rotation().plus(SLACK).toNanos();
            if (sum > most) {
                throw new Violation(
                        Invariant.PROVEN_READY,
                        "%s has led to %s for %d s, which is not its pod's any more"
                                .formatted(id, thing.ip().get(), most / 1_000_000_000));
            }
        }
        misbound.clear();
        misbound.putAll(still);
    }

    private boolean isAstray(PodRef holder, String ip) {
        Optional<PodView> pod = ground.api().read(holder);
        return pod.isPresent()
                && (pod.get().isFinished()
                        || pod.get().ips().stream().noneMatch(own -> own.text().equals(ip))
                        || pod.get()
                                .deletion()
                                .filter(d -> !ground.time().now().isBefore(d.at()))
                                .isPresent());
    }
}
