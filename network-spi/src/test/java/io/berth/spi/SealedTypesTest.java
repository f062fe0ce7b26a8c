package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealedTypesTest {
    private static final PoolId POOL = new PoolId("lb", "toy", "main", "lb-1");
    private static final Key KEY = new Key.Port(POOL, PortSpace.TCP, 7000);
    private static final Lane LANE = new Lane("lb-1", 1);
    private static final PodRef FORMER = new PodRef("games", "game-0", "uid-0");

    /** Writes down what it is told. */
    interface Diary extends WritePort {
        String add(String text);
    }

    record Add(PoolId pool, String action, Set<Key> touches) implements Command<Diary, String> {
        @Override
        public Class<Diary> port() {
            return Diary.class;
        }

        @Override
        public String send(Diary port) {
            return port.add(action);
        }
    }

    private static final Add BIND = new Add(POOL, "bind", Set.of(KEY));

    private static String name(Step<String, String> step) {
        return step.fold(new Step.Cases<>(
                act -> "act " + act.command().action(),
                reached -> "reached " + reached.completed(),
                waiting -> "waiting " + waiting.message(),
                conflict -> "conflict " + conflict.keys(),
                lost -> "lost " + lost.keys()));
    }

    private static String name(Proposal<String> proposal) {
        return proposal.fold(new Proposal.Cases<>(
                nothing -> "nothing",
                claim -> "claim " + claim.claim(),
                postponed -> "postponed " + postponed.reason(),
                refused -> "refused " + refused.problems()));
    }

    private static String name(Admission admission) {
        return admission.fold(
                none -> "none", edit -> "edit " + edit.annotations(), refused -> "refused " + refused.problems());
    }

    private static String name(Taken taken) {
        return taken.fold(granted -> "granted " + granted.numbers(), full -> "full " + full);
    }

    @Test
    void aStepGoesToItsOwnCase() {
        assertThat(name(Step.Act.of(LANE, Urgency.BIND, BIND))).isEqualTo("act bind");
        assertThat(name(Step.Reached.with(Addresses.NONE))).isEqualTo("reached Optional.empty");
        assertThat(name(new Step.Reached<>(Optional.of("claim"), Addresses.NONE)))
                .isEqualTo("reached Optional[claim]");
        assertThat(name(new Step.Waiting<>(Reason.OBSERVING, "soon", Duration.ZERO)))
                .isEqualTo("waiting soon");
        assertThat(name(new Step.Conflict<>(Set.of(KEY), "taken"))).isEqualTo("conflict [" + KEY + "]");
        assertThat(name(new Step.Lost<>(Set.of(KEY), "released"))).isEqualTo("lost [" + KEY + "]");
    }

    @Test
    void aProposalGoesToItsOwnCase() {
        assertThat(name(new Proposal.Nothing<>())).isEqualTo("nothing");
        assertThat(name(new Proposal.Claim<>("c"))).isEqualTo("claim c");
        assertThat(name(new Proposal.Postponed<>(Reason.POOL_FULL, "full"))).isEqualTo("postponed PoolFull");
        assertThat(name(new Proposal.Refused<>(Reason.BAD_PARAMETERS, List.of("a", "b"))))
                .isEqualTo("refused [a, b]");
    }

    @Test
    void anAdmissionGoesToItsOwnCase() {
        assertThat(name(Admission.none())).isEqualTo("none");
        assertThat(name(new Admission.Edit(List.of(), Map.of("a", "b")))).isEqualTo("edit {a=b}");
        assertThat(name(new Admission.Refused(Reason.BAD_PARAMETERS, List.of("bad"))))
                .isEqualTo("refused [bad]");
    }

    @Test
    void anEditOfAPortSaysWhatItReplaces() {
        ContainerPort declared = ContainerPort.of(80, Protocol.TCP);
        Admission.PortEdit edit = new Admission.PortEdit("game", Optional.of(declared), declared.onHost(7000));

        assertThat(edit.port()).isEqualTo(new ContainerPort(Optional.empty(), 80, Protocol.TCP, Optional.of(7000)));
        assertThat(edit.replaces()).contains(declared);
    }

    @Test
    void anAnswerOfTheLedgerGoesToItsOwnCase() {
        PoolId other = new PoolId("lb", "toy", "main", "lb-0");

        assertThat(name(new Taken.Granted(POOL, List.of(7000), Set.of(KEY)))).isEqualTo("granted [7000]");
        assertThat(name(new Taken.Full(Map.of(
                        POOL, new Taken.Room(1, 2, 3, 4),
                        other, new Taken.Room(0, 500, 0, 0)))))
                .as("sorted, since it becomes a message")
                .isEqualTo("full lb/toy/main/lb-0: 0 free, 500 held, 0 cooling, 0 foreign; "
                        + "lb/toy/main/lb-1: 1 free, 2 held, 3 cooling, 4 foreign");
    }

    @Test
    void anActIsCopiedWithItsEviction() {
        Step.Act<String, String> plain = Step.Act.of(LANE, Urgency.UNBIND, BIND);
        Step.Act<String, String> full = plain.evicting(new Occupant.Pod(FORMER));

        assertThat(plain.evicts()).isEmpty();
        assertThat(full)
                .isEqualTo(new Step.Act<>(LANE, Urgency.UNBIND, plain.effect(), Optional.of(new Occupant.Pod(FORMER))));
        assertThat(full.command()).isEqualTo(BIND);
    }

    @Test
    void anEffectLearnsFromTheReply() {
        Effect<Diary, String, String> effect = new Effect<>(BIND, reply -> Optional.of("saw " + reply));

        assertThat(effect.learns().apply(effect.command().send(text -> text + " done")))
                .contains("saw bind done");
    }

    @Test
    void aCommandGoesAloneByDefault() {
        assertThat(BIND.batch()).isEmpty();
        assertThat(BIND.and(BIND)).isEmpty();
    }

    @Test
    void anOccupantSaysWhoItIs() {
        assertThat(new Occupant.Pod(FORMER)).hasToString("pod games/game-0/uid-0");
        assertThat(new Occupant.Uid("uid-0")).hasToString("the pod of UID uid-0");
        assertThat(new Occupant.Ip(IpAddress.of("10.0.0.7"))).hasToString("whoever had 10.0.0.7");
    }

    @Test
    void noRecheckIsDueInThePast() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Step.Waiting<>(Reason.OBSERVING, "soon", Duration.ofNanos(-1)));
    }

    @Test
    void aHolderKnowsWhichPodItIsOrWasFor() {
        assertThat(held(new Holder.Pod(FORMER)).podRef()).isEqualTo(FORMER);
        assertThat(held(new Holder.Debt(FORMER)).podRef()).isEqualTo(FORMER);
        assertThat(held(new Holder.Reservation("games", "game-0", "r")).podRef())
                .as("no pod yet, so no UID")
                .isEqualTo(new PodRef("games", "game-0", ""));
    }

    @Test
    void holdersSayWhatTheyAre() {
        assertThat(new Holder.Pod(FORMER)).hasToString("pod games/game-0/uid-0");
        assertThat(new Holder.Debt(FORMER)).hasToString("debt of games/game-0/uid-0");
        assertThat(new Holder.Reservation("games", "game-0", "r")).hasToString("reservation games/game-0/r");
    }

    private static Held<String, String> held(Holder holder) {
        return new Held<>(holder, Optional.empty(), Set.of(KEY), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
