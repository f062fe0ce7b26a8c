package io.berth.runtime;

import io.berth.spi.Holder;
import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that the engine knows of one pod, or of the debt that a pod has left. Guarded by the engine's lock. */
final class PodFile {
    /** What is under way for the pod; one thing at a time. */
    enum Work {
        NONE,
        EDITING,
        OBSERVING,
        ACTING
    }

    final PodRef ref;
    Holder holder;

    /** The newest version seen; null for a debt. */
    @Nullable
    PodView pod;

    /** What is ours on the pod, as the newest version shows it. */
    Ours shown = Ours.NOTHING;

    Answer answer = new Answer.Waiting(Reason.STANDBY, "Not reconciled yet", Duration.ZERO);

    // What follows is the leader's, and starts anew with each term.

    Work work = Work.NONE;

    /** The claim that is live: stored by this leader, found at its recovery, or adopted. */
    Optional<Envelope> stored = Optional.empty();

    /** The text of {@link #stored} as it stands, or should stand, on the pod. */
    Optional<String> storedText = Optional.empty();

    /** Ids that the far side chose, held since their first use and not yet in the claim. */
    final Set<Key> granted = new LinkedHashSet<>();

    /** A claim annotation that was looked at and does not count. */
    Optional<String> rejectedClaim = Optional.empty();

    /** Everything outside was proven gone; the claim has to go from the pod, and then the keys. */
    boolean released;

    /** A claim that holds keys and cannot be read further. */
    boolean frozen;

    /** The status text that should stand on the pod, once this leader has said anything. */
    Optional<String> statusText = Optional.empty();

    @Nullable
    Bound<?, ?, ?> bound;

    /** The far side has failed at least one try of this leader. */
    boolean faulted;

    /** The first time that the pod was seen at its end, if it is. */
    @Nullable
    Instant endedAt;

    /** A debt was sent, and nobody knows whether it was written. */
    boolean mayOwe;

    int failures;

    int editFailures;

    /** What was answered when a write failed, and what has been answered in its place since. */
    @Nullable
    Answer unwritten;

    @Nullable
    Answer writeFault;

    /** A pause after a write that failed. */
    long editNotBefore = Long.MIN_VALUE;

    /** What the API server has refused to write, for what it is. */
    @Nullable
    Ours refused;

    /** A pause after a fault: nothing is tried before. */
    long notBefore = Long.MIN_VALUE;

    /** When the goal changes by itself, as far as a timer is set for it. */
    @Nullable
    Instant goalChangesAt;

    /** A debt that is being written. */
    boolean recording;

    /** When the pod is looked at again by itself, and whether the far side is read then; older timers do nothing. */
    long timerAt = Long.MAX_VALUE;

    boolean timerLooks;
    int timer;

    /** The last warning, so that it is not said twice in a row. */
    String warned = "";

    PodFile(PodRef ref, Holder holder) {
        this.ref = ref;
        this.holder = holder;
    }

    /** Forgets what only a leader may know. */
    void forget() {
        work = Work.NONE;
        stored = Optional.empty();
        storedText = Optional.empty();
        frozen = false;
        released = false;
        rejectedClaim = Optional.empty();
        granted.clear();
        statusText = Optional.empty();
        bound = null;
        faulted = false;
        endedAt = null;
        mayOwe = false;
        goalChangesAt = null;
        failures = 0;
        editFailures = 0;
        unwritten = null;
        writeFault = null;
        editNotBefore = Long.MIN_VALUE;
        refused = null;
        notBefore = Long.MIN_VALUE;
        recording = false;
        timer++;
        timerAt = Long.MAX_VALUE;
        timerLooks = false;
    }

    /** All that is held by the claim, or on its way into it. */
    Set<Key> heldKeys() {
        Set<Key> keys = new LinkedHashSet<>(granted);
        stored.ifPresent(envelope -> keys.addAll(envelope.keys()));
        return keys;
    }

    boolean isDebt() {
        return holder instanceof Holder.Debt;
    }

    @Override
    public String toString() {
        return holder.toString();
    }
}
