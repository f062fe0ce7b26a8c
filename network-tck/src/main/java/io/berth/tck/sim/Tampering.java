package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.spi.PodView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What people do to annotations that are not theirs. */
final class Tampering {
    private final Ground ground;
    private final Court court;

    Tampering(Ground ground, Court court) {
        this.ground = requireNonNull(ground, "ground is null");
        this.court = requireNonNull(court, "court is null");
    }

    /** The pod, if it has been tampered with. */
    Optional<PodView> with(PodView pod) {
        String claimKey = ground.keys().claim();
        court.happened(pod.ref(), "tampering", 2);
        switch (ground.chance().below(6)) {
            case 0 -> change(pod, "loses its claim", draft -> draft.annotation(claimKey, Optional.empty()));
            case 1 -> change(pod, "has a broken claim", draft -> draft.annotation(claimKey, Optional.of("{\"v\":1,")));
            case 2 -> {
                Optional<String> forged = forged(pod);
                if (forged.isEmpty()) {
                    return Optional.empty();
                }
                change(pod, "has a forged claim", draft -> draft.annotation(claimKey, forged));
            }
            case 3 ->
                change(
                        pod,
                        "has a forged status",
                        draft -> draft.annotation(
                                ground.keys().networkStatus(),
                                Optional.of(
                                        ground.chance().of(0.5)
                                                ? "{\"currentNetworkState\":\"Ready\",\"externalAddresses\":[]}"
                                                : "nonsense")));
            case 4 ->
                change(
                        pod,
                        "loses our label",
                        draft -> draft.label(ground.keys().claimed(), Optional.empty()));
            default ->
                change(
                        pod,
                        "loses our finalizer",
                        draft -> draft.finalizer(ground.keys().finalizer(), false));
        }
        return Optional.of(pod);
    }

    private void change(PodView pod, String what, Consumer<PodDraft> change) {
        ground.trace().add("chaos", pod.ref() + " " + what);
        ground.api().change(pod.ref(), change);
    }

    /** Another pod's claim with this pod's UID. */
    private Optional<String> forged(PodView pod) {
        List<PodView> others = ground.api().pods().stream()
                .filter(other -> !other.uid().equals(pod.uid()))
                .filter(other -> ground.notes().claim(other).isPresent())
                .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        PodView other = ground.chance().pick(others);
        return ground.notes()
                .claimText(other)
                .map(text -> text.replace("\"" + other.uid() + "\"", "\"" + pod.uid() + "\""));
    }

    /** All that is ours on some pod, as in a template that was made from one. */
    Map<String, String> copied() {
        Map<String, String> copy = new TreeMap<>();
        List<PodView> claimed = ground.api().pods().stream()
                .filter(pod -> ground.notes().claim(pod).isPresent())
                .toList();
        if (!claimed.isEmpty()) {
            PodView from = ground.chance().pick(claimed);
            for (String key : List.of(ground.keys().claim(), ground.keys().networkStatus())) {
                Optional.ofNullable(from.annotations().get(key)).ifPresent(text -> copy.put(key, text));
            }
        }
        return copy;
    }
}
