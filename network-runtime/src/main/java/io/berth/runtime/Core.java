package io.berth.runtime;

import io.berth.spi.IpAddress;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the parts of the engine share: the state, the one lock over it, and the ways out of the lock. Nothing that
 * blocks runs under the lock; what blocks goes to the workers, and its end comes back as an event of its own.
 */
final class Core {
    private static final Logger log = LoggerFactory.getLogger(NetworkEngine.class);

    final EngineSettings settings;
    final PluginCatalog catalog;
    final PodStore pods;
    final DebtStore debts;
    final ReservationStore reservations;
    final Leadership leadership;
    final Timeline timeline;
    final Permits permits;
    final PodEvents events;
    final RandomGenerator random;
    private final Executor workers;
    private final Consumer<PodRef> wake;

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<PodRef> woken = new HashSet<>();
    private long ticks;

    /** Present while this instance leads. */
    @Nullable
    Term term;

    /** Whether the present term's recovery is done. */
    boolean recovered;

    boolean closed;

    KeyLedger ledger;

    /** Every pod that was fed and not reported gone, by UID, in the order of their first sight. */
    final Map<String, PodFile> files = new LinkedHashMap<>();

    /** The leader's debts, by the UID of the former pod. */
    final Map<String, PodFile> debtFiles = new LinkedHashMap<>();

    private final Map<String, NodeView> nodes = new HashMap<>();
    private final Map<String, Set<String>> podsOnNode = new HashMap<>();
    private final Map<IpAddress, Set<String>> podsWithIp = new HashMap<>();

    Core(
            EngineSettings settings,
            PluginCatalog catalog,
            PodStore pods,
            DebtStore debts,
            ReservationStore reservations,
            Leadership leadership,
            Timeline timeline,
            Executor workers,
            Permits permits,
            PodEvents events,
            RandomGenerator random,
            Consumer<PodRef> wake) {
        this.settings = settings;
        this.catalog = catalog;
        this.pods = pods;
        this.debts = debts;
        this.reservations = reservations;
        this.leadership = leadership;
        this.timeline = timeline;
        this.workers = workers;
        this.permits = permits;
        this.events = events;
        this.random = random;
        this.wake = wake;
        this.ledger = new KeyLedger(settings, random);
    }

    /** Runs under the lock, then wakes whom it concerns outside of it. */
    void locked(Runnable task) {
        List<PodRef> toWake = List.of();
        lock.lock();
        try {
            if (!closed) {
                task.run();
            }
            if (lock.getHoldCount() == 1 && !woken.isEmpty()) {
                toWake = new ArrayList<>(woken);
                woken.clear();
            }
        } finally {
            lock.unlock();
        }
        toWake.forEach(wake);
    }

    /** Runs what blocks on a worker; its end comes back under the lock, if the term is still the same. */
    <T> void offload(Callable<T> blocking, Consumer<Outcome<T>> completion) {
        Term during = term;
        try {
            workers.execute(() -> {
                Outcome<T> outcome = Outcome.of(blocking);
                timeline.after(
                        Duration.ZERO,
                        () -> locked(() -> {
                            if (during != null && during.equals(term)) {
                                completion.accept(outcome);
                            }
                        }));
            });
        } catch (RejectedExecutionException e) {
            log.debug("The workers take nothing more; the engine is closing", e);
        }
    }

    /** Runs later under the lock, if the term is still the same. */
    void later(Duration delay, Runnable task) {
        Term during = term;
        timeline.after(
                delay,
                () -> locked(() -> {
                    if (Objects.equals(during, term)) {
                        task.run();
                    }
                }));
    }

    /** The next number in the order of what happens here. */
    long tick() {
        return ++ticks;
    }

    /** Only while the lease is surely ours, and still the one that this term is about. */
    boolean surelyLeads(@Nullable Term of) {
        return of != null
                && leadership.sureTerm().filter(id -> id.equals(of.id())).isPresent();
    }

    /** For a worker that is about to write: what was decided in a term is written in it, or not at all. */
    void mustLead(@Nullable Term of) {
        if (!surelyLeads(of)) {
            throw new NotLeading();
        }
    }

    void answer(PodFile file, Answer answer) {
        if (!file.answer.equals(answer)) {
            file.answer = answer;
            if (!file.isDebt()) {
                woken.add(file.ref);
            }
        }
    }

    void wake(PodFile file) {
        woken.add(file.ref);
    }

    /** Says it on the pod and in the log, unless it was the last thing said. */
    void warn(PodFile file, Reason reason, String message) {
        String text = reason.text() + ": " + message;
        if (file.warned.equals(text)) {
            return;
        }
        file.warned = text;
        log.warn("{}: {}", file, text);
        if (!file.isDebt()) {
            events.warning(file.ref, reason, message);
        }
    }

    /** A pause that doubles with each failure, give or take a quarter. */
    Duration pause(int failures) {
        long first = settings.firstRetry().toNanos();
        long last = settings.lastRetry().toNanos();
        long pause = failures > 30 ? last : Math.min(last, first << Math.min(failures, 30));
        if (pause <= 0) {
            pause = last;
        }
        return Duration.ofNanos(pause - pause / 4 + random.nextLong(pause / 2 + 1));
    }

    // Nodes and the indexes over the pods.

    /** Returns the version before. */
    Optional<NodeView> node(NodeView node) {
        return Optional.ofNullable(nodes.put(node.name(), node));
    }

    void nodeGone(String name) {
        nodes.remove(name);
    }

    Optional<NodeView> nodeOf(PodFile file) {
        return Optional.ofNullable(file.pod).flatMap(PodView::nodeName).map(nodes::get);
    }

    List<PodFile> podsOn(String node) {
        List<PodFile> found = new ArrayList<>();
        for (String uid : podsOnNode.getOrDefault(node, Set.of())) {
            PodFile file = files.get(uid);
            if (file != null) {
                found.add(file);
            }
        }
        return found;
    }

    void index(@Nullable PodView before, @Nullable PodView after) {
        if (before != null
                && after != null
                && before.nodeName().equals(after.nodeName())
                && ownIps(before).equals(ownIps(after))) {
            return;
        }
        if (before != null) {
            before.nodeName().ifPresent(node -> remove(podsOnNode, node, before.uid()));
            ownIps(before).forEach(ip -> remove(podsWithIp, ip, before.uid()));
        }
        if (after != null) {
            after.nodeName()
                    .ifPresent(node -> podsOnNode
                            .computeIfAbsent(node, n -> new LinkedHashSet<>())
                            .add(after.uid()));
            ownIps(after)
                    .forEach(ip -> podsWithIp
                            .computeIfAbsent(ip, i -> new LinkedHashSet<>())
                            .add(after.uid()));
        }
    }

    /** The pods, but for this one, that show one of its IPs as their own. */
    List<PodFile> othersWithIpOf(PodView pod) {
        List<PodFile> others = new ArrayList<>();
        for (IpAddress ip : ownIps(pod)) {
            for (String uid : podsWithIp.getOrDefault(ip, Set.of())) {
                PodFile other = files.get(uid);
                if (other != null && !uid.equals(pod.uid())) {
                    others.add(other);
                }
            }
        }
        return others;
    }

    /** On the host's network the IPs are the node's; of an ended pod they are nobody's. */
    private static List<IpAddress> ownIps(PodView pod) {
        return pod.template().hostNetwork() || pod.isFinished() ? List.of() : pod.ips();
    }

    private static <K> void remove(Map<K, Set<String>> index, K key, String uid) {
        Set<String> uids = index.get(key);
        if (uids != null && uids.remove(uid) && uids.isEmpty()) {
            index.remove(key);
        }
    }
}
