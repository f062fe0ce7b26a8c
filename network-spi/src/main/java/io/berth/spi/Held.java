package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/**
 * A holder with all that the engine knows of it. For a debt there is a claim and no pod.
 *
 * @param claim as it is stored; empty for a plugin that claims nothing, and for a holder whose claim has gone
 * @param keys what the stored claim holds: those of {@code claim}, and those that have not been proven gone yet
 * @param pod the pod of a {@link Holder.Pod}, in the newest version seen
 * @param node the pod's node, with settled addresses
 * @param reply what the reply of the last effect proved: where to look first. Lost with the process
 */
public record Held<C, F>(
        Holder holder,
        Optional<C> claim,
        Set<Key> keys,
        Optional<PodView> pod,
        Optional<NodeView> node,
        Optional<F> reply) {
    public Held {
        requireNonNull(holder, "holder is null");
        requireNonNull(claim, "claim is null");
        keys = Set.copyOf(keys);
        requireNonNull(pod, "pod is null");
        requireNonNull(node, "node is null");
        requireNonNull(reply, "reply is null");
    }

    /** The pod that the address is, or was, for. */
    public PodRef podRef() {
        if (holder instanceof Holder.Pod alive) {
            return alive.ref();
        }
        if (holder instanceof Holder.Debt debt) {
            return debt.former();
        }
        Holder.Reservation reservation = (Holder.Reservation) holder;
        return new PodRef(reservation.namespace(), reservation.name(), "");
    }
}
