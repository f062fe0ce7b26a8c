package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Debt;
import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All that is judged, after every step and at every write. */
final class Court {
    private final Ground ground;
    private final Instances operators;
    private final TrueClaims claims;
    private final WriteBudget budget;
    private final ServingCheck serving;
    private final Map<String, Long> meddled = new TreeMap<>();

    Court(Ground ground, Instances operators) {
        this.ground = requireNonNull(ground, "ground is null");
        this.operators = requireNonNull(operators, "operators is null");
        this.claims = new TrueClaims(ground);
        this.budget = new WriteBudget(ground);
        this.serving = new ServingCheck(ground);
        ground.far().judge(new FarJudge(ground, claims, operators));
        ground.api().watch(this::seen);
    }

    TrueClaims claims() {
        return claims;
    }

    private void seen(ApiServer.Change change) {
        if (change.gone()) {
            claims.gone(change.pod(), operators.leadersTerm());
        }
    }

    /** Something has happened to this pod from outside; an operator may answer with so many writes. */
    void happened(PodRef pod, String what, int writes) {
        budget.allow(pod, what, writes);
        serving.disturb(pod);
    }

    /** Somebody has changed what stands on these keys: who is promised one of them now may be shown the past. */
    void meddled(Set<Key> keys) {
        keys.forEach(key -> meddled.put(key.toString(), ground.now()));
    }

    /** The same, and its address may change. */
    void mayMove(PodRef pod) {
        happened(pod, WriteBudget.MOVE, 2);
        budget.mayMove(pod);
    }

    /** An operator is about to write to a pod. */
    void sending(String sender) {
        if (operators.recoveredTerm(sender).isEmpty()) {
            throw new Violation(
                    Invariant.RECOVERY_FIRST,
                    "%s writes without having read what is held under a lease that is surely its own"
                            .formatted(sender));
        }
    }

    /** An operator's write to a pod has been accepted, perhaps later than it was sent. */
    void edited(String sender, PodView before, PodView after) {
        ground.trace()
                .add(
                        sender,
                        "wrote %s: claim %s, %s%s"
                                .formatted(
                                        after.ref(),
                                        ground.notes().claim(after).map(Notes.Claim::keys),
                                        ground.notes().status(after),
                                        after.finalizers().isEmpty() ? ", no finalizer" : ""));
        claims.edited(sender, operators.recoveredTerm(sender), before, after);
        ground.notes().claim(after).map(Notes.Claim::keys).ifPresent(keys -> {
            if (keys.stream().anyMatch(ground.far()::isForeign)) {
                mayMove(after.ref());
            }
            if (keys.stream().anyMatch(this::isMeddledWith)) {
                serving.disturb(after.ref());
            }
        });
        budget.written(before, after);
        if (ground.notes().status(after).ready()
                && Notes.isAlive(after)
                && !ground.notes().status(before).ready()
                && operators.knew(sender, after)) {
            serving.published(after);
        }
    }

    private boolean isMeddledWith(Key key) {
        Long at = meddled.get(key.toString());
        return at != null && ground.now() - at < ServingCheck.STALE.toNanos();
    }

    void owed(Debt debt) {
        claims.owed(debt);
    }

    void paid(String sender, PodRef former) {
        claims.paid(sender, operators.recoveredTerm(sender), former);
    }

    void step() {
        claims.step(operators.leadersTerm());
        serving.step(operators.isAble());
    }

    boolean isServed(PodView pod) {
        return serving.isServed(pod);
    }
}
