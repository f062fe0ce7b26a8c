package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.Ours;
import io.berth.runtime.PodStore;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.tck.sim.ApiServer;
import io.berth.tck.sim.Gate;
import io.berth.tck.sim.PodDraft;
import java.util.List;
import java.util.Optional;

/**
 * One engine's way to the pods. The API server answers at once; what can go wrong is the process.
 *
 * @param wrote hears of each accepted change
 */
record KitPods(ApiServer api, AnnotationKeys keys, Gate gate, Wrote wrote) implements PodStore {
    interface Wrote {
        void accept(PodRef pod, String what);
    }

    KitPods {
        requireNonNull(api, "api is null");
        requireNonNull(keys, "keys is null");
        requireNonNull(gate, "gate is null");
        requireNonNull(wrote, "wrote is null");
    }

    @Override
    public List<PodView> listClaimed() {
        return gate.pass(
                "list claimed pods",
                () -> api.pods().stream()
                        .filter(pod -> pod.labels().containsKey(keys.claimed()))
                        .toList());
    }

    @Override
    public Optional<PodView> read(String namespace, String name) {
        return gate.pass("read pod " + name, () -> api.read(namespace, name));
    }

    @Override
    public Edited edit(PodRef pod, Ours expected, Ours wanted) {
        return gate.pass("edit pod " + pod, () -> {
            Optional<PodView> read = api.read(pod);
            if (read.isEmpty()) {
                return new Edited.Gone();
            }
            PodView there = read.get();
            Ours ours = Ours.of(there, keys);
            if (ours.equals(wanted)) {
                return new Edited.Written(there, false);
            }
            if (!ours.equals(expected)) {
                return new Edited.Changed(there);
            }
            PodView changed = new PodDraft(there)
                    .annotation(keys.claim(), wanted.claim())
                    .annotation(keys.networkStatus(), wanted.status())
                    .label(keys.claimed(), wanted.claimed() ? Optional.of("true") : Optional.empty())
                    .finalizer(keys.finalizer(), wanted.finalizer())
                    .view();
            wrote.accept(pod, "claim %s, status %s".formatted(wanted.claim(), wanted.status()));
            return new Edited.Written(api.replace(changed), true);
        });
    }
}
