package io.berth.tck.sim;

import static io.berth.tck.sim.PlayedFarSide.port;
import static io.berth.tck.sim.Stage.acquits;
import static io.berth.tck.sim.Stage.convicts;

import io.berth.spi.PodView;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WriteBudgetTest {
    private final Stage stage = new Stage();
    private final WriteBudget budget = new WriteBudget(stage.ground);
    private final PodView bare = stage.running("game-0", "10.0.0.1");
    private final PodView claimed = stage.notReady(stage.claiming(bare, port(7000)));
    private final PodView ready = stage.ready(claimed, 7000);

    private void becomesReady() {
        budget.allow(bare.ref(), WriteBudget.MADE, 2);
        budget.written(bare, claimed);
        budget.written(claimed, ready);
    }

    private void pass() {
        stage.pass(Duration.ofSeconds(30));
    }

    @Test
    void twoWritesToReady() {
        acquits(this::becomesReady);
    }

    @Test
    void aThirdWriteToReady() {
        budget.allow(bare.ref(), WriteBudget.MADE, 2);
        budget.written(bare, claimed);
        budget.written(claimed, stage.notReady(claimed));
        convicts(Invariant.COUNTED_WRITES, () -> budget.written(claimed, ready));
    }

    @Test
    void aWriteOfAPodThatIsReadyAndLeftAlone() {
        becomesReady();
        pass();
        convicts(Invariant.COUNTED_WRITES, () -> budget.written(ready, stage.notReady(ready)));
    }

    @Test
    void whatWasLeftOverIsNotSavedForLater() {
        budget.allow(bare.ref(), WriteBudget.MADE, 5);
        budget.written(bare, claimed);
        pass();
        budget.written(claimed, ready);
        convicts(Invariant.COUNTED_WRITES, () -> budget.written(ready, stage.notReady(ready)));
    }

    @Test
    void aChangeFromOutsideMayBeAnswered() {
        becomesReady();
        pass();
        budget.allow(bare.ref(), "another IP", 2);
        acquits(() -> budget.written(ready, stage.notReady(ready)));
        acquits(() -> budget.written(stage.notReady(ready), ready));
    }

    @Test
    void anotherAddressForNoReason() {
        becomesReady();
        budget.allow(bare.ref(), "toggle", 2);
        budget.written(ready, stage.notReady(ready));
        convicts(Invariant.SAME_ANSWER, () -> budget.written(stage.notReady(ready), stage.ready(claimed, 7001)));
    }

    @Test
    void anotherPromiseForNoReason() {
        becomesReady();
        budget.allow(bare.ref(), "toggle", 2);
        convicts(
                Invariant.SAME_ANSWER,
                () -> budget.written(ready, stage.notReady(stage.claiming(bare, port(7000), port(7001)))));
    }

    @Test
    void aClaimThatIsPutBackIsNoOtherPromise() {
        becomesReady();
        budget.allow(bare.ref(), "tampering", 2);
        acquits(() -> budget.written(stage.ready(bare, 7000), ready));
    }

    @Test
    void anotherAddressForOtherParameters() {
        becomesReady();
        budget.mayMove(bare.ref());
        budget.allow(bare.ref(), WriteBudget.MOVE, 2);
        PodView moved = stage.notReady(stage.claiming(bare, port(7001)));
        acquits(() -> budget.written(ready, moved));
        acquits(() -> budget.written(moved, stage.ready(moved, 7001)));
    }

    @Test
    void oneMoveIsNotTwo() {
        anotherAddressForOtherParameters();
        pass();
        PodView moved = stage.ready(stage.claiming(bare, port(7001)), 7001);
        budget.allow(bare.ref(), "toggle", 2);
        convicts(Invariant.SAME_ANSWER, () -> budget.written(moved, stage.notReady(stage.claiming(bare, port(7002)))));
    }

    @Test
    void aMoveThatHasToWaitForRoom() {
        becomesReady();
        budget.mayMove(bare.ref());
        budget.allow(bare.ref(), WriteBudget.MOVE, 2);
        stage.far.fits = false;
        for (int i = 0; i < 3; i++) {
            pass();
        }
        PodView moved = stage.notReady(stage.claiming(bare, port(7001)));
        acquits(() -> budget.written(ready, moved));
        acquits(() -> budget.written(moved, stage.ready(moved, 7001)));
    }
}
