package io.berth.spi;

import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One way of exposing a pod, vendor-neutral.
 *
 * <p>A plugin keeps nothing between calls and must be safe for calls from several threads at once. All methods but
 * {@link #observe} and {@link #inventory} are pure: no clock, no randomness, no I/O; given equal arguments they answer
 * equally. Whatever a method throws harms the one pod (for {@code observe}: the one pool) that it was called for, and
 * is reported as {@link Reason#PLUGIN_FAULT}.
 *
 * @param <P> the parameters, decoded from the pod's {@code network-conf}
 * @param <C> the claim; equal claims are not written twice
 * @param <F> the facts seen at the far side
 */
public interface NetworkPlugin<P, C, F> {
    /** The parameters as a network type spells them. Called once per network type at start-up. */
    ConfigSchema<P> parameters(Dialect dialect);

    ClaimCodec<C> claims();

    /**
     * Every key that the claim names; without a claim, the keys that the subject has by its own spec (host ports).
     * These are what the engine holds in the ledger for the subject.
     */
    Set<Key> keys(Subject subject, Optional<C> claim);

    /**
     * What the pod needs in it when it is created. Called on any replica, before the pod has a UID and perhaps a name;
     * nothing may depend on being called, nor on its answer being followed: the pod that appears later counts.
     */
    default Admission admit(PodTemplateView pod, P parameters, Usage usage) {
        return Admission.none();
    }

    /** How full it is what pods share by their specs alone. Called on any replica, seldom; pure. */
    default List<Capacity> capacity(Usage usage) {
        return List.of();
    }

    /**
     * What the subject should be promised. Called on the leader after recovery, when there is no claim, when the
     * parameters have changed, and after a conflict; the same claim must come back while it still fits.
     *
     * @param current the subject's own claim, else its reservation's. One that the parameters do not allow (another
     *     balancer, a forged number) must not come back
     */
    Proposal<C> propose(Subject subject, P parameters, Optional<C> current, Ledger ledger);

    /**
     * What else of the pod a decision rests on, as one value: chosen annotations, labels. When it is another one than
     * before, the pod is decided again. Parameters, IPs, node, phase and goal are watched always.
     */
    default Object watched(PodView pod) {
        return List.of();
    }

    /**
     * The pools whose far side has to be read before {@link #decide}. Empty: nothing is read, and {@code decide} is
     * called at once with {@link Seen#facts()} empty.
     */
    default Set<PoolId> pools(Held<C, F> held) {
        return Set.of();
    }

    /**
     * Reads the far side for all holders that have these {@link #pools} in common: this is the coalescing. No writes.
     * A holder that is not in the answer has no facts: nothing was seen of it.
     *
     * @throws NetworkException the round fails for these holders only, and is tried again
     */
    default Map<Holder, F> observe(Far far, Collection<Held<C, F>> held) {
        return Map.of();
    }

    /**
     * The next step towards the goal, given what was seen. Without parameters (they are broken now, or gone) the claim
     * goes on being served. For {@link Goal#GONE}: {@link Step.Reached} only when the far side was seen without
     * anything of the holder and {@link Seen#absenceIsProof()} is true.
     */
    Step<C, F> decide(Held<C, F> held, Goal goal, Optional<P> parameters, Seen<F> seen);

    /** Everything in the pool, whoever made it: for audit and adoption. Reads only; called seldom. */
    default Stream<Found> inventory(Far far, PoolId pool) {
        return Stream.empty();
    }
}
