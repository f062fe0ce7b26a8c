package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Answer;
import io.berth.runtime.Debt;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import java.util.Optional;

/** Whether all has ended well. */
final class Ending {
    private final Ground ground;
    private final Court court;
    private final Instances operators;

    Ending(Ground ground, Court court, Instances operators) {
        this.ground = requireNonNull(ground, "ground is null");
        this.court = requireNonNull(court, "court is null");
        this.operators = requireNonNull(operators, "operators is null");
    }

    /** A pod that is neither ready nor explained; empty if there is none. */
    Optional<String> unsettled() {
        if (!operators.isAble()) {
            return Optional.of("the operator");
        }
        for (PodView pod : ground.api().pods()) {
            Optional<String> problem = unsettled(pod);
            if (problem.isPresent()) {
                return Optional.of(pod.ref() + " (" + problem.get() + "; the leader answers "
                        + operators.leadersAnswer(pod) + ")");
            }
        }
        return Optional.empty();
    }

    private Optional<String> unsettled(PodView pod) {
        if (pod.deletion().isPresent()) {
            return Optional.of("deleted, and still there");
        }
        boolean held = court.claims().hasClaim(pod)
                || pod.finalizers().contains(ground.keys().finalizer());
        if (pod.isFinished() || !ground.notes().isOurs(pod)) {
            return held ? Optional.of("claim or finalizer left") : Optional.empty();
        }
        boolean ready = ground.notes().status(pod).ready();
        boolean served = ready && court.isServed(pod);
        Optional<Answer> answer = operators.leadersAnswer(pod);
        if (ground.notes().isDisabled(pod)) {
            return ready ? Optional.of("disabled, and ready") : Optional.empty();
        }
        if (ready) {
            // Its Ready cannot be taken off, and whoever has filled the annotations is told so.
            boolean stuck = Notes.isFull(pod)
                    && answer.filter(given ->
                                    given instanceof Answer.Waiting waiting && waiting.reason() == Reason.WRITE_REFUSED)
                            .isPresent();
            return served || stuck ? Optional.empty() : Optional.of("ready, and not served");
        }
        return answer.filter(given -> isTrue(given, pod)).isPresent() ? Optional.empty() : Optional.of("not explained");
    }

    private boolean isTrue(Answer answer, PodView pod) {
        if (!ground.far().canBeFreed(court.claims().keysOf(pod))) {
            return true;
        }
        if (answer instanceof Answer.Refused refused) {
            return ground.far().explains(refused.reason(), pod, court.claims().allKeys());
        }
        if (answer instanceof Answer.Waiting waiting) {
            return switch (waiting.reason()) {
                case POD_NOT_SCHEDULED -> pod.nodeName().isEmpty();
                case POD_HAS_NO_IP -> pod.ips().isEmpty();
                // Whoever has filled the annotations has to make room.
                case WRITE_REFUSED -> Notes.isFull(pod);
                default ->
                    ground.far().explains(waiting.reason(), pod, court.claims().allKeys());
            };
        }
        return false;
    }

    /** Something that is left of what was deleted; empty if there is nothing. */
    Optional<String> left() {
        Optional<PodView> pod = ground.api().pods().stream().findFirst();
        if (pod.isPresent()) {
            return Optional.of(pod.get().ref() + " (the leader answers " + operators.leadersAnswer(pod.get()) + ")");
        }
        for (Debt debt : court.claims().debts()) {
            boolean payable = ground.notes()
                    .claim(debt.envelope())
                    .filter(claim -> ground.far().canBeFreed(claim.keys()))
                    .isPresent();
            if (payable) {
                return Optional.of("the debt of " + debt.former());
            }
        }
        for (FarSide.Marked thing : ground.far().marked()) {
            boolean excused = court.claims().isExcused(thing);
            if (!excused) {
                return Optional.of(thing.what());
            }
        }
        return Optional.empty();
    }
}
