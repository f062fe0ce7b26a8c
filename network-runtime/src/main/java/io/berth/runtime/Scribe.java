package io.berth.runtime;

import io.berth.runtime.PodStore.Edited;
import io.berth.spi.Addresses;
import io.berth.spi.Goal;
import io.berth.spi.NetworkException;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is ours on the pods as it should stand: it compares what a pod shows with what it should show, and writes
 * the difference, one edit at a time. Called under the engine's lock.
 */
final class Scribe {
    /** What passes by itself is told when it has not passed after so many tries. */
    private static final int FAILURES_TO_TELL = 3;

    private final Core core;
    private final Contract contract;
    private final Consumer<PodFile> next;
    private final Consumer<PodFile> vanished;
    private final Consumer<PodFile> giveUp;

    /**
     * @param giveUp called when the API server refuses a write for what it is: what waits for it must hold up nobody else
     * @param next called when an edit has ended, one way or the other
     * @param vanished called when the API server has no such pod any more
     */
    Scribe(Core core, Contract contract, Consumer<PodFile> giveUp, Consumer<PodFile> next, Consumer<PodFile> vanished) {
        this.core = core;
        this.contract = contract;
        this.giveUp = giveUp;
        this.next = next;
        this.vanished = vanished;
    }

    /** Takes in a version of a pod. False: it is the one that is known, or older. */
    boolean takeIn(PodFile file, PodView pod) {
        PodView before = file.pod;
        if (before != null && !isNewer(pod.resourceVersion(), before.resourceVersion())) {
            return false;
        }
        file.pod = pod;
        file.shown = Ours.of(pod, core.settings.keys());
        core.index(before, pod);
        return true;
    }

    /**
     * Kubernetes promises since 1.35, and has always kept, that versions of one resource are ordered numbers; what is
     * none is taken as new.
     */
    private static boolean isNewer(String version, String than) {
        if (version.length() > 18 || than.length() > 18 || !isNumber(version) || !isNumber(than)) {
            return !version.equals(than);
        }
        return Long.parseLong(version) > Long.parseLong(than);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** What a pod should show of ours. */
    Ours wanted(PodFile file) {
        Optional<String> claim = claimText(file);
        Ours wanted = file.shown.withClaim(claim);
        boolean terminating = file.pod != null && file.pod.deletion().isPresent();
        if (terminating && !file.shown.finalizer()) {
            // No finalizer can be added any more.
            wanted = new Ours(wanted.claim(), wanted.status(), false, wanted.claimed());
        }
        return file.statusText.isPresent() && contract.differs(file.statusText.get(), wanted.status())
                ? wanted.withStatus(file.statusText.get())
                : wanted;
    }

    private static Optional<String> claimText(PodFile file) {
        Bound<?, ?, ?> bound = file.bound;
        if (bound != null && bound.pending != null) {
            return Optional.of(EnvelopeCodec.write(bound.pending.envelope()));
        }
        return file.storedText;
    }

    /** True if the pod shows what it should; else an edit is under way when this returns. */
    boolean isSynced(PodFile file) {
        Ours wanted = wanted(file);
        if (wanted.equals(file.shown)) {
            forgetFault(file);
            return true;
        }
        if (file.editNotBefore > core.timeline.nanos()) {
            return false;
        }
        Ours expected = file.shown;
        file.work = PodFile.Work.EDITING;
        Term term = core.term;
        core.offload(() -> edit(file, expected, wanted, term), outcome -> {
            file.work = PodFile.Work.NONE;
            outcome.<Runnable>fold(new Outcome.Cases<Edited, Runnable>(
                            edited -> () -> ended(file, edited),
                            fault -> () -> failed(file, wanted, fault),
                            notYet -> () -> failed(file, wanted, Observatory.broken(notYet)),
                            error -> () -> {
                                if (!(error instanceof NotLeading)) {
                                    failed(file, wanted, Observatory.broken(error));
                                }
                            }))
                    .run();
        });
        return false;
    }

    private Edited edit(PodFile file, Ours expected, Ours wanted, @Nullable Term term) {
        core.mustLead(term);
        return core.pods.edit(file.ref, expected, wanted);
    }

    private void ended(PodFile file, Edited edited) {
        file.editFailures = 0;
        file.editNotBefore = Long.MIN_VALUE;
        file.refused = null;
        forgetFault(file);
        edited.<Runnable>fold(
                        written -> () -> {
                            takeIn(file, written.pod());
                            next.accept(file);
                        },
                        changed -> () -> {
                            takeIn(file, changed.pod());
                            next.accept(file);
                        },
                        gone -> () -> vanished.accept(file))
                .run();
    }

    /** The pod shows what it should: it stands as was decided, and for one that has settled nothing new will be. */
    private void forgetFault(PodFile file) {
        if (file.unwritten != null && file.answer.equals(file.writeFault)) {
            core.answer(file, file.unwritten);
        }
        file.unwritten = null;
        file.writeFault = null;
    }

    /** The API server refuses what the pod should show now; whatever needs no other claim can be done all the same. */
    boolean isRefused(PodFile file) {
        return wanted(file).equals(file.refused);
    }

    /** The last write was refused, and the pod does not show what it should, be that what was refused or something else. */
    boolean isHeldUp(PodFile file) {
        return file.refused != null && !wanted(file).equals(file.shown);
    }

    private void failed(PodFile file, Ours wanted, NetworkException fault) {
        Duration pause = core.pause(file.editFailures++);
        file.editNotBefore = core.timeline.nanos() + pause.toNanos();
        file.refused = fault.kind().next() == NetworkException.Next.STOP ? wanted : null;
        Reason reason =
                fault.kind().next() == NetworkException.Next.STOP ? Reason.WRITE_REFUSED : Reason.FAR_SIDE_UNAVAILABLE;
        String message = "The pod cannot be written: " + fault.getMessage();
        if (reason == Reason.WRITE_REFUSED || file.editFailures >= FAILURES_TO_TELL) {
            core.warn(file, reason, message);
        }
        if (file.refused != null) {
            // What is given up for it is wanted no more, and the refusal is the answer.
            file.unwritten = null;
        } else if (!file.answer.equals(file.writeFault)) {
            file.unwritten = file.answer;
        }
        file.writeFault = new Answer.Waiting(reason, message, pause);
        core.answer(file, file.writeFault);
        core.later(pause, () -> next.accept(file));
        if (file.refused != null) {
            giveUp.accept(file);
            next.accept(file);
        }
    }

    /** The status stays as it is. */
    void keep(PodFile file) {
        if (!file.released) {
            file.statusText = Optional.empty();
        }
    }

    /** Says on the pod how it stands; what it says already is not written again. */
    void publish(PodFile file, Goal goal, Addresses addresses, boolean desired) {
        file.statusText =
                Optional.of(contract.statusText(file, goal == Goal.SERVE, desired, addresses, core.timeline.now()));
    }

    boolean showsReady(PodFile file) {
        return contract.showsReady(file.shown);
    }
}
