package io.berth.runtime;

import java.time.Duration;
import java.util.function.Consumer;

/** When a pod is looked at again by itself. Called under the engine's lock. */
final class Timers {
    private final Core core;
    private final Consumer<PodFile> due;

    /** @param due called for each file whose time has come */
    Timers(Core core, Consumer<PodFile> due) {
        this.core = core;
        this.due = due;
    }

    /** Looks at the far side again when the delay has passed. */
    void lookAgain(PodFile file, Duration delay) {
        schedule(file, delay, true);
    }

    /** Decides again when the delay has passed. */
    void recheck(PodFile file, Duration delay) {
        schedule(file, delay, false);
    }

    /** One timer a pod: the earlier one stays, so that whoever asks often does not put it off. */
    private void schedule(PodFile file, Duration delay, boolean looks) {
        long at = core.timeline.nanos() + delay.toNanos();
        file.timerLooks |= looks;
        if (file.timerAt <= at) {
            return;
        }
        file.timerAt = at;
        int timer = ++file.timer;
        core.later(delay, () -> {
            if (file.timer != timer) {
                return;
            }
            file.timerAt = Long.MAX_VALUE;
            Bound<?, ?, ?> bound = file.bound;
            if (file.timerLooks && bound != null) {
                bound.neededTick = core.tick();
            }
            file.timerLooks = false;
            due.accept(file);
        });
    }
}
