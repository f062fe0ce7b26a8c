package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Ours;
import io.berth.runtime.PodStore;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One instance's way to the pods: quorum reads and conditional replaces, over a network that fails. */
final class SimPods implements PodStore {
    private static final int TRIES = 8;

    private final Ground ground;
    private final Gate gate;
    private final Court court;
    private final Storms storms;
    private final Consumer<PodRef> meanwhile;
    private final Runnable listed;
    private final Consumer<PodView> shown;

    /**
     * @param meanwhile may let somebody else write to the pod between a read and its replace
     * @param listed called when everything that is claimed has been read
     * @param shown called with each pod that the instance gets to see here
     */
    SimPods(
            Ground ground,
            Gate gate,
            Court court,
            Storms storms,
            Consumer<PodRef> meanwhile,
            Runnable listed,
            Consumer<PodView> shown) {
        this.ground = requireNonNull(ground, "ground is null");
        this.gate = requireNonNull(gate, "gate is null");
        this.court = requireNonNull(court, "court is null");
        this.storms = requireNonNull(storms, "storms is null");
        this.meanwhile = requireNonNull(meanwhile, "meanwhile is null");
        this.listed = requireNonNull(listed, "listed is null");
        this.shown = requireNonNull(shown, "shown is null");
    }

    @Override
    public List<PodView> listClaimed() {
        return gate.pass("list claimed pods", () -> {
            storms.onRead();
            List<PodView> found = ground.api().pods().stream()
                    .filter(pod -> pod.labels().containsKey(ground.keys().claimed()))
                    .toList();
            found.forEach(shown);
            listed.run();
            return found;
        });
    }

    @Override
    public Optional<PodView> read(String namespace, String name) {
        return gate.pass("read pod " + name, () -> {
            storms.onRead();
            Optional<PodView> found = ground.api().read(namespace, name);
            found.ifPresent(shown);
            return found;
        });
    }

    @Override
    public Edited edit(PodRef pod, Ours expected, Ours wanted) {
        return gate.pass("edit pod " + pod, () -> {
            court.sending(gate.instance());
            for (int i = 0; i < TRIES; i++) {
                storms.onRead();
                Optional<PodView> read = ground.api().read(pod);
                if (read.isEmpty()) {
                    return new Edited.Gone();
                }
                PodView there = read.get();
                shown.accept(there);
                Ours ours = Ours.of(there, ground.keys());
                if (ours.equals(wanted)) {
                    return new Edited.Written(there, false);
                }
                if (!ours.equals(expected)) {
                    return new Edited.Changed(there);
                }
                meanwhile.accept(pod);
                PodView changed = apply(there, wanted);
                Storms.Fate fate = storms.onWrite();
                try {
                    if (fate == Storms.Fate.LATER) {
                        ground.time().after(storms.lateness(), () -> arrivesLate(there, changed));
                    } else if (fate != Storms.Fate.LOST) {
                        PodView after = replace(there, changed);
                        if (fate == Storms.Fate.DONE) {
                            shown.accept(after);
                            return new Edited.Written(after, true);
                        }
                    }
                } catch (NetworkException e) {
                    if (e.kind() == Kind.CONFLICT) {
                        continue;
                    }
                    throw e;
                }
                throw new NetworkException(Kind.OUTCOME_UNKNOWN, "no answer in time");
            }
            throw new NetworkException(Kind.UNAVAILABLE, "conflict after conflict");
        });
    }

    private void arrivesLate(PodView before, PodView changed) {
        try {
            replace(before, changed);
        } catch (NetworkException e) {
            ground.trace().add(gate.instance(), "late write refused: " + e.getMessage());
        }
    }

    private PodView replace(PodView before, PodView changed) {
        PodView after = ground.api().replace(changed);
        court.edited(gate.instance(), before, after);
        return after;
    }

    private PodView apply(PodView pod, Ours wanted) {
        return new PodDraft(pod)
                .annotation(ground.keys().claim(), wanted.claim())
                .annotation(ground.keys().networkStatus(), wanted.status())
                .label(ground.keys().claimed(), wanted.claimed() ? Optional.of("true") : Optional.empty())
                .finalizer(ground.keys().finalizer(), wanted.finalizer())
                .view();
    }
}
