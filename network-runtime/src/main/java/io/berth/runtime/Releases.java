package io.berth.runtime;

import io.berth.spi.Addresses;
import io.berth.spi.Goal;
import io.berth.spi.Holder;
import io.berth.spi.NetworkException;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a claim ends: proven gone, and the pod let go; or as a debt, when the proof cannot be had in time, or the pod is
 * gone already. Called under the engine's lock.
 */
final class Releases {
    private final Core core;
    private final Scribe scribe;
    private final Consumer<PodFile> dropPending;
    private final Consumer<PodFile> next;

    /** @param dropPending gives up what was still to be promised */
    Releases(Core core, Scribe scribe, Consumer<PodFile> dropPending, Consumer<PodFile> next) {
        this.core = core;
        this.scribe = scribe;
        this.dropPending = dropPending;
        this.next = next;
    }

    /** The far side was seen without anything of the holder. */
    void release(PodFile file, Bound<?, ?, ?> bound) {
        if (file.isDebt()) {
            pay(file);
            return;
        }
        if (file.stored.isEmpty()) {
            finish(file, bound);
            return;
        }
        if (file.mayOwe) {
            disown(file);
            return;
        }
        file.released = true;
        letGo(file);
    }

    /** No debt is needed after all; one that was written unheard must not outlive the claim. */
    private void disown(PodFile file) {
        strike(file, () -> {
            file.mayOwe = false;
            next.accept(file);
        });
    }

    /** Removes the record of a debt; what fails is tried again. */
    private void strike(PodFile file, Runnable struck) {
        file.work = PodFile.Work.EDITING;
        Term term = core.term;
        core.<Boolean>offload(
                () -> {
                    core.mustLead(term);
                    core.debts.remove(file.ref);
                    return true;
                },
                outcome -> {
                    file.work = PodFile.Work.NONE;
                    if (outcome instanceof Outcome.Done) {
                        struck.run();
                    } else {
                        core.later(core.pause(file.failures++), () -> next.accept(file));
                    }
                });
    }

    private void letGo(PodFile file) {
        dropPending.accept(file);
        file.storedText = Optional.empty();
        PodView pod = file.pod;
        if (pod != null && pod.deletion().isEmpty() && scribe.showsReady(file)) {
            // The object may stay, as an evicted pod does, and must not show an address that another pod gets.
            scribe.publish(file, Goal.GONE, Addresses.NONE, true);
        }
        if (scribe.isSynced(file)) {
            done(file);
        }
    }

    /** The pod shows no claim any more: its keys are given back, but for those that a debt has now. */
    void done(PodFile file) {
        core.ledger.giveBack(file.holder, file.heldKeys(), true, core.timeline.nanos());
        file.granted.clear();
        file.stored = Optional.empty();
        file.storedText = Optional.empty();
        file.released = false;
        file.bound = null;
        PodView pod = file.pod;
        boolean over = pod == null || pod.isFinished() || pod.deletion().isPresent();
        if (over) {
            core.answer(file, new Answer.Gone());
        } else {
            next.accept(file);
        }
    }

    /** A pod at its end that has no claim. */
    void finish(PodFile file, Bound<?, ?, ?> bound) {
        core.ledger.giveBack(file.holder, bound.specKeys, false, core.timeline.nanos());
        bound.specKeys = Set.of();
        PodView pod = file.pod;
        if (pod != null && pod.deletion().isEmpty() && scribe.showsReady(file)) {
            scribe.publish(file, Goal.GONE, Addresses.NONE, true);
            if (!scribe.isSynced(file)) {
                return;
            }
        }

        core.answer(file, new Answer.Gone());
    }

    /** There is nothing to serve; a claim that nobody can read becomes a debt when its pod ends. */
    void leftBehind(PodFile file) {
        PodView pod = file.pod;
        if (pod == null) {
            return;
        }
        if (file.frozen) {
            file.faulted = true;
            if ((pod.isFinished() || pod.deletion().isPresent()) && !isOverdue(file, pod)) {
                core.later(core.settings.debtAfter(), () -> next.accept(file));
            } else if (isOverdue(file, pod)) {
                turnIntoDebt(file);
            }
            return;
        }
        if (file.released || file.stored.isEmpty()) {
            scribe.isSynced(file);
        }
    }

    /** True if the claim has become a debt, or is about to: the far side had its try, and its time. */
    boolean turnsToDebt(PodFile file, Bound<?, ?, ?> bound) {
        PodView pod = file.pod;
        if (file.isDebt() || pod == null || !file.faulted || file.stored.isEmpty() || !isOverdue(file, pod)) {
            return false;
        }
        turnIntoDebt(file);
        return true;
    }

    private boolean isOverdue(PodFile file, PodView pod) {
        Instant now = core.timeline.now();
        if (file.endedAt == null && (pod.isFinished() || pod.deletion().isPresent())) {
            file.endedAt = pod.deletion().map(PodView.Deletion::at).orElse(now);
        }
        Instant endedAt = file.endedAt;
        return endedAt != null && !now.isBefore(endedAt.plus(core.settings.debtAfter()));
    }

    private void turnIntoDebt(PodFile file) {
        Envelope envelope = whole(file);
        Debt debt = new Debt(file.ref, EnvelopeCodec.write(envelope), core.timeline.now());
        Term term = core.term;
        file.work = PodFile.Work.EDITING;
        core.<Boolean>offload(
                () -> {
                    core.mustLead(term);
                    core.debts.put(debt);
                    return true;
                },
                outcome -> {
                    file.work = PodFile.Work.NONE;
                    NetworkException fault = Outcome.faultOf(outcome);
                    if (outcome instanceof Outcome.Done) {
                        core.warn(
                                file,
                                Reason.IN_DEBT,
                                "The release could not be proven; %s stay held"
                                        .formatted(SortedKeys.of(envelope.keys())));
                        owe(file, envelope);
                        file.released = true;
                        letGo(file);
                    } else {
                        file.mayOwe |= fault == null || fault.kind() == NetworkException.Kind.OUTCOME_UNKNOWN;
                        Duration pause = core.pause(file.failures++);
                        core.answer(
                                file,
                                new Answer.Waiting(
                                        Reason.FAR_SIDE_UNAVAILABLE, "The debt cannot be written: " + fault, pause));
                        core.later(pause, () -> next.accept(file));
                    }
                });
    }

    /** The claim with every key that is held for it. */
    private static Envelope whole(PodFile file) {
        Envelope envelope = file.stored.orElseThrow();
        return new Envelope(
                envelope.type(),
                envelope.uid(),
                file.heldKeys(),
                envelope.term(),
                envelope.drain(),
                envelope.claimVersion(),
                envelope.claim());
    }

    /** The keys pass from the pod to its debt. */
    private PodFile owe(PodFile file, Envelope envelope) {
        PodFile debt = open(new Debt(file.ref, "", core.timeline.now()), envelope);
        core.ledger.move(file.holder, debt.holder, file.heldKeys());
        debt.granted.addAll(file.granted);
        file.granted.clear();
        file.stored = Optional.empty();
        core.later(Duration.ZERO, () -> next.accept(debt));
        return debt;
    }

    /** A debt as the leader works on it. */
    PodFile open(Debt debt, Envelope envelope) {
        PodFile file = new PodFile(debt.former(), new Holder.Debt(debt.former()));
        file.stored = Optional.of(envelope);
        file.faulted = true;
        core.debtFiles.put(debt.former().uid(), file);
        core.catalog.type(envelope.type()).ifPresent(type -> bind(file, type));
        return file;
    }

    private <P, C, F> void bind(PodFile file, ServedType<P, C, F> type) {
        Term term = core.term;
        Bound<P, C, F> bound = new Bound<>(type, Contract.noParameters(), Optional.empty(), core.timeline.nanos());
        if (term != null && file.stored.isPresent()) {
            Envelope envelope = file.stored.get();
            try {
                bound.claim = Optional.of(type.plugin().claims().read(envelope.claimVersion(), envelope.claim()));
                bound.proposalDue = false;
                file.bound = bound;
            } catch (RuntimeException e) {
                core.warn(
                        file,
                        Reason.BAD_CLAIM,
                        "The debt cannot be read by this version; %s stay held"
                                .formatted(SortedKeys.of(envelope.keys())));
            }
        }
    }

    private void pay(PodFile file) {
        if (file.recording) {
            // A record that comes after its removal would stay for ever.
            return;
        }
        strike(file, () -> {
            core.ledger.giveBack(file.holder, file.heldKeys(), true, core.timeline.nanos());
            core.debtFiles.remove(file.ref.uid());
        });
    }

    /** The pod is no more. What it still holds outside is released without it. */
    void withoutPod(PodFile file) {
        Bound<?, ?, ?> bound = file.bound;
        if (bound != null) {
            core.ledger.giveBack(file.holder, bound.specKeys, false, core.timeline.nanos());
        }
        if (file.stored.isPresent()) {
            Envelope envelope = whole(file);
            if (file.released) {
                core.ledger.giveBack(file.holder, file.heldKeys(), true, core.timeline.nanos());
            } else {
                record(owe(file, envelope), envelope, core.timeline.now());
            }
        }
        file.forget();
        core.answer(file, new Answer.Gone());
    }

    /** Tries until the debt is written, or paid. */
    private void record(PodFile debt, Envelope envelope, Instant since) {
        debt.recording = true;
        Term term = core.term;
        core.<Boolean>offload(
                () -> {
                    core.mustLead(term);
                    core.debts.put(new Debt(debt.ref, EnvelopeCodec.write(envelope), since));
                    return true;
                },
                outcome -> {
                    if (outcome instanceof Outcome.Done) {
                        debt.recording = false;
                        next.accept(debt);
                    } else {
                        core.later(core.pause(debt.failures++), () -> record(debt, envelope, since));
                    }
                });
    }
}
