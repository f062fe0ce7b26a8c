package io.berth.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine's time. Tasks run one after another on one daemon thread; what one of them throws is logged and harms no
 * other. After {@link #close()} nothing runs any more, and what is handed in is dropped.
 */
public final class SystemTimeline implements Timeline, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SystemTimeline.class);

    /** Far beyond any delay that is meant, and in range of the scheduler's arithmetic. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final ScheduledThreadPoolExecutor scheduler;

    public SystemTimeline() {
        scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "berth-timeline");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        long nanos = (delay.compareTo(LONGEST) > 0 ? LONGEST : delay).toNanos();
        try {
            ScheduledFuture<?> unused = scheduler.schedule(() -> run(task), Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("Closed; a task is dropped", e);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("A task of the timeline failed", e);
        }
    }

    /** Waits for no task that is running. Idempotent. */
    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
