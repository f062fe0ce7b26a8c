package io.berth.tck.sim;

import static io.berth.tck.sim.PlayedFarSide.port;
import static io.berth.tck.sim.Stage.LEADER;
import static io.berth.tck.sim.Stage.acquits;
import static io.berth.tck.sim.Stage.convicts;

import io.berth.spi.Key;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FarJudgeTest {
    private static final Key SEVEN = port(7000);

    private final Stage stage = new Stage();
    private final TrueClaims claims = new TrueClaims(stage.ground);
    private final FarJudge judge = new FarJudge(stage.ground, claims, stage);
    private final PodView pod = stage.running("game-0", "10.0.0.1");
    private final FarSide.Write bind =
            new FarSide.Write(LEADER, "bind", Set.of(SEVEN), Optional.of(pod.ref()), Optional.of("10.0.0.1"), true);
    private final FarSide.Write unbind =
            new FarSide.Write(LEADER, "unbind", Set.of(SEVEN), Optional.empty(), Optional.empty(), false);

    private void claim() {
        claims.edited(LEADER, stage.term, pod, stage.claiming(pod, SEVEN));
    }

    private void shows(PodView after) {
        claims.edited(LEADER, stage.term, pod, stage.stored(stage.claiming(after, SEVEN)));
    }

    @Test
    void anEffectThatTheClaimNames() {
        claim();
        acquits(() -> judge.sent(bind));
        acquits(() -> judge.done(bind, List.of(), List.of(), false));
    }

    @Test
    void anEffectBeforeTheClaim() {
        convicts(Invariant.CLAIM_FIRST, () -> judge.sent(bind));
    }

    @Test
    void anEffectOfOneThatHasNotRecovered() {
        claim();
        stage.term = Optional.empty();
        convicts(Invariant.RECOVERY_FIRST, () -> judge.sent(bind));
    }

    @Test
    void anEffectOfOneThatDoesNotLead() {
        claim();
        convicts(
                Invariant.RECOVERY_FIRST,
                () -> judge.sent(new FarSide.Write(
                        "op1.1", "unbind", Set.of(SEVEN), Optional.empty(), Optional.empty(), false)));
    }

    @Test
    void aBindToAnIpThatThePodDoesNotShow() {
        claim();
        stage.shown = false;
        convicts(Invariant.PROVEN_READY, () -> judge.sent(bind));
    }

    @Test
    void aChangeOfWhatIsNotOurs() {
        claim();
        judge.sent(unbind);
        convicts(Invariant.HANDS_OFF, () -> judge.done(unbind, List.of(), List.of("listener of others"), false));
    }

    @Test
    void takingTheBindingOfAPodThatIsShownAsReady() {
        claim();
        shows(stage.ready(stage.now(pod), 7000));
        judge.sent(unbind);
        FarSide.Marked binding = Stage.thing(pod, "10.0.0.1", SEVEN);
        convicts(Invariant.HANDS_OFF, () -> judge.done(unbind, List.of(binding), List.of(), false));
    }

    @Test
    void takingTheBindingOfAPodThatIsShownAsReadyByARequestThatArrivesLate() {
        claim();
        shows(stage.ready(stage.now(pod), 7000));
        judge.sent(unbind);
        stage.pass(Duration.ofSeconds(1));
        FarSide.Marked binding = Stage.thing(pod, "10.0.0.1", SEVEN);
        acquits(() -> judge.done(unbind, List.of(binding), List.of(), false));
    }

    @Test
    void takingTheBindingOfAPodThatIsNotShownAsReady() {
        claim();
        shows(stage.notReady(stage.now(pod)));
        judge.sent(unbind);
        FarSide.Marked binding = Stage.thing(pod, "10.0.0.1", SEVEN);
        acquits(() -> judge.done(unbind, List.of(binding), List.of(), false));
    }

    @Test
    void takingTheBindingOfAPodWhoseReadyIsForged() {
        claim();
        shows(stage.notReady(stage.now(pod)));
        stage.stored(stage.ready(stage.now(pod), 7000));
        judge.sent(unbind);
        FarSide.Marked binding = Stage.thing(pod, "10.0.0.1", SEVEN);
        acquits(() -> judge.done(unbind, List.of(binding), List.of(), false));
    }

    @Test
    void takingABindingToAnIpThatThePodNoLongerHas() {
        claim();
        shows(stage.ready(stage.now(pod), 7000));
        judge.sent(unbind);
        FarSide.Marked binding = Stage.thing(pod, "10.0.0.9", SEVEN);
        acquits(() -> judge.done(unbind, List.of(binding), List.of(), false));
    }

    @Test
    void makingASecondTime() {
        claim();
        judge.sent(bind);
        convicts(Invariant.ABSENCE_IS_NOT_EMPTY, () -> judge.done(bind, List.of(), List.of(), true));
    }
}
