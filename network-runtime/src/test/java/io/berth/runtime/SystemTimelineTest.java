package io.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemTimelineTest {
    private final SystemTimeline timeline = new SystemTimeline();

    @AfterEach
    void close() {
        timeline.close();
    }

    @Test
    void runsATaskOnceAndNotBeforeItsDelay() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        AtomicLong at = new AtomicLong();
        long begun = timeline.nanos();

        timeline.after(Duration.ofMillis(50), () -> {
            at.set(timeline.nanos());
            ran.countDown();
        });

        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(at.get() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void runsTasksInTheOrderOfTheirDelaysOnADaemonThread() {
        List<String> ran = new CopyOnWriteArrayList<>();
        AtomicBoolean daemon = new AtomicBoolean();

        timeline.after(Duration.ofDays(1_000_000), () -> ran.add("never"));
        timeline.after(Duration.ofMillis(80), () -> ran.add("last"));
        timeline.after(Duration.ofMillis(-5), () -> {
            daemon.set(Thread.currentThread().isDaemon());
            ran.add("first");
        });

        await().untilAsserted(() -> assertThat(ran).containsExactly("first", "last"));
        assertThat(daemon).isTrue();
    }

    @Test
    void goesOnAfterATaskThatFails() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);

        timeline.after(Duration.ZERO, () -> {
            throw new IllegalStateException("expected by the test");
        });
        timeline.after(Duration.ZERO, () -> {
            throw new AssertionError("expected by the test");
        });
        timeline.after(Duration.ZERO, ran::countDown);

        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void dropsWhatWaitsAndWhatComesAfterItsEnd() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        timeline.after(Duration.ofMillis(100), ran::countDown);

        timeline.close();
        timeline.close();
        timeline.after(Duration.ZERO, ran::countDown);

        assertThat(ran.await(300, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void tellsTheWallClocksTime() {
        assertThat(timeline.now())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }
}
