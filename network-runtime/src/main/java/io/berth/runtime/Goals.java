package io.berth.runtime;

import io.berth.spi.Goal;
import io.berth.spi.PodView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is wanted of a holder, and when that changes by itself. */
final class Goals {
    /** @param until when to ask again, if time alone changes it */
    record Wanted(Goal goal, Optional<Instant> until) {
        static Wanted of(Goal goal) {
            return new Wanted(goal, Optional.empty());
        }
    }

    private final Core core;

    Goals(Core core) {
        this.core = core;
    }

    Wanted of(PodFile file) {
        PodView pod = file.pod;
        if (file.isDebt() || pod == null || pod.isFinished()) {
            return Wanted.of(Goal.GONE);
        }
        if (pod.deletion().isPresent()) {
            return draining(file, pod, pod.deletion().get());
        }
        if (isDisabled(pod)) {
            return Wanted.of(Goal.DETACHED);
        }
        return Wanted.of(
                "PreDelete".equals(pod.labels().get(core.settings.keys().state())) ? Goal.QUIET : Goal.SERVE);
    }

    boolean isDisabled(PodView pod) {
        String key = core.settings.keys().networkDisabled();
        return "true".equals(pod.labels().get(key))
                || "true".equals(pod.annotations().get(key));
    }

    /** From the request on, for as long as the claim says, and never beyond the end of the containers. */
    private Wanted draining(PodFile file, PodView pod, PodView.Deletion deletion) {
        Duration drain = file.stored.map(Envelope::drain).orElse(Duration.ZERO);
        Instant deadline = deletion.requestedAt().plus(drain);
        if (deletion.at().isBefore(deadline)) {
            deadline = deletion.at();
        }
        if (!core.timeline.now().isBefore(deadline) || !core.othersWithIpOf(pod).isEmpty()) {
            return Wanted.of(Goal.GONE);
        }
        return new Wanted(Goal.QUIET, Optional.of(deadline));
    }
}
