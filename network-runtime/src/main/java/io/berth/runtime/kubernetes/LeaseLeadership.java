package io.berth.runtime.kubernetes;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Leadership;
import io.berth.runtime.Timeline;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leadership by a Kubernetes Lease. Whoever has renewed it within {@link LeaseSettings#leaseDuration()} leads.
 *
 * <p>No clock of another machine is trusted, and no step of our own: a lease of somebody else is free when we have seen
 * it unchanged for its duration, and ours is sure for its duration, less the margin, from a moment noted before the
 * renewal was sent; both by the monotonic clock. So two instances are never sure at once, as long as their clocks run at
 * about one speed and nobody deletes the lease.
 *
 * <p>Faults of the API server end nothing but, in time, the term; it is tried again until {@link #close()}. A lease that
 * was not surely ours for a moment comes back as a new term.
 *
 * <p>Needs {@code get}, {@code create} and {@code update} on leases of the namespace.
 */
public final class LeaseLeadership implements Leadership, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LeaseLeadership.class);
    private static final int RELEASE_TRIES = 3;

    /** A lease's own duration counts where it is longer than ours, within reason. */
    private static final int LONGEST = 10;

    private record Sure(String term, long until) {}

    /** What renewing a lease changes, and since when, by our clock, it has looked so. */
    private record Seen(
            @Nullable String holder,
            @Nullable ZonedDateTime renewed,
            @Nullable Integer transitions,
            Duration duration,
            long since) {
        boolean looksAs(Seen other) {
            return Objects.equals(holder, other.holder)
                    && Objects.equals(renewed, other.renewed)
                    && Objects.equals(transitions, other.transitions);
        }

        long nanosLeft(long now) {
            return duration.toNanos() - (now - since);
        }
    }

    private final KubernetesClient client;
    private final LeaseSettings settings;
    private final Timeline timeline;
    private final Executor executor;
    private final RandomGenerator random;
    private final String identity;

    /** Whoever talks to the API server holds it; with it the two fields below. */
    private final ReentrantLock talking = new ReentrantLock();

    /** As our last write left it. */
    private @Nullable Lease ours;

    private @Nullable Seen theirs;
    private String lastFault = "";

    private final Object state = new Object();
    private @Nullable Sure sure;
    private Runnable listener = () -> {};
    private boolean started;
    private boolean closed;

    /**
     * @param executor where requests block, one at a time, each for no longer than a few seconds; a thread of its own,
     *     since a lease that waits behind other work is lost
     * @param random for the identity, terms and pauses; used by no one else at the same time
     */
    public LeaseLeadership(
            KubernetesClient client,
            LeaseSettings settings,
            Timeline timeline,
            Executor executor,
            RandomGenerator random) {
        this.client = DirectClient.of(client, Optional.of(settings.requestTimeout()));
        this.settings = settings;
        this.timeline = requireNonNull(timeline, "timeline is null");
        this.executor = requireNonNull(executor, "executor is null");
        this.random = requireNonNull(random, "random is null");
        this.identity = settings.holder() + "_" + randomId();
    }

    /** Begins to compete. Idempotent. */
    public void start() {
        synchronized (state) {
            if (started || closed) {
                return;
            }
            started = true;
        }
        tryAfter(Duration.ZERO);
    }

    /** Under which the lease names us: new with each object of this class. */
    public String identity() {
        return identity;
    }

    @Override
    public Optional<String> sureTerm() {
        synchronized (state) {
            return sure != null && sure.until() - timeline.nanos() > 0 ? Optional.of(sure.term()) : Optional.empty();
        }
    }

    @Override
    public void onChange(Runnable newListener) {
        synchronized (state) {
            listener = requireNonNull(newListener, "listener is null");
        }
    }

    /**
     * Ends the term, then gives the lease back, so that another instance need not wait. Blocks for a few requests at
     * most, and never throws. Idempotent.
     */
    @Override
    public void close() {
        synchronized (state) {
            if (closed) {
                return;
            }
            closed = true;
        }
        forget("closing");
        boolean quiet = false;
        try {
            quiet = talking.tryLock(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (quiet) {
                release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.info("The lease {} could not be given back, and runs out: {}", describe(), ApiFaults.messageOf(e));
        } finally {
            if (quiet) {
                talking.unlock();
            }
        }
    }

    private void tryAfter(Duration delay) {
        timeline.after(delay, () -> {
            if (isClosed()) {
                return;
            }
            try {
                executor.execute(this::tryNow);
            } catch (RejectedExecutionException e) {
                log.warn("The lease {} cannot be renewed: its executor takes no tasks", describe());
                tryAfter(settings.retryPeriod());
            }
        });
    }

    private void tryNow() {
        Duration pause = settings.retryPeriod();
        talking.lock();
        try {
            if (isClosed()) {
                return;
            }
            pause = renewOrTake();
            lastFault = "";
        } catch (RuntimeException e) {
            ours = null;
            report(e);
            // Who leads has little time; who does not adds no load to a server in trouble.
            pause = sureTerm().isPresent()
                    ? settings.retryPeriod().dividedBy(2)
                    : jittered(settings.retryPeriod().toNanos());
        } finally {
            talking.unlock();
        }
        tryAfter(pause);
    }

    /** Returns when to try again. */
    private Duration renewOrTake() {
        Lease held = ours;
        ours = null;
        if (held != null) {
            try {
                write(held);
                return settings.retryPeriod();
            } catch (RuntimeException e) {
                if (!isLost(e)) {
                    throw e;
                }
            }
        }
        Lease found = client.leases()
                .inNamespace(settings.namespace())
                .withName(settings.name())
                .get();
        if (found != null && identity.equals(holderOf(found))) {
            write(found);
            return settings.retryPeriod();
        }
        forget("the lease is " + (found == null ? "gone" : "held by " + holderOf(found)));
        long left = nanosToWait(found);
        if (left <= 0) {
            try {
                write(found);
            } catch (RuntimeException e) {
                if (!isLost(e)) {
                    throw e;
                }
                // Another one was quicker; the next look says who.
            }
            return settings.retryPeriod();
        }
        return jittered(Math.min(left, settings.retryPeriod().toNanos()));
    }

    private Duration jittered(long nanos) {
        return Duration.ofNanos(nanos + random.nextLong(settings.retryPeriod().toNanos() / 4 + 1));
    }

    private static boolean isLost(RuntimeException e) {
        int code = ApiFaults.codeOf(e);
        return code == HttpURLConnection.HTTP_CONFLICT || code == HttpURLConnection.HTTP_NOT_FOUND;
    }

    /** How long the lease has to look as it does before it may be taken. */
    private long nanosToWait(@Nullable Lease found) {
        long now = timeline.nanos();
        if (found == null) {
            // Deleted under its holder, who learns it at the next renewal only.
            return theirs == null ? 0 : theirs.nanosLeft(now);
        }
        String holder = holderOf(found);
        if (holder == null || holder.isEmpty()) {
            theirs = null;
            return 0;
        }
        LeaseSpec spec = found.getSpec();
        Seen seen = new Seen(holder, spec.getRenewTime(), spec.getLeaseTransitions(), durationOf(spec), now);
        if (theirs == null || !theirs.looksAs(seen)) {
            theirs = seen;
        }
        return theirs.nanosLeft(now);
    }

    private Duration durationOf(LeaseSpec spec) {
        Duration own = settings.leaseDuration();
        Duration longest = own.multipliedBy(LONGEST);
        Duration said = Duration.ofSeconds(spec.getLeaseDurationSeconds() == null ? 0 : spec.getLeaseDurationSeconds());
        return said.compareTo(own) <= 0 ? own : said.compareTo(longest) > 0 ? longest : said;
    }

    /** Takes or renews the lease, if it is still as given. */
    private void write(@Nullable Lease present) {
        Lease wanted = asOurs(present);
        long noted = timeline.nanos();
        Lease written = present == null
                ? client.resource(wanted).create()
                : client.resource(wanted).update();
        ours = written;
        theirs = null;
        sure(noted + settings.sureFor().toNanos());
    }

    private Lease asOurs(@Nullable Lease present) {
        LeaseSpec old = present == null || present.getSpec() == null ? new LeaseSpec() : present.getSpec();
        boolean renewal = identity.equals(old.getHolderIdentity());
        ZonedDateTime now = wallTime();
        if (now.equals(old.getRenewTime())) {
            // A renewal that changes nothing would not be seen.
            now = now.plus(1, ChronoUnit.MICROS);
        }
        int transitions = old.getLeaseTransitions() == null ? 0 : old.getLeaseTransitions();
        return (present == null ? new LeaseBuilder() : new LeaseBuilder(present))
                .editOrNewMetadata()
                .withNamespace(settings.namespace())
                .withName(settings.name())
                .endMetadata()
                .editOrNewSpec()
                .withHolderIdentity(identity)
                .withLeaseDurationSeconds(
                        (int) Math.ceil(settings.leaseDuration().toMillis() / 1000.0))
                .withAcquireTime(renewal && old.getAcquireTime() != null ? old.getAcquireTime() : now)
                .withRenewTime(now)
                .withLeaseTransitions(present == null || renewal ? transitions : transitions + 1)
                .endSpec()
                .build();
    }

    private void release() {
        for (int i = 0; i < RELEASE_TRIES; i++) {
            Lease held = ours != null
                    ? ours
                    : client.leases()
                            .inNamespace(settings.namespace())
                            .withName(settings.name())
                            .get();
            ours = null;
            if (held == null || !identity.equals(holderOf(held))) {
                return;
            }
            try {
                client.resource(new LeaseBuilder(held)
                                .editSpec()
                                .withHolderIdentity(null)
                                .withLeaseDurationSeconds(1)
                                .withRenewTime(wallTime())
                                .endSpec()
                                .build())
                        .update();
                log.info("The lease {} is given back", describe());
                return;
            } catch (RuntimeException e) {
                if (!isLost(e)) {
                    throw e;
                }
            }
        }
    }

    private ZonedDateTime wallTime() {
        return timeline.now().truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
    }

    private static @Nullable String holderOf(Lease lease) {
        return lease.getSpec() == null ? null : lease.getSpec().getHolderIdentity();
    }

    private void sure(long until) {
        Runnable toTell = null;
        String term = "";
        synchronized (state) {
            long now = timeline.nanos();
            if (closed || until - now <= 0) {
                return;
            }
            if (sure != null && sure.until() - now > 0) {
                sure = new Sure(sure.term(), until);
            } else {
                term = randomId();
                sure = new Sure(term, until);
                toTell = listener;
            }
        }
        if (toTell != null) {
            log.info("Leading by the lease {}, as {}, in term {}", describe(), identity, term);
            watch(term, until);
            tell(toTell);
        }
    }

    /** Says that the term is over when no renewal comes in time. */
    private void watch(String term, long until) {
        timeline.after(Duration.ofNanos(Math.max(0, until - timeline.nanos())), () -> {
            Runnable toTell = null;
            long later = until;
            synchronized (state) {
                if (sure == null || !sure.term().equals(term)) {
                    return;
                }
                later = sure.until();
                if (later - timeline.nanos() <= 0) {
                    sure = null;
                    toTell = listener;
                }
            }
            if (toTell == null) {
                watch(term, later);
            } else {
                log.warn("The lease {} is not surely ours any more: no renewal came in time", describe());
                tell(toTell);
            }
        });
    }

    private void forget(String why) {
        Runnable toTell;
        synchronized (state) {
            if (sure == null) {
                return;
            }
            sure = null;
            toTell = listener;
        }
        log.info("Not leading by the lease {} any more: {}", describe(), why);
        tell(toTell);
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            log.error("The listener for changes of leadership failed", e);
        }
    }

    private void report(RuntimeException e) {
        String message = ApiFaults.messageOf(e);
        if (message.equals(lastFault)) {
            log.debug("The lease {} cannot be used", describe(), e);
            return;
        }
        lastFault = message;
        int code = ApiFaults.codeOf(e);
        String remedy = code == HttpURLConnection.HTTP_FORBIDDEN || code == HttpURLConnection.HTTP_UNAUTHORIZED
                ? "; allow get, create and update on leases.coordination.k8s.io in namespace " + settings.namespace()
                : "";
        log.warn("The lease {} cannot be used, and is tried again: {}{}", describe(), message, remedy);
    }

    private boolean isClosed() {
        synchronized (state) {
            return closed;
        }
    }

    private String describe() {
        return settings.namespace() + "/" + settings.name();
    }

    private String randomId() {
        return "%016x".formatted(random.nextLong());
    }
}
