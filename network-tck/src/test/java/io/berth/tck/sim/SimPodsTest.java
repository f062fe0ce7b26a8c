package io.berth.tck.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.runtime.Ours;
import io.berth.runtime.PodStore.Edited;
import io.berth.spi.NetworkException;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SimPodsTest {
    private final Stage stage = new Stage();
    private final Court court = new Court(stage.ground, stage);
    private final Storms storms = new Storms(new Chance(new Random(5)));
    private final List<String> calls = new ArrayList<>();
    private final List<PodView> shown = new ArrayList<>();
    private boolean listed;
    private Consumer<PodRef> meanwhile = pod -> {};
    private String dies = "";
    private final Gate gate = new Gate(Stage.LEADER, stage.ground.trace(), (instance, call, before) -> {
        calls.add(call + (before ? " begins" : " ends"));
        return (call + (before ? " begins" : " ends")).equals(dies);
    });
    private final SimPods pods = new SimPods(
            stage.ground, gate, court, storms, pod -> meanwhile.accept(pod), () -> listed = true, shown::add);
    private final PodView pod = stage.running("game-0", "10.0.0.1");
    private final Ours claimed = new Ours(Optional.of("claim"), Optional.of("{}"), true, true);

    private Edited edit(Ours expected, Ours wanted) {
        return pods.edit(pod.ref(), expected, wanted);
    }

    private Ours ours() {
        return Ours.of(stage.now(pod), stage.settings.keys());
    }

    @Test
    void writesOurPartAndFindsItWritten() {
        court.happened(pod.ref(), "made", 2);
        assertThat(edit(Ours.NOTHING, claimed)).isInstanceOfSatisfying(Edited.Written.class, written -> {
            assertThat(written.wrote()).isTrue();
            assertThat(written.pod()).isEqualTo(stage.now(pod));
        });
        assertThat(ours()).isEqualTo(claimed);
        assertThat(edit(Ours.NOTHING, claimed))
                .isInstanceOfSatisfying(
                        Edited.Written.class,
                        written -> assertThat(written.wrote()).isFalse());
        assertThat(pods.listClaimed()).hasSize(1);
        assertThat(listed).isTrue();
    }

    @Test
    void keepsWhatOthersWriteMeanwhile() {
        court.happened(pod.ref(), "made", 2);
        meanwhile = ref -> {
            meanwhile = again -> {};
            stage.api.change(ref, draft -> draft.annotation("game/players", Optional.of("7")));
        };
        edit(Ours.NOTHING, claimed);
        assertThat(ours()).isEqualTo(claimed);
        assertThat(stage.now(pod).annotations()).containsEntry("game/players", "7");
    }

    @Test
    void leavesWhatIsNotAsExpected() {
        assertThat(edit(claimed, Ours.NOTHING.withStatus("{}"))).isInstanceOf(Edited.Changed.class);
        assertThat(ours()).isEqualTo(Ours.NOTHING);
    }

    @Test
    void aLaterPodOfTheSameNameIsNotTouched() {
        stage.api.delete(pod.ref(), Duration.ZERO);
        PodView again = stage.running("game-0", "10.0.0.1");
        assertThat(edit(Ours.NOTHING, claimed)).isInstanceOf(Edited.Gone.class);
        assertThat(stage.now(again)).isEqualTo(again);
    }

    @Test
    void whoDoesNotLeadIsConvictedForWriting() {
        stage.term = Optional.empty();
        Stage.convicts(Invariant.RECOVERY_FIRST, () -> edit(Ours.NOTHING, claimed));
    }

    @Test
    void diesBeforeOrAfterACall() {
        court.happened(pod.ref(), "made", 2);
        dies = "edit pod %s begins".formatted(pod.ref());
        assertThatThrownBy(() -> edit(Ours.NOTHING, claimed)).isInstanceOf(Crash.class);
        assertThat(ours()).isEqualTo(Ours.NOTHING);
        dies = "edit pod %s ends".formatted(pod.ref());
        assertThatThrownBy(() -> edit(Ours.NOTHING, claimed)).isInstanceOf(Crash.class);
        assertThat(ours()).isEqualTo(claimed);
    }

    /** In a storm every fate of a write comes up, and each leaves what its sender is told. */
    @Test
    void inAStormWritesAreDoneNotDoneAndDoneLater() {
        storms.blow(0.5);
        Map<NetworkException.Kind, Integer> faults = new EnumMap<>(NetworkException.Kind.class);
        int unheard = 0;
        int lost = 0;
        int later = 0;
        for (int i = 0; i < 300; i++) {
            court.happened(pod.ref(), "another try", 1);
            Ours before = ours();
            Ours wanted = Ours.NOTHING.withStatus("{\"try\":%d}".formatted(i));
            try {
                edit(before, wanted);
                assertThat(ours()).isEqualTo(wanted);
            } catch (NetworkException e) {
                faults.merge(e.kind(), 1, Integer::sum);
                boolean done = ours().equals(wanted);
                if (e.kind() == NetworkException.Kind.OUTCOME_UNKNOWN) {
                    stage.pass(Duration.ofSeconds(3));
                    boolean doneLater = !done && ours().equals(wanted);
                    unheard += done ? 1 : 0;
                    later += doneLater ? 1 : 0;
                    lost += done || doneLater ? 0 : 1;
                } else {
                    assertThat(done).isFalse();
                }
            }
        }
        assertThat(faults)
                .containsOnlyKeys(
                        NetworkException.Kind.THROTTLED,
                        NetworkException.Kind.UNAVAILABLE,
                        NetworkException.Kind.OUTCOME_UNKNOWN);
        assertThat(List.of(unheard, lost, later)).allMatch(count -> count > 0);
    }
}
