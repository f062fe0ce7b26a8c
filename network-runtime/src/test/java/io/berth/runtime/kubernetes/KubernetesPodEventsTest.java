package io.berth.runtime.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.berth.runtime.kubernetes.FaultyApi.Fault;
import io.berth.spi.PodRef;
import io.berth.spi.Reason;
import io.fabric8.kubernetes.api.model.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KubernetesPodEventsTest {
    private static final PodRef POD = new PodRef("games", "game-0", "u-0");
    private static final String POST = "POST .*/events.*";
    private static final String PUT = "PUT .*/events.*";

    private static FaultyApi api;

    private final ManualTimeline time = new ManualTimeline();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final KubernetesPodEvents events = speaker();

    @BeforeAll
    static void open() {
        api = new FaultyApi();
    }

    @AfterEach
    void reset() {
        api.reset();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private KubernetesPodEvents speaker() {
        return new KubernetesPodEvents(api.client(), "berth", "berth-7", time, work::add);
    }

    private void drain() {
        for (Runnable task = work.poll(); task != null; task = work.poll()) {
            task.run();
        }
    }

    private static List<Event> stored() {
        return api.direct().v1().events().inNamespace("games").list().getItems();
    }

    @Test
    void storesAWarningOnThePodAsPeopleLookForIt() {
        events.warning(POD, Reason.POOL_FULL, "no room");
        assertThat(api.requests(POST)).isEmpty();
        drain();

        assertThat(stored()).singleElement().satisfies(event -> {
            assertThat(event.getInvolvedObject().getKind()).isEqualTo("Pod");
            assertThat(event.getInvolvedObject().getName()).isEqualTo("game-0");
            assertThat(event.getInvolvedObject().getUid()).isEqualTo("u-0");
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getReason()).isEqualTo("PoolFull");
            assertThat(event.getMessage()).isEqualTo("no room");
            assertThat(event.getCount()).isEqualTo(1);
            assertThat(event.getSource().getComponent()).isEqualTo("berth");
            assertThat(event.getReportingInstance()).isEqualTo("berth-7");
            assertThat(event.getFirstTimestamp()).isEqualTo("2026-03-01T00:00:00Z");
            assertThat(event.getMetadata().getName()).startsWith("game-0.");
        });
    }

    @Test
    void countsRepetitionsInOneEventAcrossRestarts() {
        events.warning(POD, Reason.POOL_FULL, "no room");
        events.warning(POD, Reason.POOL_FULL, "no room");
        drain();
        time.advance(Duration.ofSeconds(90));
        events.warning(POD, Reason.POOL_FULL, "no room");
        drain();
        speaker().warning(POD, Reason.POOL_FULL, "no room");
        drain();

        assertThat(stored()).singleElement().satisfies(event -> {
            assertThat(event.getCount()).isEqualTo(4);
            assertThat(event.getFirstTimestamp()).isEqualTo("2026-03-01T00:00:00Z");
            assertThat(event.getLastTimestamp()).isEqualTo("2026-03-01T00:01:30Z");
        });
        assertThat(api.requests(PUT)).hasSize(2);
    }

    @Test
    void tellsOtherPodsReasonsAndMessagesApart() {
        events.warning(POD, Reason.POOL_FULL, "no room");
        events.warning(POD, Reason.POOL_FULL, "still no room");
        events.warning(POD, Reason.CONFLICT, "no room");
        events.warning(new PodRef("games", "game-0", "u-1"), Reason.POOL_FULL, "no room");
        drain();

        assertThat(stored())
                .hasSize(4)
                .allSatisfy(event -> assertThat(event.getCount()).isEqualTo(1));
    }

    @Test
    void countsOnWhenAnotherWriterComesBetweenAndBeginsAnewWhenTheEventIsGone() {
        events.warning(POD, Reason.POOL_FULL, "no room");
        drain();
        api.refuse(PUT, 409);
        events.warning(POD, Reason.POOL_FULL, "no room");
        drain();
        assertThat(stored())
                .singleElement()
                .satisfies(event -> assertThat(event.getCount()).isEqualTo(2));

        api.next(
                "GET .*/events/.*",
                new Fault.Before(
                        () -> api.direct().v1().events().inNamespace("games").delete()));
        events.warning(POD, Reason.POOL_FULL, "no room");
        drain();
        assertThat(stored())
                .singleElement()
                .satisfies(event -> assertThat(event.getCount()).isEqualTo(1));
    }

    @Test
    void cutsLongMessagesAtACharactersEnd() {
        events.warning(POD, Reason.POOL_FULL, "x".repeat(1_024));
        events.warning(POD, Reason.CONFLICT, "x" + "\u00fc\u20ac\ud83d\ude00".repeat(400));
        drain();

        assertThat(stored()).hasSize(2).allSatisfy(event -> {
            assertThat(event.getMessage().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1_018, 1_024);
            assertThat(event.getMessage()).doesNotContain("\ufffd", "?");
        });
        assertThat(stored())
                .filteredOn(event -> event.getReason().equals("Conflict"))
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage()).endsWith("..."));
    }

    @Test
    void keepsTheNameOfAnEventWithinWhatAnApiServerTakes() {
        events.warning(new PodRef("games", "p".repeat(235) + "-".repeat(10) + "ppp", "u"), Reason.CONFLICT, "m");
        drain();

        assertThat(stored())
                .singleElement()
                .satisfies(event -> assertThat(event.getMetadata().getName()).matches("p{235}\\.[0-9a-f]{16}"));
    }

    @Test
    void limitsWhatOnePodSaysWithoutSilencingOthers() {
        for (int i = 0; i < 200; i++) {
            events.warning(POD, Reason.CONFLICT, "message " + i);
        }
        events.warning(new PodRef("games", "game-1", "u-1"), Reason.CONFLICT, "other");
        drain();

        assertThat(api.requests(POST)).hasSize(26);
        time.advance(Duration.ofMinutes(2));
        for (int i = 200; i < 210; i++) {
            events.warning(POD, Reason.CONFLICT, "message " + i);
        }
        drain();
        assertThat(api.requests(POST)).hasSize(28);
    }

    @Test
    void sendsABurstAndThenSoManyASecondAndDropsWhatNobodyCanWaitFor() {
        for (int i = 0; i < 3_000; i++) {
            events.warning(new PodRef("games", "game-" + i, "u-" + i), Reason.CONFLICT, "m");
        }
        drain();
        assertThat(api.requests(POST)).hasSize(50);

        for (int i = 0; i < 10; i++) {
            time.advance(Duration.ofMillis(100));
            drain();
        }
        assertThat(api.requests(POST)).hasSize(60);
        for (int i = 0; i < 1_000; i++) {
            time.advance(Duration.ofMillis(100));
            drain();
        }
        assertThat(api.requests(POST)).hasSize(1_000);
    }

    @Test
    void dropsWhatTheServerRefusesAfterOneTryAndGoesOn() {
        api.refuse(POST, 500);
        api.refuse(POST, 403);
        events.warning(POD, Reason.POOL_FULL, "lost");
        events.warning(POD, Reason.CONFLICT, "lost too");
        events.warning(POD, Reason.DENIED, "stored");
        drain();

        assertThat(stored())
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage()).isEqualTo("stored"));
        assertThat(api.requests(POST)).hasSize(3);
    }

    @Test
    void neverThrowsAndSaysNothingAfterItsEnd() {
        KubernetesPodEvents refused = new KubernetesPodEvents(api.client(), "berth", "i", time, task -> {
            throw new RejectedExecutionException("expected by the test");
        });
        assertThatCode(() -> refused.warning(POD, Reason.CONFLICT, "m")).doesNotThrowAnyException();
        assertThatCode(() -> refused.warning(POD, Reason.CONFLICT, "m")).doesNotThrowAnyException();

        events.warning(POD, Reason.CONFLICT, "waits");
        events.close();
        events.close();
        events.warning(POD, Reason.CONFLICT, "too late");
        drain();
        assertThat(api.requests(POST)).isEmpty();
    }
}
