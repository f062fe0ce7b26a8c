package io.berth.tck.sim;

import static io.berth.tck.sim.PlayedFarSide.port;
import static io.berth.tck.sim.Stage.LEADER;
import static io.berth.tck.sim.Stage.acquits;
import static io.berth.tck.sim.Stage.convicts;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.runtime.Debt;
import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrueClaimsTest {
    private static final Key SEVEN = port(7000);
    private static final Key EIGHT = port(8000);

    private final Stage stage = new Stage();
    private final TrueClaims claims = new TrueClaims(stage.ground);
    private final PodView one = stage.running("game-0", "10.0.0.1");
    private final PodView other = stage.running("game-1", "10.0.0.2");

    private void stores(PodView pod, Key... keys) {
        claims.edited(LEADER, stage.term, pod, stage.claiming(pod, keys));
    }

    private void gives(PodView pod, Key... keys) {
        claims.edited(LEADER, stage.term, stage.claiming(pod, keys), stage.unclaimed(pod));
    }

    private Debt debt(PodView pod, Key... keys) {
        return new Debt(
                pod.ref(),
                stage.ground.notes().claimText(stage.claiming(pod, keys)).orElseThrow(),
                stage.time.now());
    }

    private boolean isNamed(Key key, boolean makes, PodView pod) {
        return claims.isNamed(
                key,
                new FarSide.Write(LEADER, "act", Set.of(key), Optional.of(pod.ref()), Optional.empty(), makes),
                stage.term,
                gone -> stage.knowsGone);
    }

    @Test
    void twoClaimsOnOneKey() {
        stores(one, SEVEN);
        acquits(() -> stores(one, SEVEN, EIGHT));
        convicts(Invariant.ONE_HOLDER, () -> stores(other, EIGHT));
    }

    @Test
    void aClaimOnWhatIsOwed() {
        claims.owed(debt(one, SEVEN));
        convicts(Invariant.ONE_HOLDER, () -> stores(other, SEVEN));
    }

    @Test
    void aDebtOfWhatAnotherHolds() {
        stores(one, SEVEN);
        convicts(Invariant.ONE_HOLDER, () -> claims.owed(debt(other, SEVEN)));
    }

    @Test
    void aKeyThatHasNotRested() {
        stores(one, SEVEN);
        claims.touch(Set.of(SEVEN));
        gives(one, SEVEN);
        stage.pass(stage.settings.cooldown().minusSeconds(1));
        convicts(Invariant.PROVEN_GONE, () -> stores(other, SEVEN));
    }

    @Test
    void aKeyThatNeedNotRest() {
        stores(one, SEVEN, EIGHT);
        claims.touch(Set.of(SEVEN));
        gives(one, SEVEN, EIGHT);
        acquits(() -> stores(other, EIGHT));
        stage.pass(stage.settings.cooldown());
        acquits(() -> stores(one, SEVEN));
    }

    @Test
    void anotherTermMayFindAFreeKeyFree() {
        stores(one, SEVEN);
        claims.touch(Set.of(SEVEN));
        gives(one, SEVEN);
        stage.term = Optional.of("term-2");
        acquits(() -> stores(other, SEVEN));
    }

    @Test
    void givingBackWhatIsStillThere() {
        stores(one, SEVEN);
        stage.far.marked.add(Stage.thing(one, "10.0.0.1", SEVEN));
        convicts(Invariant.PROVEN_GONE, () -> gives(one, SEVEN));
    }

    @Test
    void givingBackWhatALateListDidNotShow() {
        stores(one, SEVEN);
        stage.far.marked.add(Stage.thing(one, "10.0.0.1", SEVEN));
        stage.far.hidden.add(SEVEN);
        convicts(Invariant.ABSENCE_IS_NOT_EMPTY, () -> gives(one, SEVEN));
    }

    @Test
    void droppingOneKeyOfAClaimWhileItsThingIsThere() {
        stores(one, SEVEN, EIGHT);
        stage.far.marked.add(Stage.thing(one, "10.0.0.1", EIGHT));
        convicts(Invariant.PROVEN_GONE, () -> stores(one, SEVEN));
    }

    @Test
    void payingADebtWhileItsThingIsThere() {
        claims.owed(debt(one, SEVEN));
        stage.far.marked.add(Stage.thing(one, "10.0.0.1", SEVEN));
        convicts(Invariant.PROVEN_GONE, () -> claims.paid(LEADER, stage.term, one.ref()));
    }

    @Test
    void lettingGoOfWhatADebtHasNow() {
        stores(one, SEVEN);
        claims.owed(debt(one, SEVEN));
        stage.far.marked.add(Stage.thing(one, "10.0.0.1", SEVEN));
        acquits(() -> gives(one, SEVEN));
        assertThat(claims.allKeys()).containsExactly(SEVEN);
    }

    @Test
    void aLateLeadersClaimCountsWhenTheLeaderActsOnIt() {
        claims.edited("op1.1", Optional.empty(), one, stage.claiming(one, SEVEN));
        assertThat(claims.isHeldBy(SEVEN, one.ref())).isFalse();
        assertThat(isNamed(SEVEN, true, one)).isTrue();
        assertThat(claims.isHeldBy(SEVEN, one.ref())).isTrue();
    }

    @Test
    void aLateLeadersClaimOnWhatAnotherHolds() {
        stores(other, SEVEN);
        claims.edited("op1.1", Optional.empty(), one, stage.claiming(one, SEVEN));
        convicts(Invariant.ONE_HOLDER, () -> isNamed(SEVEN, true, one));
    }

    @Test
    void onlyAStoredClaimNamesAKey() {
        assertThat(isNamed(SEVEN, true, one)).isFalse();
        stores(one, SEVEN);
        assertThat(isNamed(SEVEN, true, one)).isTrue();
        assertThat(isNamed(EIGHT, true, one)).isFalse();
        assertThat(isNamed(SEVEN, true, other)).isFalse();
    }

    @Test
    void whoIsKnownToBeGoneGetsNothingMadeAnyMore() {
        stores(one, SEVEN);
        claims.gone(one, stage.term);
        assertThat(isNamed(SEVEN, true, one)).isTrue();
        stage.knowsGone = true;
        assertThat(isNamed(SEVEN, true, one)).isFalse();
        assertThat(isNamed(SEVEN, false, one)).isTrue();
    }

    @Test
    void leftoversAreExcusedOnlyIfNobodyCouldKnow() {
        FarSide.Marked left = Stage.thing(one, "10.0.0.1", SEVEN);
        stores(one, SEVEN);
        claims.gone(one, stage.term);
        stage.pass(Duration.ofSeconds(5));
        claims.step(stage.term);
        assertThat(claims.isExcused(left)).isFalse();
        claims.step(Optional.of("term-2"));
        assertThat(claims.isExcused(left)).isTrue();
    }

    @Test
    void whoHasLedLongEnoughCouldKnow() {
        FarSide.Marked left = Stage.thing(one, "10.0.0.1", SEVEN);
        stores(one, SEVEN);
        claims.gone(one, stage.term);
        stage.pass(Duration.ofSeconds(31));
        claims.step(Optional.of("term-2"));
        assertThat(claims.isExcused(left)).isFalse();
    }

    @Test
    void tamperingIsWhatDiffersFromWhatWasStored() {
        assertThat(claims.isTampered(one)).isFalse();
        assertThat(claims.isTampered(stage.claiming(one, SEVEN))).isTrue();
        stores(one, SEVEN);
        assertThat(claims.isTampered(stage.claiming(one, SEVEN))).isFalse();
        assertThat(claims.isTampered(stage.claiming(one, EIGHT))).isTrue();
        assertThat(claims.isTampered(one)).isTrue();
    }

    @Test
    void aPodOfTheSameNameIsAnother() {
        stores(one, SEVEN);
        PodRef again = new PodRef("games", "game-0", "u9999");
        assertThat(claims.isHeldBy(SEVEN, again)).isFalse();
    }
}
