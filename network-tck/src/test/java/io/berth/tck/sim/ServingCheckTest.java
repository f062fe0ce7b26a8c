package io.berth.tck.sim;

import static io.berth.tck.sim.PlayedFarSide.port;
import static io.berth.tck.sim.Stage.acquits;
import static io.berth.tck.sim.Stage.convicts;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.PodView;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServingCheckTest {
    private final Stage stage = new Stage();
    private final ServingCheck check = new ServingCheck(stage.ground);
    private final PodView pod = stage.stored(stage.ready(stage.running("game-0", "10.0.0.1"), 7000, 7001));

    private void serve() {
        stage.far.leads(7000, "10.0.0.1");
        stage.far.leads(7001, "10.0.0.1");
    }

    /** In steps, as the court does. */
    private void pass(Duration some, boolean able) {
        for (long left = some.toSeconds(); left > 0; left--) {
            stage.pass(Duration.ofSeconds(1));
            check.step(able);
        }
    }

    private Duration most() {
        return stage.settings.rotation().plusSeconds(45);
    }

    @Test
    void servedIsWhoIsReachedAtEveryDoorAndAlone() {
        assertThat(check.isServed(pod)).isFalse();
        stage.far.leads(7000, "10.0.0.1");
        assertThat(check.isServed(pod)).isFalse();
        serve();
        assertThat(check.isServed(pod)).isTrue();
        stage.far.leads(7001, "10.0.0.1", "10.0.0.2");
        assertThat(check.isServed(pod)).isFalse();
        assertThat(check.isServed(stage.ready(pod))).as("without a door").isFalse();
    }

    @Test
    void aReadyThatIsNotServed() {
        convicts(Invariant.PROVEN_READY, () -> check.published(pod));
        serve();
        acquits(() -> check.published(pod));
    }

    @Test
    void aReadyThatWasTrueWhenItWasRead() {
        check.disturb(pod.ref());
        stage.pass(Duration.ofSeconds(11));
        acquits(() -> check.published(pod));
        stage.pass(Duration.ofSeconds(2));
        convicts(Invariant.PROVEN_READY, () -> check.published(pod));
    }

    @Test
    void aReadyThatIsNotTrueAnyMore() {
        acquits(() -> pass(most(), true));
        convicts(Invariant.PROVEN_READY, () -> pass(Duration.ofSeconds(2), true));
    }

    @Test
    void aReadyThatNobodyCouldTakeBack() {
        pass(Duration.ofSeconds(1), false);
        acquits(() -> pass(most().multipliedBy(2), false));
    }

    @Test
    void aReadyThatWasTrueInBetween() {
        pass(most(), true);
        serve();
        pass(Duration.ofSeconds(1), true);
        stage.far.leads(7000);
        acquits(() -> pass(most(), true));
    }

    @Test
    void aStatusOnAPodThatIsNotOurs() {
        stage.api.change(
                pod.ref(), draft -> draft.annotation(stage.settings.keys().networkType(), Optional.empty()));
        acquits(() -> pass(most().multipliedBy(2), true));
    }

    @Test
    void aStatusOnAPodThatTakesNoMore() {
        stage.api.change(pod.ref(), draft -> draft.annotation(Notes.FILLER, Optional.of("xxx")));
        acquits(() -> pass(most().multipliedBy(2), true));
    }

    @Test
    void aBindingToAnIpThatIsNotItsPodsAnyMore() {
        serve();
        stage.far.marked.add(Stage.thing(pod, "10.0.0.1", port(7000)));
        acquits(() -> pass(most().multipliedBy(2), true));
        stage.far.marked.add(Stage.thing(pod, "10.0.0.7", port(7002)));
        acquits(() -> pass(most(), true));
        convicts(Invariant.PROVEN_READY, () -> pass(Duration.ofSeconds(2), true));
    }

    @Test
    void aBindingOfAPodWhoseContainersHaveEnded() {
        serve();
        stage.far.marked.add(Stage.thing(pod, "10.0.0.1", port(7000)));
        stage.api.change(pod.ref(), draft -> draft.phase(PodView.Phase.FAILED));
        convicts(Invariant.PROVEN_READY, () -> pass(most().plusSeconds(2), true));
    }
}
