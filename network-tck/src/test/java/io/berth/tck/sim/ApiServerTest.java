package io.berth.tck.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.NetworkException;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ApiServerTest {
    private final Stage stage = new Stage();
    private final ApiServer api = stage.api;

    private static void fails(NetworkException.Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        fault -> assertThat(fault.kind()).isEqualTo(kind));
    }

    private PodView noted(PodView pod, String text) {
        return new PodDraft(pod).annotation("note", Optional.of(text)).view();
    }

    @Test
    void aNameIsTakenUntilThePodIsGoneAndNeverWithTheSameUid() {
        PodView pod = stage.pod("game-0");
        fails(NetworkException.Kind.CONFLICT, () -> stage.pod("game-0"));
        api.delete(pod.ref(), Duration.ZERO);
        assertThat(api.pods()).isEmpty();
        PodView again = stage.pod("game-0");
        assertThat(again.uid()).isNotEqualTo(pod.uid());
        assertThat(api.read(pod.ref())).isEmpty();
        assertThat(api.read(again.ref())).contains(again);
    }

    @Test
    void onlyTheNewestVersionCanBeReplaced() {
        PodView pod = stage.pod("game-0");
        PodView after = api.replace(noted(pod, "one"));
        assertThat(Long.parseLong(after.resourceVersion())).isGreaterThan(Long.parseLong(pod.resourceVersion()));
        fails(NetworkException.Kind.CONFLICT, () -> api.replace(noted(pod, "two")));
        assertThat(stage.now(pod).annotations()).containsEntry("note", "one");
    }

    @Test
    void annotationsHaveALimit() {
        PodView pod = stage.pod("game-0");
        fails(NetworkException.Kind.INVALID, () -> api.replace(noted(pod, "x".repeat(ApiServer.ANNOTATION_LIMIT))));
        assertThat(api.read(pod.ref())).contains(pod);
    }

    @Test
    void aFinalizerKeepsThePodAndCannotComeLate() {
        PodView pod = api.replace(new PodDraft(stage.running("game-0", "10.0.0.1"))
                .finalizer("berth", true)
                .view());
        api.delete(pod.ref(), Duration.ZERO);
        PodView terminating = stage.now(pod);
        assertThat(terminating.deletion()).isPresent();
        fails(
                NetworkException.Kind.INVALID,
                () -> api.replace(
                        new PodDraft(terminating).finalizer("other", true).view()));
        api.replace(new PodDraft(terminating).finalizer("berth", false).view());
        assertThat(api.read(pod.ref())).isEmpty();
    }

    @Test
    void graceCanOnlyBecomeShorter() {
        PodView pod = stage.running("game-0", "10.0.0.1");
        api.delete(pod.ref(), Duration.ofSeconds(30));
        stage.pass(Duration.ofSeconds(5));
        api.delete(pod.ref(), Duration.ofSeconds(60));
        assertThat(stage.now(pod).deletion().orElseThrow().grace()).isEqualTo(Duration.ofSeconds(30));
        api.delete(pod.ref(), Duration.ofSeconds(10));
        PodView.Deletion deletion = stage.now(pod).deletion().orElseThrow();
        assertThat(deletion.grace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(deletion.requestedAt()).isEqualTo(stage.time.now().minusSeconds(5));
    }

    @Test
    void whatNeverRanGoesAtOnce() {
        PodView pod = stage.pod("game-0");
        api.delete(pod.ref(), Duration.ofSeconds(30));
        assertThat(api.read(pod.ref())).isEmpty();
    }

    @Test
    void aChangeThatChangesNothingIsNoVersion() {
        PodView pod = stage.pod("game-0");
        assertThat(api.change(pod.ref(), draft -> {})).contains(pod);
        assertThat(stage.now(pod).resourceVersion()).isEqualTo(pod.resourceVersion());
    }

    @Test
    void earlierMomentsCanBeSeenForAMinute() {
        PodView one = stage.pod("game-0");
        long then = api.version();
        stage.pass(Duration.ofSeconds(10));
        PodView two = stage.pod("game-1");
        api.delete(one.ref(), Duration.ZERO);
        assertThat(api.at(then)).containsExactly(one);
        assertThat(api.versionAt(stage.time.now().minusSeconds(5))).isEqualTo(then);
        assertThat(api.at(api.version())).containsExactly(two);
        assertThat(api.since(then)).extracting(change -> change.pod().uid()).containsExactly(two.uid(), one.uid());
        stage.pass(Duration.ofSeconds(70));
        PodView three = stage.pod("game-2");
        assertThat(api.at(api.version())).containsExactlyInAnyOrder(two, three);
        assertThat(api.since(0)).hasSize(1);
    }

    @Test
    void watchersHearEverythingInOrder() {
        List<String> heard = new ArrayList<>();
        api.watch(change -> heard.add(change.version() + (change.gone() ? " gone" : "")));
        PodView pod = stage.pod("game-0");
        api.delete(pod.ref(), Duration.ZERO);
        long last = api.version();
        assertThat(heard).containsExactly(Long.toString(last - 1), last + " gone");
    }
}
