package io.berth.runtime.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.runtime.SystemTimeline;
import io.berth.runtime.kubernetes.FaultyApi.Fault;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeaseLeadershipTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String ANY = ".*/leases.*";
    private static final String WRITE = "(PUT|POST) .*/leases.*";

    private static FaultyApi api;

    private final ManualTimeline time = new ManualTimeline();
    private final List<LeaseLeadership> candidates = new ArrayList<>();

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

    /** Requests run on the test's thread, when time has come to them. */
    private LeaseLeadership candidate(String holder, ManualTimeline clock) {
        LeaseLeadership candidate = new LeaseLeadership(
                api.client(),
                LeaseSettings.of("ops", "berth", holder),
                clock,
                Runnable::run,
                new Random(holder.hashCode()));
        candidates.add(candidate);
        return candidate;
    }

    private LeaseLeadership started(String holder) {
        LeaseLeadership candidate = candidate(holder, time);
        candidate.start();
        return candidate;
    }

    private static Lease lease() {
        return api.direct().leases().inNamespace("ops").withName("berth").require();
    }

    private void untilOneLeads() {
        for (int i = 0;
                i < 60 && candidates.stream().noneMatch(c -> c.sureTerm().isPresent());
                i++) {
            time.advance(SECOND);
        }
        assertThat(candidates.stream().filter(c -> c.sureTerm().isPresent())).hasSize(1);
    }

    @Test
    void leadsAtOnceWhereNobodyDoesAndGoesOnInOneTerm() {
        LeaseLeadership a = started("a");
        assertThat(a.sureTerm()).isEmpty();
        time.advance(Duration.ZERO);

        Optional<String> term = a.sureTerm();
        assertThat(term).isPresent();
        for (int i = 0; i < 100; i++) {
            time.advance(SECOND);
            assertThat(a.sureTerm()).isEqualTo(term);
        }
        assertThat(lease().getSpec().getHolderIdentity())
                .isEqualTo(a.identity())
                .startsWith("a_");
        assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(15);
        assertThat(lease().getSpec().getLeaseTransitions()).isZero();
        assertThat(lease().getSpec().getAcquireTime().toInstant())
                .isBefore(time.now().minusSeconds(90));
        // One request a renewal: it is not read before it is written.
        assertThat(api.requests("GET " + ANY)).hasSize(1);
        assertThat(api.requests(WRITE)).hasSizeBetween(49, 52);
    }

    @Test
    void startsOnceAndTellsEachChange() {
        LeaseLeadership a = candidate("a", time);
        List<Optional<String>> told = new ArrayList<>();
        a.onChange(() -> told.add(a.sureTerm()));
        a.start();
        a.start();
        time.advance(Duration.ofSeconds(30));
        assertThat(told).hasSize(1).allSatisfy(term -> assertThat(term).isPresent());

        a.close();
        a.close();
        a.start();
        time.advance(Duration.ofSeconds(30));

        assertThat(told).hasSize(2);
        assertThat(told.get(1)).isEmpty();
    }

    @Test
    void hasANewIdentityWithEachStart() {
        Set<String> identities = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            identities.add(new LeaseLeadership(
                            api.client(), LeaseSettings.of("ops", "berth", "a"), time, Runnable::run, new Random())
                    .identity());
        }
        assertThat(identities).hasSize(20);
    }

    @Test
    void isSureForTheDurationLessTheMarginFromBeforeTheRenewalWasSent() {
        LeaseLeadership a = candidate("a", time);
        List<Optional<String>> told = new ArrayList<>();
        a.onChange(() -> told.add(a.sureTerm()));
        // The reply of the first write takes three seconds; from then on nothing is answered.
        api.next(WRITE, new Fault.Before(() -> time.stall(Duration.ofSeconds(3))));
        a.start();
        time.advance(Duration.ZERO);
        refuseEverything();
        assertThat(a.sureTerm()).isPresent();

        time.advance(Duration.ofMillis(8_999));
        assertThat(a.sureTerm()).isPresent();
        assertThat(told).hasSize(1);
        time.advance(Duration.ofMillis(1));
        assertThat(a.sureTerm()).isEmpty();
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).isEmpty();
    }

    private void refuseEverything() {
        for (int i = 0; i < 1_000; i++) {
            api.refuse(ANY, 503);
        }
    }

    @Test
    void isNotSureByARenewalWhoseReplyCameTooLate() {
        LeaseLeadership a = candidate("a", time);
        api.next(WRITE, new Fault.Before(() -> time.stall(Duration.ofSeconds(13))));
        a.start();
        time.advance(Duration.ZERO);

        assertThat(a.sureTerm()).isEmpty();
        time.advance(Duration.ofSeconds(3));
        assertThat(a.sureTerm()).isPresent();
    }

    @Test
    void isNotSureAfterItsProcessStoodStillAndComesBackInANewTerm() {
        LeaseLeadership a = started("a");
        time.advance(Duration.ofSeconds(10));
        Optional<String> first = a.sureTerm();

        time.stall(Duration.ofSeconds(20));
        assertThat(a.sureTerm()).isEmpty();
        time.advance(Duration.ofSeconds(1));

        assertThat(a.sureTerm()).isPresent().isNotEqualTo(first);
    }

    @Test
    void survivesFaultsThatAreShorterThanTheTerm() {
        LeaseLeadership a = started("a");
        time.advance(SECOND);
        Optional<String> term = a.sureTerm();

        api.refuse(ANY, 500);
        api.refuse(ANY, 429);
        api.refuse(ANY, 403);
        api.next(ANY, new Fault.Answer(200, "{not json"));
        api.next(WRITE, new Fault.LostReply(504));
        for (int i = 0; i < 60; i++) {
            time.advance(SECOND);
            assertThat(a.sureTerm()).isEqualTo(term);
        }
    }

    @Test
    void keepsTryingHoweverLongTheServerIsDown() {
        LeaseLeadership a = started("a");
        refuseEverything();
        time.advance(Duration.ofMinutes(10));
        assertThat(a.sureTerm()).isEmpty();
        assertThat(api.requests(ANY)).hasSizeBetween(200, 330);

        api.reset();
        time.advance(Duration.ofSeconds(3));
        assertThat(a.sureTerm()).isPresent();
    }

    @Test
    void takesOverWithinABoundWhenTheLeaderDies() {
        LeaseLeadership a = started("a");
        time.advance(Duration.ofSeconds(7));
        LeaseLeadership b = started("b");
        time.advance(Duration.ofSeconds(30));
        assertThat(a.sureTerm()).isPresent();
        assertThat(b.sureTerm()).isEmpty();

        kill(a);
        long died = time.nanos();
        candidates.remove(a);
        untilOneLeads();

        // The duration since b's last look, and one look.
        assertThat(Duration.ofNanos(time.nanos() - died)).isBetween(Duration.ofSeconds(13), Duration.ofSeconds(19));
        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo(b.identity());
        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
    }

    /** As SIGKILL does: no request any more, and nothing given back. */
    private void kill(LeaseLeadership victim) {
        String identity = victim.identity();
        api.direct()
                .leases()
                .inNamespace("ops")
                .withName("berth")
                .edit(l -> new LeaseBuilder(l)
                        .editSpec()
                        .withHolderIdentity("closing")
                        .endSpec()
                        .build());
        victim.close();
        api.direct()
                .leases()
                .inNamespace("ops")
                .withName("berth")
                .edit(l -> new LeaseBuilder(l)
                        .editSpec()
                        .withHolderIdentity(identity)
                        .endSpec()
                        .build());
    }

    @Test
    void handsOverAtOnceWhenTheLeaderCloses() {
        LeaseLeadership a = started("a");
        time.advance(SECOND);
        LeaseLeadership b = started("b");
        time.advance(Duration.ofSeconds(20));

        a.close();
        assertThat(a.sureTerm()).isEmpty();
        assertThat(lease().getSpec().getHolderIdentity()).isNull();
        time.advance(Duration.ofMillis(2_500));

        assertThat(b.sureTerm()).isPresent();
    }

    @Test
    void givesNothingBackThatAnotherOneHolds() {
        LeaseLeadership a = started("a");
        time.advance(SECOND);
        LeaseLeadership b = started("b");
        time.advance(SECOND);

        b.close();

        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo(a.identity());
        time.advance(Duration.ofSeconds(30));
        assertThat(a.sureTerm()).isPresent();
    }

    @Test
    void givesBackAfterAConflictAndGivesUpQuietlyWhenTheServerIsDown() {
        LeaseLeadership a = started("a");
        time.advance(SECOND);
        touch();
        a.close();
        assertThat(lease().getSpec().getHolderIdentity()).isNull();

        LeaseLeadership b = started("b");
        time.advance(Duration.ofSeconds(3));
        assertThat(b.sureTerm()).isPresent();
        refuseEverything();
        b.close();
        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo(b.identity());
    }

    private static void touch() {
        api.direct()
                .leases()
                .inNamespace("ops")
                .withName("berth")
                .edit(l -> new LeaseBuilder(l)
                        .editMetadata()
                        .addToLabels("touched", "yes")
                        .endMetadata()
                        .build());
    }

    @Test
    void goesOnWhenSomebodyChangesTheLeaseBesidesAndKeepsIt() {
        LeaseLeadership a = started("a");
        time.advance(SECOND);
        Optional<String> term = a.sureTerm();

        touch();
        time.advance(Duration.ofSeconds(30));

        assertThat(a.sureTerm()).isEqualTo(term);
        assertThat(lease().getMetadata().getLabels()).containsEntry("touched", "yes");
    }

    @Test
    void trustsNoWallClock() {
        LeaseLeadership a = started("a");
        time.advance(SECOND);
        LeaseLeadership ahead = candidate("ahead", time.skewed(Duration.ofHours(3)));
        LeaseLeadership behind = candidate("behind", time.skewed(Duration.ofHours(-3)));
        ahead.start();
        behind.start();
        for (int i = 0; i < 120; i++) {
            time.advance(SECOND);
            assertThat(a.sureTerm()).isPresent();
            assertThat(ahead.sureTerm()).isEmpty();
            assertThat(behind.sureTerm()).isEmpty();
        }

        kill(a);
        candidates.remove(a);
        untilOneLeads();
    }

    @Test
    void neverLetsTwoBeSureWhateverFailsAndPauses() {
        long seed = Long.getLong("berth.seed", 4711L);
        Random random = new Random(seed);
        for (String holder : List.of("a", "b", "c")) {
            candidate(holder, time.skewed(Duration.ofSeconds(random.nextInt(7200) - 3600)))
                    .start();
        }
        Set<String> terms = new HashSet<>();
        for (int i = 0; i < 600; i++) {
            switch (random.nextInt(8)) {
                case 0 -> api.refuse(ANY, 500);
                case 1 -> api.next(WRITE, new Fault.LostReply(504));
                case 2 -> api.next(ANY, new Fault.Before(() -> time.stall(Duration.ofSeconds(random.nextInt(9)))));
                case 3 -> api.refuse("GET " + ANY, 503);
                default -> time.advance(Duration.ofMillis(random.nextInt(4000)));
            }
            List<String> sure =
                    candidates.stream().flatMap(c -> c.sureTerm().stream()).toList();
            assertThat(sure).as("seed %d, step %d", seed, i).hasSizeLessThan(2);
            terms.addAll(sure);
        }
        assertThat(terms).hasSizeGreaterThan(1);
        untilOneLeads();
    }

    @Test
    void stepsDownAtOnceWhenAnotherOneHasTakenTheLease() {
        LeaseLeadership a = started("a");
        time.advance(SECOND);
        api.direct()
                .leases()
                .inNamespace("ops")
                .withName("berth")
                .edit(l -> new LeaseBuilder(l)
                        .editSpec()
                        .withHolderIdentity("forger")
                        .withRenewTime(ZonedDateTime.of(2099, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC))
                        .withLeaseDurationSeconds(Integer.MAX_VALUE)
                        .endSpec()
                        .build());

        time.advance(Duration.ofSeconds(2));
        assertThat(a.sureTerm()).isEmpty();
        time.advance(Duration.ofSeconds(140));
        assertThat(a.sureTerm()).isEmpty();
        // What is written there is believed up to ten of our own durations.
        time.advance(Duration.ofSeconds(20));
        assertThat(a.sureTerm()).isPresent();
    }

    @Test
    void takesALeaseWithNothingInIt() {
        api.direct()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("ops")
                        .withName("berth")
                        .endMetadata()
                        .build())
                .create();

        LeaseLeadership a = started("a");
        time.advance(Duration.ZERO);

        assertThat(a.sureTerm()).isPresent();
    }

    @Test
    void waitsForTheHolderOfALeaseThatWasDeleted() {
        LeaseLeadership a = started("a");
        time.advance(SECOND);
        LeaseLeadership b = started("b");
        time.advance(Duration.ofSeconds(5));
        refuseWritesOnce(a);

        api.direct().leases().inNamespace("ops").withName("berth").delete();
        for (int i = 0; i < 60; i++) {
            time.advance(Duration.ofMillis(500));
            assertThat(a.sureTerm().isPresent() && b.sureTerm().isPresent()).isFalse();
        }
        untilOneLeads();
    }

    /** So that the other one sees first that the lease is gone. */
    private void refuseWritesOnce(LeaseLeadership leader) {
        assertThat(leader.sureTerm()).isPresent();
        api.refuse("PUT " + ANY, 500);
        api.refuse("GET " + ANY, 500);
    }

    @Test
    void competesInRealTimeOnThreadsOfItsOwnAndFailsOver() throws InterruptedException {
        LeaseSettings quick = new LeaseSettings(
                "ops", "quick", "q", Duration.ofSeconds(4), Duration.ofMillis(200), Duration.ofMillis(500));
        ExecutorService first = Executors.newSingleThreadExecutor();
        ExecutorService second = Executors.newSingleThreadExecutor();
        try (SystemTimeline clock = new SystemTimeline();
                KubernetesClient client = api.client(10_000);
                LeaseLeadership a = new LeaseLeadership(client, quick, clock, first, new Random());
                LeaseLeadership b = new LeaseLeadership(client, quick, clock, second, new Random())) {
            a.start();
            await().atMost(20, TimeUnit.SECONDS).until(() -> a.sureTerm().isPresent());
            b.start();

            // a's requests find nobody to run them.
            first.shutdownNow();
            assertThat(first.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            await().atMost(20, TimeUnit.SECONDS).until(() -> {
                assertThat(a.sureTerm().isPresent() && b.sureTerm().isPresent()).isFalse();
                return b.sureTerm().isPresent();
            });
        } finally {
            first.shutdownNow();
            second.shutdownNow();
        }
    }

    @Test
    void goesOnWhenItsExecutorOrListenerFails() {
        int[] refusals = {3};
        LeaseLeadership a = new LeaseLeadership(
                api.client(),
                LeaseSettings.of("ops", "berth", "a"),
                time,
                task -> {
                    if (refusals[0]-- > 0) {
                        throw new RejectedExecutionException("expected by the test");
                    }
                    task.run();
                },
                new Random(1));
        a.onChange(() -> {
            throw new IllegalStateException("expected by the test");
        });
        a.start();
        time.advance(Duration.ofSeconds(5));
        assertThat(a.sureTerm()).isEmpty();
        time.advance(Duration.ofSeconds(2));
        assertThat(a.sureTerm()).isPresent();
        time.advance(Duration.ofSeconds(60));
        assertThat(a.sureTerm()).isPresent();
    }

    @Test
    void refusesSettingsThatCannotWorkAllAtOnce() {
        assertThatThrownBy(
                        () -> new LeaseSettings("", "berth", "a", Duration.ZERO, Duration.ZERO, Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("namespace ''")
                .hasMessageContaining("leaseDuration is PT0S")
                .hasMessageContaining("retryPeriod is PT0S")
                .hasMessageContaining("margin is PT-1S");
        assertThatThrownBy(() -> new LeaseSettings(
                        "ops", "berth", "a", Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(3)))
                .hasMessageContaining("leaseDuration PT5S less margin PT3S");
        assertThat(LeaseSettings.of("ops", "berth", "a").requestTimeout()).isEqualTo(Duration.ofSeconds(5));
    }
}
