package io.berth.runtime.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.Ours;
import io.berth.runtime.PodStore.Edited;
import io.berth.runtime.SystemTimeline;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the adapters rely on, on a real API server as on the embedded one. */
@OnEveryCluster
@Timeout(120)
class KubernetesAdaptersIT {
    private static final AnnotationKeys KEYS = AnnotationKeys.openKruiseGame();
    private static final Ours CLAIMED = new Ours(Optional.of("claim-1"), Optional.of("status-1"), true, true);

    private Sandbox sandbox;
    private KubernetesPodStore store;

    @BeforeEach
    void open(Sandbox own) {
        sandbox = own;
        store = new KubernetesPodStore(own.client(), KEYS);
    }

    private PodRef create(String name) {
        return KubernetesViews.pod(sandbox.create(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToAnnotations("theirs", "0")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("game")
                        .withImage("game:1")
                        .endContainer()
                        .endSpec()
                        .build()))
                .ref();
    }

    private Pod pod(String name) {
        return sandbox.client().pods().withName(name).require();
    }

    private static PodView written(Edited edited) {
        assertThat(edited)
                .isInstanceOfSatisfying(
                        Edited.Written.class, w -> assertThat(w.wrote()).isTrue());
        return ((Edited.Written) edited).pod();
    }

    @Test
    void claimsServesAndReleasesARunningPod() {
        sandbox.addNode("node", "10.9.0.1", "203.0.113.9");
        PodRef ref = create("game-0");
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> store.read(ref.namespace(), ref.name())
                        .filter(p -> p.phase() == PodView.Phase.RUNNING)
                        .filter(p -> !p.ips().isEmpty())
                        .isPresent());

        PodView claimed = written(store.edit(ref, Ours.NOTHING, CLAIMED));
        assertThat(claimed.nodeName()).isPresent();
        assertThat(store.listClaimed()).extracting(PodView::ref).contains(ref);
        written(store.edit(ref, CLAIMED, CLAIMED.withStatus("ready")));

        Instant before = Instant.now().minusSeconds(5);
        sandbox.client().pods().withName("game-0").delete();
        PodView going = store.read(ref.namespace(), ref.name()).orElseThrow();
        assertThat(going.deletion())
                .hasValueSatisfying(
                        deletion -> assertThat(deletion.requestedAt()).isAfter(before));

        Ours left = new Ours(Optional.empty(), Optional.of("ready"), false, false);
        written(store.edit(ref, CLAIMED.withStatus("ready"), left));
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> store.read(ref.namespace(), ref.name()).isEmpty());
        assertThat(store.edit(ref, left, Ours.NOTHING)).isEqualTo(new Edited.Gone());
    }

    @Test
    void writesNothingThatIsSoAlreadyOrUnexpectedOrOnAPodOfAnotherUid() {
        PodRef ref = create("game-0");
        written(store.edit(ref, Ours.NOTHING, CLAIMED));

        assertThat(store.edit(ref, Ours.NOTHING, CLAIMED))
                .isInstanceOfSatisfying(
                        Edited.Written.class, w -> assertThat(w.wrote()).isFalse());
        assertThat(store.edit(ref, Ours.NOTHING, CLAIMED.withStatus("other"))).isInstanceOf(Edited.Changed.class);
        assertThat(store.edit(new PodRef(ref.namespace(), ref.name(), "former"), CLAIMED, Ours.NOTHING))
                .isEqualTo(new Edited.Gone());
        assertThat(Ours.of(KubernetesViews.pod(pod("game-0")), KEYS)).isEqualTo(CLAIMED);
    }

    @Test
    void answersWithTheGoingPodWhenItIsTooLateForAFinalizer() {
        PodRef ref = create("game-0");
        Ours other = new Ours(Optional.empty(), Optional.of("s"), false, false);
        // Scheduler and kubelet write to the pod meanwhile.
        await().atMost(60, TimeUnit.SECONDS)
                .ignoreExceptionsMatching(KubernetesAdaptersIT::isConflict)
                .until(() -> sandbox.client()
                                .pods()
                                .withName("game-0")
                                .edit(p -> new PodBuilder(p)
                                        .editMetadata()
                                        .addToFinalizers("example.com/keep")
                                        .endMetadata()
                                        .build())
                        != null);
        sandbox.client().pods().withName("game-0").delete();

        assertThat(store.edit(ref, Ours.NOTHING, CLAIMED))
                .isInstanceOfSatisfying(
                        Edited.Changed.class,
                        changed -> assertThat(changed.pod().deletion()).isPresent());
        written(store.edit(ref, Ours.NOTHING, other));
    }

    @Test
    void listsAllClaimedPodsOverSeveralPages() {
        List<PodRef> claimed = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            PodRef ref = create("game-" + i);
            if (i != 3) {
                written(store.edit(ref, Ours.NOTHING, CLAIMED));
                claimed.add(ref);
            }
        }
        Set<String> here = Set.of(sandbox.namespace());

        assertThat(new KubernetesPodStore(sandbox.client(), KEYS, here, 2).listClaimed())
                .extracting(PodView::ref)
                .containsExactlyInAnyOrderElementsOf(claimed);
        assertThat(store.listClaimed()).extracting(PodView::ref).containsAll(claimed);
    }

    @Test
    void reportsAWriteThatTheServerRefusesAndLeavesThePodDeletable() {
        assumeThat(sandbox.cluster().isReal())
                .as("the embedded server takes anything")
                .isTrue();
        PodRef ref = create("game-0");

        NetworkException fault = catchThrowableOfType(
                NetworkException.class,
                () -> store.edit(ref, Ours.NOTHING, CLAIMED.withStatus("x".repeat(300 * 1024))));

        assertThat(fault.kind()).isEqualTo(Kind.INVALID);
        assertThat(fault)
                .hasMessageContaining("Writing pod " + sandbox.namespace() + "/game-0")
                .hasMessageContaining("Too long");
        assertThat(fault.getMessage()).hasSizeLessThan(700);
        sandbox.client().pods().withName("game-0").delete();
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> store.read(ref.namespace(), ref.name()).isEmpty());
    }

    @Test
    void saysThatARightIsMissing() {
        assumeThat(sandbox.cluster().isReal())
                .as("the embedded server knows no rights")
                .isTrue();
        PodRef ref = create("game-0");
        try (KubernetesClient nobody = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(sandbox.client().getConfiguration())
                        .withImpersonateUsername("nobody")
                        .build())
                .build()) {
            KubernetesPodStore powerless = new KubernetesPodStore(nobody, KEYS);
            NetworkException list = catchThrowableOfType(NetworkException.class, powerless::listClaimed);
            NetworkException edit =
                    catchThrowableOfType(NetworkException.class, () -> powerless.edit(ref, Ours.NOTHING, CLAIMED));

            assertThat(list.kind()).isEqualTo(Kind.DENIED);
            assertThat(list).hasMessageContaining("cannot list resource \"pods\"");
            assertThat(edit.kind()).isEqualTo(Kind.DENIED);
        }
    }

    @Test
    void losesNothingWhenEditsAndForeignWritersRace() throws Exception {
        PodRef ref = create("game-0");
        Ours first = CLAIMED.withStatus("status-0");
        written(store.edit(ref, Ours.NOTHING, first));
        int rounds = 20;
        List<Callable<Boolean>> work = new ArrayList<>();
        for (String key : List.of("writer-a", "writer-b", "writer-c")) {
            work.add(() -> {
                for (int i = 0; i < rounds; i++) {
                    bump(key);
                }
                return true;
            });
        }
        work.add(() -> {
            for (int i = 0; i < rounds; i++) {
                editUntilDone(ref, CLAIMED.withStatus("status-" + i), CLAIMED.withStatus("status-" + (i + 1)));
            }
            return true;
        });
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            for (Future<Boolean> done : threads.invokeAll(work, 100, TimeUnit.SECONDS)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }

        Map<String, String> after = pod("game-0").getMetadata().getAnnotations();
        assertThat(after)
                .containsEntry("writer-a", "" + rounds)
                .containsEntry("writer-b", "" + rounds)
                .containsEntry("writer-c", "" + rounds)
                .containsEntry("theirs", "0")
                .containsEntry(KEYS.networkStatus(), "status-" + rounds);
    }

    private void editUntilDone(PodRef ref, Ours expected, Ours wanted) {
        while (true) {
            try {
                written(store.edit(ref, expected, wanted));
                return;
            } catch (NetworkException e) {
                assertThat(e.kind()).isEqualTo(Kind.BUSY);
            }
        }
    }

    private void bump(String key) {
        while (true) {
            Pod pod = pod("game-0");
            Map<String, String> annotations = pod.getMetadata().getAnnotations();
            annotations.put(key, "" + (Integer.parseInt(annotations.getOrDefault(key, "0")) + 1));
            try {
                sandbox.client().resource(pod).update();
                return;
            } catch (KubernetesClientException e) {
                assertThat(e.getCode()).isEqualTo(409);
            }
        }
    }

    @Test
    void leadsOneAtATimeHandsOverAndFailsOver() {
        LeaseSettings quick = new LeaseSettings(
                sandbox.namespace(),
                "berth",
                "test",
                Duration.ofSeconds(5),
                Duration.ofMillis(250),
                Duration.ofMillis(500));
        ExecutorService first = Executors.newSingleThreadExecutor();
        ExecutorService second = Executors.newSingleThreadExecutor();
        try (SystemTimeline clock = new SystemTimeline();
                LeaseLeadership a = new LeaseLeadership(sandbox.client(), quick, clock, first, new Random());
                LeaseLeadership b = new LeaseLeadership(sandbox.client(), quick, clock, second, new Random())) {
            a.start();
            await().atMost(30, TimeUnit.SECONDS).until(() -> a.sureTerm().isPresent());
            b.start();

            a.close();
            await().atMost(30, TimeUnit.SECONDS).until(() -> b.sureTerm().isPresent());
            // Somebody who died with the lease in hand: after its duration it is taken.
            sandbox.client()
                    .leases()
                    .withName("berth")
                    .edit(lease -> new LeaseBuilder(lease)
                            .editSpec()
                            .withHolderIdentity("dead")
                            .endSpec()
                            .build());
            await().atMost(30, TimeUnit.SECONDS).until(() -> b.sureTerm().isEmpty());
            await().atMost(30, TimeUnit.SECONDS).until(() -> b.sureTerm().isPresent());
            assertThat(sandbox.client().leases().withName("berth").require().getSpec())
                    .satisfies(spec -> {
                        assertThat(spec.getHolderIdentity()).isEqualTo(b.identity());
                        assertThat(spec.getLeaseTransitions()).isEqualTo(2);
                        assertThat(spec.getLeaseDurationSeconds()).isEqualTo(5);
                    });
        } finally {
            first.shutdownNow();
            second.shutdownNow();
        }
    }

    @Test
    void storesWarningsThatAreFoundByTheirPod() {
        PodRef ref = create("game-0");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (SystemTimeline clock = new SystemTimeline();
                KubernetesPodEvents events =
                        new KubernetesPodEvents(sandbox.client(), "berth", "berth-0", clock, thread)) {
            String message = "No room: " + "\u20ac".repeat(2_000);
            events.warning(ref, Reason.POOL_FULL, message);
            await().atMost(30, TimeUnit.SECONDS).until(() -> warnings(ref).size() == 1);
            events.warning(ref, Reason.POOL_FULL, message);
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> warnings(ref).get(0).getCount() == 2);

            assertThat(warnings(ref)).singleElement().satisfies(event -> {
                assertThat(event.getReason()).isEqualTo("PoolFull");
                assertThat(event.getMessage()).startsWith("No room: \u20ac").endsWith("\u20ac...");
            });
        } finally {
            thread.shutdownNow();
        }
    }

    private List<Event> warnings(PodRef ref) {
        return sandbox.client().v1().events().list().getItems().stream()
                .filter(event -> ref.uid().equals(event.getInvolvedObject().getUid()))
                .filter(event -> "Warning".equals(event.getType()))
                .filter(event -> "berth".equals(event.getReportingComponent()))
                .toList();
    }

    private static boolean isConflict(Throwable fault) {
        return fault instanceof KubernetesClientException refused && refused.getCode() == 409;
    }
}
