package io.berth.runtime;

import static java.util.Objects.requireNonNull;

/**
 * The names by which pods and engine speak to each other. Those of OpenKruiseGame where it has them, so that a game
 * needs no change.
 *
 * @param networkType in, annotation: the network type
 * @param networkConf in, annotation: the parameters, a JSON array of name and value
 * @param networkStatus out, annotation: the addresses
 * @param networkDisabled in, label or annotation: {@code "true"} takes the traffic away and keeps the address
 * @param state in, label: {@code PreDelete} begins a drain
 * @param claim ours, annotation: what the pod has been promised
 * @param admission ours, annotation: the id of an admission answer
 * @param claimed ours, label: the pod has a claim, so that recovery lists few pods
 * @param finalizer ours: something outside may still be the pod's
 */
public record AnnotationKeys(
        String networkType,
        String networkConf,
        String networkStatus,
        String networkDisabled,
        String state,
        String claim,
        String admission,
        String claimed,
        String finalizer) {
    public AnnotationKeys {
        requireNonNull(networkType, "networkType is null");
        requireNonNull(networkConf, "networkConf is null");
        requireNonNull(networkStatus, "networkStatus is null");
        requireNonNull(networkDisabled, "networkDisabled is null");
        requireNonNull(state, "state is null");
        requireNonNull(claim, "claim is null");
        requireNonNull(admission, "admission is null");
        requireNonNull(claimed, "claimed is null");
        requireNonNull(finalizer, "finalizer is null");
    }

    /** {@code game.kruise.io/...} for what OpenKruiseGame knows, {@code network.berth.io/...} for ours. */
    public static AnnotationKeys openKruiseGame() {
        return of("game.kruise.io", "network.berth.io");
    }

    /** @param contract the prefix of what a game writes and reads; {@code own} the prefix of what only we do */
    public static AnnotationKeys of(String contract, String own) {
        return new AnnotationKeys(
                contract + "/network-type",
                contract + "/network-conf",
                contract + "/network-status",
                contract + "/network-disabled",
                contract + "/gs-state",
                own + "/claim",
                own + "/admission",
                own + "/claimed",
                own + "/release");
    }
}
