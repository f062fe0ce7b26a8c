package io.berth.runtime.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.Ours;
import io.berth.runtime.PodStore.Edited;
import io.berth.runtime.kubernetes.FaultyApi.Fault;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class KubernetesPodStoreTest {
    private static final AnnotationKeys KEYS = AnnotationKeys.openKruiseGame();
    private static final Ours CLAIMED = new Ours(Optional.of("claim-1"), Optional.of("status-1"), true, true);
    private static final String PUT = "PUT .*/pods/.*";
    private static final String GET = "GET .*/pods/.*";

    private static FaultyApi api;
    private static KubernetesPodStore store;

    @BeforeAll
    static void open() {
        api = new FaultyApi();
        store = new KubernetesPodStore(api.client(), KEYS);
    }

    @AfterEach
    void reset() {
        api.reset();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private PodRef create(String name) {
        return create(new PodBuilder()
                .withNewMetadata()
                .withNamespace("games")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build());
    }

    private PodRef create(Pod pod) {
        return KubernetesViews.pod(api.direct().resource(pod).create()).ref();
    }

    private Pod pod(String name) {
        return api.direct().pods().inNamespace("games").withName(name).require();
    }

    private static PodView written(Edited edited) {
        assertThat(edited)
                .isInstanceOfSatisfying(
                        Edited.Written.class, w -> assertThat(w.wrote()).isTrue());
        return ((Edited.Written) edited).pod();
    }

    private static NetworkException editFault(PodRef ref) {
        return editFault(store, ref);
    }

    private static NetworkException editFault(KubernetesPodStore editing, PodRef ref) {
        NetworkException fault =
                catchThrowableOfType(NetworkException.class, () -> editing.edit(ref, Ours.NOTHING, CLAIMED));
        assertThat(fault).isNotNull();
        return fault;
    }

    @Test
    void listsExactlyThePodsWithTheLabelInAllNamespacesWhateverItsValue() {
        create("plain");
        PodRef claimed = create("claimed");
        store.edit(claimed, Ours.NOTHING, CLAIMED);
        PodRef elsewhere = create(new PodBuilder()
                .withNewMetadata()
                .withNamespace("other")
                .withName("forged")
                .addToLabels(KEYS.claimed(), "maybe")
                .endMetadata()
                .build());

        assertThat(store.listClaimed()).extracting(PodView::ref).containsExactlyInAnyOrder(claimed, elsewhere);
        assertThat(new KubernetesPodStore(api.client(), KEYS, Set.of("games")).listClaimed())
                .extracting(PodView::ref)
                .containsExactly(claimed);
    }

    @Test
    void listsAPodOfWhichNothingElseMakesSense() {
        PodRef odd = create(Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {namespace: games, name: odd, labels: {network.berth.io/claimed: "true"}}
                spec: {containers: [{ports: [{containerPort: 99999999}]}]}
                status: {podIP: "::nothing::", phase: Lost}
                """, Pod.class));

        assertThat(store.listClaimed()).extracting(PodView::ref).containsExactly(odd);
    }

    @Test
    void readsAPodAndNothingWhereThereIsNone() {
        PodRef ref = create("p");

        assertThat(store.read("games", "p")).map(PodView::ref).contains(ref);
        assertThat(store.read("games", "absent")).isEmpty();
    }

    @Test
    void writesAllThatIsOursInOneReplaceAndTakesItAwayAgain() {
        PodRef ref = create("p");

        PodView after = written(store.edit(ref, Ours.NOTHING, CLAIMED));

        assertThat(Ours.of(after, KEYS)).isEqualTo(CLAIMED);
        assertThat(Ours.of(KubernetesViews.pod(pod("p")), KEYS)).isEqualTo(CLAIMED);
        assertThat(api.requests(PUT)).hasSize(1);
        Ours readyOnly = new Ours(Optional.empty(), Optional.of("status-2"), false, false);
        assertThat(Ours.of(written(store.edit(ref, CLAIMED, readyOnly)), KEYS)).isEqualTo(readyOnly);
        assertThat(pod("p").getMetadata().getFinalizers()).isEmpty();
        assertThat(pod("p").getMetadata().getLabels()).doesNotContainKey(KEYS.claimed());
    }

    @Test
    void keepsEverythingOfOthersIncludingFieldsThatItDoesNotKnow() {
        PodRef ref = create(Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata:
                  namespace: games
                  name: p
                  labels: {app: game}
                  annotations: {theirs: "1"}
                  finalizers: [other/keep]
                spec:
                  fieldOfTomorrow: {deep: [1, 2]}
                  containers: [{name: c, image: i, anotherOfTomorrow: x}]
                """, Pod.class));

        written(store.edit(ref, Ours.NOTHING, CLAIMED));
        written(store.edit(ref, CLAIMED, Ours.NOTHING));

        Pod after = pod("p");
        assertThat(after.getMetadata().getLabels()).isEqualTo(Map.of("app", "game"));
        assertThat(after.getMetadata().getAnnotations()).isEqualTo(Map.of("theirs", "1"));
        assertThat(after.getMetadata().getFinalizers()).containsExactly("other/keep");
        assertThat(after.getSpec().getAdditionalProperties())
                .containsEntry("fieldOfTomorrow", Map.of("deep", List.of(1, 2)));
        assertThat(after.getSpec().getContainers().get(0).getAdditionalProperties())
                .containsEntry("anotherOfTomorrow", "x");
    }

    @Test
    void writesNothingWhenItIsSoAlready() {
        PodRef ref = create("p");
        String version = written(store.edit(ref, Ours.NOTHING, CLAIMED)).resourceVersion();
        api.forgetRequests();

        Edited again = store.edit(ref, Ours.NOTHING, CLAIMED);

        assertThat(again)
                .isInstanceOfSatisfying(
                        Edited.Written.class, w -> assertThat(w.wrote()).isFalse());
        assertThat(api.requests(PUT)).isEmpty();
        assertThat(pod("p").getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void writesNothingWhenWhatIsOursIsNotAsExpected() {
        PodRef ref = create("p");
        store.edit(ref, Ours.NOTHING, CLAIMED);
        api.forgetRequests();

        Edited edited = store.edit(ref, Ours.NOTHING, CLAIMED.withStatus("status-2"));

        assertThat(edited)
                .isInstanceOfSatisfying(
                        Edited.Changed.class,
                        changed -> assertThat(Ours.of(changed.pod(), KEYS)).isEqualTo(CLAIMED));
        assertThat(api.requests(PUT)).isEmpty();
    }

    @Test
    void touchesNoPodOfAnotherUidUnderTheSameName() {
        PodRef former = new PodRef("games", create("p").name(), "former-uid");

        assertThat(store.edit(former, Ours.NOTHING, CLAIMED)).isEqualTo(new Edited.Gone());
        assertThat(Ours.of(KubernetesViews.pod(pod("p")), KEYS)).isEqualTo(Ours.NOTHING);
        assertThat(store.edit(new PodRef("games", "absent", "u"), Ours.NOTHING, CLAIMED))
                .isEqualTo(new Edited.Gone());
    }

    @Test
    void noticesThatThePodWasReplacedBetweenReadAndWrite() {
        PodRef ref = create("p");
        api.next(PUT, new Fault.Before(() -> {
            api.direct().pods().inNamespace("games").withName("p").delete();
            create("p");
        }));

        assertThat(store.edit(ref, Ours.NOTHING, CLAIMED)).isEqualTo(new Edited.Gone());
        assertThat(Ours.of(KubernetesViews.pod(pod("p")), KEYS)).isEqualTo(Ours.NOTHING);
    }

    @Test
    void goesOnWhenAnotherWriterComesBetweenAndKeepsWhatItWrote() {
        PodRef ref = create("p");
        api.next(PUT, new Fault.Before(() -> annotate("p", "theirs", "1")));
        api.next(PUT, new Fault.Before(() -> annotate("p", "theirs", "2")));

        PodView after = written(store.edit(ref, Ours.NOTHING, CLAIMED));

        assertThat(after.annotations()).containsEntry("theirs", "2").containsEntry(KEYS.claim(), "claim-1");
        assertThat(api.requests(PUT)).hasSize(3);
    }

    private void annotate(String name, String key, String value) {
        api.direct()
                .pods()
                .inNamespace("games")
                .withName(name)
                .edit(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToAnnotations(key, value)
                        .endMetadata()
                        .build());
    }

    @Test
    void givesUpAgainstAWriterWhoAlwaysWins() {
        PodRef ref = create("p");
        for (int i = 0; i < 100; i++) {
            api.refuse(PUT, 409);
        }

        assertThat(editFault(ref).kind()).isEqualTo(Kind.BUSY);
        assertThat(api.requests(PUT)).hasSize(16);
    }

    @Test
    void asksForNoFinalizerOnAPodThatIsGoing() {
        PodRef ref = create(new PodBuilder()
                .withNewMetadata()
                .withNamespace("games")
                .withName("p")
                .addToFinalizers("other/keep")
                .endMetadata()
                .build());
        api.direct().pods().inNamespace("games").withName("p").delete();

        assertThat(store.edit(ref, Ours.NOTHING, CLAIMED))
                .isInstanceOfSatisfying(
                        Edited.Changed.class,
                        changed -> assertThat(changed.pod().deletion()).isPresent());
        assertThat(api.requests(PUT)).isEmpty();
        Ours withoutFinalizer = new Ours(Optional.empty(), Optional.of("status"), false, false);
        assertThat(Ours.of(written(store.edit(ref, Ours.NOTHING, withoutFinalizer)), KEYS))
                .isEqualTo(withoutFinalizer);
    }

    @Test
    void letsAPodGoByTakingItsLastFinalizer() {
        PodRef ref = create("p");
        written(store.edit(ref, Ours.NOTHING, CLAIMED));
        api.direct().pods().inNamespace("games").withName("p").delete();
        assertThat(store.read("games", "p")).map(PodView::deletion).isPresent();

        PodView last = written(store.edit(ref, CLAIMED, Ours.NOTHING.withStatus("status-1")));

        assertThat(last.ref()).isEqualTo(ref);
        assertThat(store.read("games", "p")).isEmpty();
        assertThat(store.edit(ref, CLAIMED, Ours.NOTHING)).isEqualTo(new Edited.Gone());
    }

    @ParameterizedTest
    @CsvSource({
        "400,INVALID",
        "401,DENIED",
        "403,DENIED",
        "408,OUTCOME_UNKNOWN",
        "413,INVALID",
        "422,INVALID",
        "429,THROTTLED",
        "500,OUTCOME_UNKNOWN",
        "502,OUTCOME_UNKNOWN",
        "503,OUTCOME_UNKNOWN",
        "504,OUTCOME_UNKNOWN"
    })
    void tellsWhatBecameOfARefusedWriteAfterOneRequest(int code, Kind kind) {
        PodRef ref = create("p");
        api.refuse(PUT, code);

        NetworkException fault = editFault(ref);

        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault).hasMessageContaining("Writing pod games/p").hasMessageContaining(Integer.toString(code));
        assertThat(api.requests(PUT)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "401,DENIED",
        "403,DENIED",
        "410,CONFLICT",
        "429,THROTTLED",
        "500,UNAVAILABLE",
        "503,UNAVAILABLE",
        "504,UNAVAILABLE"
    })
    void takesARefusedReadForNothingDoneAfterOneRequest(int code, Kind kind) {
        PodRef ref = create("p");
        api.refuse(GET, code);

        NetworkException fault = editFault(ref);

        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault).hasMessageContaining("Reading pod games/p");
        assertThat(api.requests(GET)).hasSize(1);
        assertThat(api.requests(PUT)).isEmpty();
    }

    @Test
    void hasTheServersWordsAndItsRetryAfter() {
        PodRef ref = create("p");
        api.next(
                PUT,
                new Fault.Answer(
                        429,
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":429,"
                                + "\"reason\":\"TooManyRequests\",\"message\":\"slow\\n down\",\"details\":{\"retryAfterSeconds\":7}}"));
        api.next(
                PUT,
                new Fault.Answer(
                        403,
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":403,\"reason\":\"Forbidden\","
                                + "\"message\":\"pods \\\"p\\\" is forbidden: exceeded quota: q " + "x".repeat(5000)
                                + "\"}"));

        NetworkException throttled = editFault(ref);
        NetworkException quota = editFault(ref);

        assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(throttled.code()).isEqualTo("TooManyRequests");
        assertThat(throttled).hasMessageContaining("answered 429: slow down");
        assertThat(quota.kind()).isEqualTo(Kind.QUOTA);
        assertThat(quota.getMessage()).hasSizeLessThan(700);
    }

    @Test
    void takesAHangingWriteForUnknownAndAHangingReadForUnavailable() {
        PodRef ref = create("p");
        try (KubernetesClient impatient = api.client(2_000)) {
            KubernetesPodStore hurried = new KubernetesPodStore(impatient, KEYS);
            assertThat(hurried.read("games", "p")).isPresent();
            api.next(PUT, new Fault.Hang());
            assertThat(editFault(hurried, ref).kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);

            api.next(GET, new Fault.Hang());
            assertThat(editFault(hurried, ref).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void findsAWriteDoneWhoseReplyWasLost() {
        PodRef ref = create("p");
        api.next(PUT, new Fault.LostReply(504));

        assertThat(editFault(ref).kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(store.edit(ref, Ours.NOTHING, CLAIMED))
                .isInstanceOfSatisfying(
                        Edited.Written.class, w -> assertThat(w.wrote()).isFalse());
    }

    @Test
    void takesAnAnswerThatIsNoPodForUnknown() {
        PodRef ref = create("p");
        api.next(PUT, new Fault.Answer(200, "{\"kind\":\"Pod\",\"metadata\":"));

        assertThat(editFault(ref).kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
    }

    @Test
    void takesARequestThatFoundNobodyForNotDone() {
        FaultyApi gone = new FaultyApi();
        try (KubernetesClient client = gone.client(20_000)) {
            gone.close();
            KubernetesPodStore nowhere = new KubernetesPodStore(client, KEYS);

            assertThat(editFault(nowhere, new PodRef("games", "p", "u")).kind()).isEqualTo(Kind.UNAVAILABLE);
            KubernetesClientException refused = catchThrowableOfType(
                    KubernetesClientException.class,
                    () -> DirectClient.of(client)
                            .pods()
                            .inNamespace("games")
                            .withName("p")
                            .get());
            assertThat(ApiFaults.ofWrite(refused, "Writing").kind()).isEqualTo(Kind.UNAVAILABLE);
        }
        assertThat(ApiFaults.ofWrite(new IllegalStateException("closed"), "Writing")
                        .kind())
                .isEqualTo(Kind.OUTCOME_UNKNOWN);
    }

    @Test
    void beginsTheListAnewWhenItsMomentHasPassed() {
        PodRef ref = create("p");
        store.edit(ref, Ours.NOTHING, CLAIMED);
        String list = "GET /api/v1/pods.*";
        api.refuse(list, 410);
        api.refuse(list, 410);

        assertThat(store.listClaimed()).extracting(PodView::ref).containsExactly(ref);

        api.refuse(list, 410);
        api.refuse(list, 410);
        api.refuse(list, 410);
        NetworkException fault = catchThrowableOfType(NetworkException.class, store::listClaimed);
        assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
        api.refuse(list, 500);
        fault = catchThrowableOfType(NetworkException.class, store::listClaimed);
        assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault).hasMessageContaining("all namespaces").hasMessageContaining(KEYS.claimed());
    }

    @Test
    void asksForAQuorumReadInPagesAndFollowsThem() {
        api.next(
                "GET /api/v1/pods.*",
                new Fault.Answer(
                        200,
                        "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"continue\":\"page2\"},"
                                + "\"items\":[{\"metadata\":{\"name\":\"a\"}}]}"));
        api.next(
                "GET /api/v1/pods.*continue=page2.*",
                new Fault.Answer(
                        200,
                        "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"b\"}}]}"));

        assertThat(store.listClaimed()).extracting(PodView::name).containsExactly("a", "b");
        assertThat(api.requests("GET .*"))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request)
                        .contains("limit=500")
                        .contains("labelSelector=network.berth.io%2Fclaimed")
                        .doesNotContain("resourceVersion"));
    }

    @Test
    void losesNothingWhenEditsAndForeignWritersRace() throws Exception {
        PodRef ref = create("p");
        written(store.edit(ref, Ours.NOTHING, CLAIMED));
        int writers = 4;
        int rounds = 25;
        ExecutorService threads = Executors.newFixedThreadPool(writers + 1);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                String key = "writer-" + w;
                work.add(() -> {
                    for (int i = 0; i < rounds; i++) {
                        bump(key);
                    }
                    return null;
                });
            }
            work.add(() -> {
                for (int i = 0; i < rounds; i++) {
                    editUntilDone(ref, CLAIMED.withStatus("status-" + i), CLAIMED.withStatus("status-" + (i + 1)));
                }
                return null;
            });
            written(store.edit(ref, CLAIMED, CLAIMED.withStatus("status-0")));
            for (Future<Void> done : threads.invokeAll(work, 50, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        Map<String, String> after = pod("p").getMetadata().getAnnotations();
        for (int w = 0; w < writers; w++) {
            assertThat(after).containsEntry("writer-" + w, Integer.toString(rounds));
        }
        assertThat(after)
                .containsEntry(KEYS.networkStatus(), "status-" + rounds)
                .containsEntry(KEYS.claim(), "claim-1");
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
            Pod pod = pod("p");
            Map<String, String> annotations = pod.getMetadata().getAnnotations();
            annotations.put(key, Integer.toString(Integer.parseInt(annotations.getOrDefault(key, "0")) + 1));
            try {
                api.direct().resource(pod).update();
                return;
            } catch (KubernetesClientException e) {
                assertThat(e.getCode()).isEqualTo(409);
            }
        }
    }
}
