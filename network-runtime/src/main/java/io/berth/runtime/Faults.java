package io.berth.runtime;

import io.berth.spi.Goal;
import io.berth.spi.NetworkException;
import io.berth.spi.Reason;
import java.time.Duration;

/** What follows when something fails for one pod: it is said, and tried again after a pause. Called under the engine's lock. */
final class Faults {
    private final Core core;
    private final Goals goals;
    private final Releases releases;
    private final Timers timers;

    Faults(Core core, Goals goals, Releases releases, Timers timers) {
        this.core = core;
        this.goals = goals;
        this.releases = releases;
        this.timers = timers;
    }

    void fault(PodFile file, NetworkException fault, String what) {
        file.faulted = true;
        Bound<?, ?, ?> bound = file.bound;
        if (bound != null && goals.of(file).goal() == Goal.GONE && releases.turnsToDebt(file, bound)) {
            return;
        }
        Duration pause = fault.retryAfter().orElseGet(() -> core.pause(file.failures));
        file.failures++;
        String message = what + ": " + fault.getMessage();
        Reason reason = reason(fault);
        if (fault.kind().next() == NetworkException.Next.STOP) {
            core.warn(file, reason, message);
        }
        if (!(file.answer instanceof Answer.Ready)) {
            core.answer(file, new Answer.Waiting(reason, message, pause));
        }
        file.notBefore = core.timeline.nanos() + pause.toNanos();
        timers.recheck(file, pause);
    }

    private static Reason reason(NetworkException fault) {
        return switch (fault.kind()) {
            case THROTTLED -> Reason.THROTTLED;
            case DENIED -> Reason.DENIED;
            case QUOTA -> Reason.QUOTA;
            case INVALID -> fault.getCause() == null ? Reason.CONFLICT : Reason.PLUGIN_FAULT;
            case CONFLICT -> Reason.CONFLICT;
            case UNAVAILABLE, BUSY, OUTCOME_UNKNOWN -> Reason.FAR_SIDE_UNAVAILABLE;
        };
    }

    /** The plugin has thrown, or wants what it must not. */
    void broken(PodFile file, RuntimeException error) {
        fault(file, Observatory.broken(error), "The plugin of this network type is at fault");
    }
}
