package io.berth.tck.sim;

import static io.berth.tck.sim.PlayedFarSide.port;
import static io.berth.tck.sim.Stage.LEADER;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.runtime.Answer;
import io.berth.runtime.Debt;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndingTest {
    private final Stage stage = new Stage();
    private final Court court = new Court(stage.ground, stage);
    private final Ending ending = new Ending(stage.ground, court, stage);

    private void serve() {
        stage.far.leads(7000, "10.0.0.1");
    }

    @Test
    void anEmptyClusterHasSettledOnceSomebodyLeads() {
        assertThat(ending.unsettled()).isEmpty();
        stage.able = false;
        assertThat(ending.unsettled()).isPresent();
    }

    @Test
    void aReadyPodHasSettledIfItIsServed() {
        stage.stored(stage.ready(stage.running("game-0", "10.0.0.1"), 7000));
        assertThat(ending.unsettled()).get().asString().contains("not served");
        serve();
        assertThat(ending.unsettled()).isEmpty();
    }

    @Test
    void aPodThatIsNotReadyNeedsAReasonThatIsTrue() {
        PodView pod = stage.running("game-0", "10.0.0.1");
        assertThat(ending.unsettled()).get().asString().contains("not explained");
        stage.answer = Optional.of(new Answer.Waiting(Reason.POD_HAS_NO_IP, "no IP", Duration.ZERO));
        assertThat(ending.unsettled()).as("it has one").isPresent();
        stage.answer = Optional.of(new Answer.Waiting(Reason.POOL_FULL, "full", Duration.ZERO));
        assertThat(ending.unsettled()).as("it is not").isPresent();
        stage.far.explained.add(Reason.POOL_FULL);
        assertThat(ending.unsettled()).isEmpty();
        stage.answer = Optional.of(new Answer.Refused(Reason.BAD_PARAMETERS, List.of("bad")));
        assertThat(ending.unsettled()).as("they are good").isPresent();
        stage.far.explained.add(Reason.BAD_PARAMETERS);
        assertThat(ending.unsettled()).isEmpty();
        stage.answer = Optional.of(new Answer.Waiting(Reason.WRITE_REFUSED, "full", Duration.ZERO));
        assertThat(ending.unsettled()).isPresent();
        stage.api.change(pod.ref(), draft -> draft.annotation(Notes.FILLER, Optional.of("x")));
        assertThat(ending.unsettled()).isEmpty();
    }

    @Test
    void aPodThatWaitsForItsNode() {
        stage.pod("game-0");
        stage.answer = Optional.of(new Answer.Waiting(Reason.POD_NOT_SCHEDULED, "no node", Duration.ZERO));
        assertThat(ending.unsettled()).isEmpty();
    }

    @Test
    void aDisabledPodIsNotReady() {
        PodView pod = stage.stored(stage.ready(stage.running("game-0", "10.0.0.1"), 7000));
        serve();
        stage.api.change(pod.ref(), draft -> draft.label(stage.settings.keys().networkDisabled(), Optional.of("true")));
        assertThat(ending.unsettled()).get().asString().contains("disabled, and ready");
        stage.stored(stage.notReady(stage.now(pod)));
        assertThat(ending.unsettled()).isEmpty();
    }

    @Test
    void aPodThatIsOverKeepsNothing() {
        PodView pod = stage.running("game-0", "10.0.0.1");
        stage.api.change(pod.ref(), draft -> draft.phase(PodView.Phase.FAILED));
        assertThat(ending.unsettled()).isEmpty();
        stage.api.change(
                pod.ref(), draft -> draft.finalizer(stage.settings.keys().finalizer(), true));
        assertThat(ending.unsettled()).get().asString().contains("left");
    }

    @Test
    void aPodThatCannotGo() {
        PodView pod = stage.running("game-0", "10.0.0.1");
        stage.api.change(
                pod.ref(), draft -> draft.finalizer(stage.settings.keys().finalizer(), true));
        stage.api.delete(pod.ref(), Duration.ZERO);
        assertThat(ending.unsettled()).get().asString().contains("deleted, and still there");
        assertThat(ending.left()).isPresent();
    }

    @Test
    void nothingMayBeLeft() {
        assertThat(ending.left()).isEmpty();
        PodView pod = stage.running("game-0", "10.0.0.1");
        assertThat(ending.left()).isPresent();
        stage.api.delete(pod.ref(), Duration.ZERO);
        assertThat(ending.left()).isEmpty();
        stage.far.marked.add(Stage.thing(pod, "10.0.0.1", port(7000)));
        assertThat(ending.left()).get().asString().contains("backend of");
    }

    @Test
    void aDebtThatCanBePaidMayNotBeLeft() {
        PodView pod = stage.running("game-0", "10.0.0.1");
        String claim =
                stage.ground.notes().claimText(stage.claiming(pod, port(7000))).orElseThrow();
        stage.api.delete(pod.ref(), Duration.ZERO);
        court.owed(new Debt(pod.ref(), claim, stage.time.now()));
        assertThat(ending.left()).get().asString().contains("debt");
        stage.far.freeable = false;
        assertThat(ending.left()).isEmpty();
        court.paid(LEADER, pod.ref());
        stage.far.freeable = true;
        assertThat(ending.left()).isEmpty();
    }
}
