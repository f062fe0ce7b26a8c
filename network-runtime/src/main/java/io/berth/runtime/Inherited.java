package io.berth.runtime;

import io.berth.spi.Addresses;
import io.berth.spi.Goal;
import io.berth.spi.PodView;

/**
 * An address that a pod shows from before this term, while its parameters are broken and nothing is claimed: what it was
 * made of is not known any more. It goes on as long as pod and node still show all of it; then, and whatever else a pod
 * shows that nobody promised it, it is taken off. Called under the engine's lock.
 */
final class Inherited {
    private final Core core;
    private final Contract contract;
    private final Goals goals;
    private final Scribe scribe;

    Inherited(Core core, Contract contract, Goals goals, Scribe scribe) {
        this.core = core;
        this.contract = contract;
        this.goals = goals;
        this.scribe = scribe;
    }

    /** Of a pod that has nothing to be served by. */
    void judge(PodFile file, Bound<?, ?, ?> bound, Goal goal) {
        PodView pod = file.pod;
        if (pod == null || pod.deletion().isPresent() || !scribe.showsReady(file)) {
            return;
        }
        // Where this type is not to be used, another operator may be the one who serves it.
        boolean ours = bound.type.settings().allows(pod.namespace());
        boolean stands = goal == Goal.SERVE
                && file.shown.status().equals(bound.found)
                && contract.isShownBy(file.shown, bound.type.name(), pod, core.nodeOf(file));
        if (ours && !stands) {
            scribe.publish(file, Goal.QUIET, Addresses.NONE, !goals.isDisabled(pod));
        }
    }
}
