package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Leadership;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leader election by Lease as client-go does it: who has seen the lease unchanged for its whole duration, by its own
 * clock, may take it. Sure of it is one only until some margin before the others may take it.
 */
final class Elector implements Leadership {
    static final Duration DURATION = Duration.ofSeconds(15);
    static final Duration RETRY = Duration.ofSeconds(2);
    static final Duration MARGIN = Duration.ofSeconds(3);

    private final String identity;
    private final Lease lease;
    private final VirtualTime.Strand strand;
    private final Chance chance;
    private final Trace trace;
    private final Storm storm;
    private @Nullable Runnable listener;
    private long seenVersion = -1;
    private long seenAt;
    private long sureUntil = Long.MIN_VALUE;
    private int terms;
    private String term = "";

    /** Whether the API server fails requests now. */
    interface Storm {
        boolean fails();
    }

    Elector(String identity, Lease lease, VirtualTime.Strand strand, Chance chance, Trace trace, Storm storm) {
        this.identity = requireNonNull(identity, "identity is null");
        this.lease = requireNonNull(lease, "lease is null");
        this.strand = requireNonNull(strand, "strand is null");
        this.chance = requireNonNull(chance, "chance is null");
        this.trace = requireNonNull(trace, "trace is null");
        this.storm = requireNonNull(storm, "storm is null");
    }

    void begin() {
        strand.after(chance.millis(0, 1000), this::attempt);
    }

    /** Gives the lease back, as a process does that ends in good order. */
    void release() {
        sureUntil = Long.MIN_VALUE;
        if (lease.holder().equals(identity)) {
            lease.hold("");
        }
    }

    private void attempt() {
        long began = strand.nanos();
        // The request takes its time, and the process may be held meanwhile.
        strand.after(chance.latency(20, 1500), () -> {
            if (!storm.fails()) {
                request(began);
            }
            strand.after(RETRY, this::attempt);
        });
    }

    private void request(long began) {
        boolean mine = lease.holder().equals(identity);
        if (!mine && !lease.holder().isEmpty()) {
            if (lease.version() != seenVersion) {
                seenVersion = lease.version();
                seenAt = strand.nanos();
                return;
            }
            if (strand.nanos() - seenAt < DURATION.toNanos()) {
                return;
            }
        }
        lease.hold(identity);
        if (storm.fails()) {
            // Done, but the answer is lost.
            return;
        }
        boolean was = sureTerm().isPresent();
        sureUntil = Math.max(sureUntil, began + DURATION.minus(MARGIN).toNanos());
        if (strand.nanos() >= sureUntil) {
            return;
        }
        if (!was) {
            term = identity + "." + ++terms;
            trace.add(identity, "leads: term " + term);
            changed();
        }
        strand.after(Duration.ofNanos(Math.max(0, sureUntil - strand.nanos())), () -> {
            if (sureTerm().isEmpty() && !term.isEmpty()) {
                trace.add(identity, "is not sure of the lease any more");
                term = "";
                changed();
            }
        });
    }

    private void changed() {
        if (listener != null) {
            listener.run();
        }
    }

    @Override
    public Optional<String> sureTerm() {
        return strand.nanos() < sureUntil && !term.isEmpty() ? Optional.of(term) : Optional.empty();
    }

    @Override
    public void onChange(Runnable runnable) {
        this.listener = runnable;
    }
}
