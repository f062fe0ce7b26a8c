package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.PodView;
import java.util.Optional;

/**
 * What of a pod only we write, as texts.
 *
 * @param claim the claim annotation
 * @param status the status annotation
 * @param finalizer whether our finalizer is on the pod
 * @param claimed whether our label is
 */
public record Ours(Optional<String> claim, Optional<String> status, boolean finalizer, boolean claimed) {
    public static final Ours NOTHING = new Ours(Optional.empty(), Optional.empty(), false, false);

    public Ours {
        requireNonNull(claim, "claim is null");
        requireNonNull(status, "status is null");
    }

    public static Ours of(PodView pod, AnnotationKeys keys) {
        return new Ours(
                Optional.ofNullable(pod.annotations().get(keys.claim())),
                Optional.ofNullable(pod.annotations().get(keys.networkStatus())),
                pod.finalizers().contains(keys.finalizer()),
                pod.labels().containsKey(keys.claimed()));
    }

    public Ours withStatus(String text) {
        return new Ours(claim, Optional.of(text), finalizer, claimed);
    }

    /** With a claim come the finalizer and the label; without, both go. */
    public Ours withClaim(Optional<String> text) {
        return new Ours(text, status, text.isPresent(), text.isPresent());
    }
}
