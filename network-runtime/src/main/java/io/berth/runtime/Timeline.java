package io.berth.runtime;

import java.time.Duration;
import java.time.Instant;

/** Time, as the engine sees it. In the simulation it is virtual. */
public interface Timeline {
    /** For what is written and compared with others' times. */
    Instant now();

    /** Never goes back; for leases, delays and ages. */
    long nanos();

    /** Runs the task once, not before the delay has passed, on a thread that may not block for long. */
    void after(Duration delay, Runnable task);
}
