package io.berth.localcluster.players;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ControlLoopTest {

    private final List<String> runs = new CopyOnWriteArrayList<>();

    @Test
    void waitingKeyRunsOnceAndARunningOneRunsAgain() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        try (ControlLoop<String> loop = new ControlLoop<>("test", key -> {
            runs.add(key);
            started.countDown();
            awaitUninterrupted(proceed);
        })) {
            loop.add("a");
            assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();
            loop.add("a");
            loop.add("b");
            loop.add("b");
            loop.add("a");
            proceed.countDown();

            await().until(() -> runs.size() >= 3);
            await().during(100, TimeUnit.MILLISECONDS).until(() -> runs.equals(List.of("a", "a", "b")));
        }
    }

    @Test
    void failedKeyIsTriedAgainUntilItSucceedsAndHoldsUpNoOther() {
        try (ControlLoop<String> loop = new ControlLoop<>("test", key -> {
            runs.add(key);
            if (key.equals("bad") && runs.stream().filter("bad"::equals).count() < 4) {
                throw new KubernetesClientException("changed", 409, null);
            }
        })) {
            loop.add("bad");
            loop.add("good");

            await().until(() -> runs.stream().filter("bad"::equals).count() == 4);
            assertThat(runs.indexOf("good")).isLessThan(runs.lastIndexOf("bad"));
            await().during(200, TimeUnit.MILLISECONDS)
                    .until(() -> runs.stream().filter("bad"::equals).count() == 4);
        }
    }

    @Test
    void closedLoopTakesNothingMore() {
        ControlLoop<String> loop = new ControlLoop<>("test", runs::add);
        loop.close();

        loop.add("a");

        assertThat(runs).isEmpty();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
