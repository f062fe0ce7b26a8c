package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.PodRef;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges each request to the far side, when it leaves its sender and when it is done. */
final class FarJudge implements FarSide.Judge {
    private final Ground ground;
    private final TrueClaims claims;
    private final Instances operators;
    private FarSide.@Nullable Write lastSent;
    private long lastSentAt;

    FarJudge(Ground ground, TrueClaims claims, Instances operators) {
        this.ground = requireNonNull(ground, "ground is null");
        this.claims = requireNonNull(claims, "claims is null");
        this.operators = requireNonNull(operators, "operators is null");
    }

    @Override
    public void sent(FarSide.Write write) {
        lastSent = write;
        lastSentAt = ground.now();
        Optional<String> term = operators.recoveredTerm(write.sender());
        if (term.isEmpty()) {
            throw new Violation(
                    Invariant.RECOVERY_FIRST,
                    "%s sends '%s' without having read what is held under a lease that is surely its own"
                            .formatted(write.sender(), write.action()));
        }
        for (Key key : write.keys()) {
            if (key instanceof Key.Port
                    && !claims.isNamed(key, write, term, pod -> operators.knowsGone(write.sender(), pod))) {
                throw new Violation(
                        Invariant.CLAIM_FIRST,
                        "'%s' of %s for %s, and no stored claim names %s"
                                .formatted(write.action(), write.sender(), write.madeFor(), key));
            }
        }
        if (write.ip().isPresent() && write.madeFor().isPresent()) {
            PodRef pod = write.madeFor().get();
            if (!operators.hasSeen(write.sender(), pod, write.ip().get())) {
                throw new Violation(
                        Invariant.PROVEN_READY,
                        "'%s' of %s leads to %s, which %s does not show"
                                .formatted(
                                        write.action(),
                                        write.sender(),
                                        write.ip().get(),
                                        pod));
            }
        }
    }

    @Override
    public void done(FarSide.Write write, List<FarSide.Marked> removed, List<String> foreign, boolean second) {
        claims.touch(write.keys());
        if (!foreign.isEmpty()) {
            throw new Violation(
                    Invariant.HANDS_OFF,
                    "'%s' of %s has changed what is not ours: %s".formatted(write.action(), write.sender(), foreign));
        }
        for (FarSide.Marked thing : removed) {
            boolean serves = thing.ip().isPresent() && thing.holder().isPresent();
            if (serves && isStolen(write, thing)) {
                throw new Violation(
                        Invariant.HANDS_OFF,
                        "'%s' of %s has taken %s from a pod that holds it"
                                .formatted(write.action(), write.sender(), thing.what()));
            }
        }
        if (second) {
            throw new Violation(
                    Invariant.ABSENCE_IS_NOT_EMPTY,
                    "'%s' of %s has made again what was there: %s"
                            .formatted(write.action(), write.sender(), write.keys()));
        }
    }

    /** It serves a pod that is shown as ready: one that is to be served no more is shown as not ready first. */
    private boolean isStolen(FarSide.Write write, FarSide.Marked thing) {
        if (!write.equals(lastSent) || lastSentAt != ground.now()) {
            // It arrives late, and what was right when it was sent need not be so now.
            return false;
        }
        PodRef holder = thing.holder().orElseThrow();
        String ip = thing.ip().orElseThrow();
        return thing.keys().stream().anyMatch(key -> claims.isHeldBy(key, holder))
                && ground.api()
                        .read(holder)
                        .filter(Notes::isAlive)
                        .filter(pod -> ground.notes().isOurs(pod))
                        .filter(claims::isReady)
                        .filter(pod ->
                                pod.ips().stream().anyMatch(own -> own.text().equals(ip)))
                        .isPresent();
    }
}
