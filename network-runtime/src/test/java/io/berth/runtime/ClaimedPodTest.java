package io.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.IpAddress;
import io.berth.spi.NetworkException;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import io.berth.spi.config.NameValue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A pod whose address is claimed at a far side, from its first sight to its end. */
class ClaimedPodTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void becomesReadyWithTwoWritesAndOneBind() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");

        world.run(SECOND);

        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.answer("game-0")).isInstanceOf(Answer.Ready.class);
        assertThat(world.far.calls).hasSize(1);
        assertThat(world.pods.writes).isEqualTo(2);
        assertThat(world.pods.get("game-0").finalizers()).containsExactly(world.pods.keys.finalizer());
    }

    @Test
    void aReadyPodCostsNothingMore() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        int lists = world.far.lists;

        world.run(MINUTE);

        assertThat(world.pods.writes).isEqualTo(2);
        assertThat(world.pods.reads).isZero();
        assertThat(world.far.calls).hasSize(1);
        assertThat(world.far.lists).isEqualTo(lists);
    }

    @Test
    void nothingIsSentBeforeTheClaimIsStored() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.pods.editFaults.addAll(List.of(MemoryPods.Fault.UNAVAILABLE, MemoryPods.Fault.UNAVAILABLE));

        world.feedAll();
        world.time.settle();
        assertThat(world.far.calls).isEmpty();
        assertThat(world.pods.writes).isZero();

        world.run(Duration.ofSeconds(5));
        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.pods.writes).isEqualTo(2);
    }

    @Test
    void aLostReplyOfTheClaimWriteClaimsOnce() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.pods.editFaults.add(MemoryPods.Fault.LOST_REPLY);

        world.run(Duration.ofSeconds(5));

        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.pods.writes).isEqualTo(2);
        assertThat(world.far.slots).hasSize(1);
    }

    @Test
    void aLostReplyOfTheBindBindsOnce() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.far.loseReplies = true;

        world.run(Duration.ofSeconds(5));

        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.far.calls).hasSize(1);
    }

    @Test
    void anotherInstanceFindsTheSameAddressAndWritesNothing() {
        World world = new World();
        for (int i = 0; i < 5; i++) {
            world.pods.create("game-" + i, "Slot", "[]");
        }
        world.run(Duration.ofSeconds(3));
        String before = world.status("game-3");
        int writes = world.pods.writes;
        int calls = world.far.calls.size();

        world.restart();
        world.run(MINUTE);

        assertThat(world.status("game-3")).isEqualTo(before);
        assertThat(world.pods.writes).isEqualTo(writes);
        assertThat(world.far.calls).hasSize(calls);
        assertThat(world.answer("game-3")).isInstanceOf(Answer.Ready.class);
    }

    @Test
    void anotherInstanceBelievesAReadyPodUntilAnEmptyListIsAProof() {
        World world = new World();
        world.far.readDelay = Duration.ofSeconds(5);
        world.pods.create("game-0", "Slot", "[]");
        world.run(Duration.ofSeconds(10));
        int writes = world.pods.writes;

        world.far.blind = true;
        world.restart();
        world.run(Duration.ofSeconds(3));
        world.far.blind = false;
        world.run(MINUTE);

        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.pods.writes).isEqualTo(writes);
        assertThat(world.far.calls).hasSize(1);
        assertThat(world.answer("game-0")).isInstanceOf(Answer.Ready.class);
    }

    @Test
    void aReadyPodIsNotGivenUpForAListThatIsLate() {
        World world = new World();
        world.far.readDelay = Duration.ofSeconds(5);
        world.pods.create("game-0", "Slot", "[]");
        while (!world.isReady("game-0")) {
            world.run(Duration.ofMillis(250));
        }
        int writes = world.pods.writes;

        world.far.blind = true;
        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.run(SECOND);
        world.far.blind = false;
        world.run(MINUTE);

        assertThat(world.far.lists).as("it was looked at again").isGreaterThan(2);
        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.pods.writes).isEqualTo(writes);
        assertThat(world.far.calls).hasSize(1);
    }

    @Test
    void anotherInstanceWithdrawsWhatIsProvenNotToBeServed() {
        World world = new World();
        world.far.readDelay = Duration.ofSeconds(5);
        world.pods.create("game-0", "Slot", "[]");
        world.run(Duration.ofSeconds(10));
        int writes = world.pods.writes;

        world.far.slots.clear();
        world.restart();
        world.run(Duration.ofSeconds(3));
        assertThat(world.pods.writes).isEqualTo(writes);
        assertThat(world.far.calls).hasSize(1);

        world.run(MINUTE);
        assertThat(world.far.calls).hasSize(2);
        assertThat(world.pods.writes).isEqualTo(writes + 2);
        assertThat(world.isReady("game-0")).isTrue();
    }

    @Test
    void nothingIsGrantedBeforeRecoveryHasSucceeded() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.pods.listFailures = 3;

        world.feedAll();
        world.time.settle();
        assertThat(world.feed("game-0"))
                .isInstanceOfSatisfying(
                        Answer.Waiting.class,
                        waiting -> assertThat(waiting.reason()).isEqualTo(Reason.RECOVERING));
        assertThat(world.pods.writes).isZero();

        world.run(Duration.ofSeconds(10));
        assertThat(world.isReady("game-0")).isTrue();
    }

    @Test
    void aPodThatGoesIsUnboundThenLetGoAndItsKeyRests() {
        World world = new World(one());
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        world.pods.delete("game-0", Duration.ofSeconds(2));

        world.run(Duration.ofSeconds(4));
        assertThat(world.pods.find("game-0")).isNull();
        assertThat(world.far.slots).isEmpty();
        assertThat(world.pods.writes).isEqualTo(3);

        world.pods.create("game-0", "Slot", "[]");
        world.run(Duration.ofSeconds(30));
        assertThat(world.far.slots).as("the only slot rests").isEmpty();
        assertThat(world.answer("game-0"))
                .isInstanceOfSatisfying(
                        Answer.Waiting.class,
                        waiting -> assertThat(waiting.reason()).isEqualTo(Reason.POOL_FULL));

        world.run(Duration.ofSeconds(40));
        assertThat(world.isReady("game-0")).isTrue();
    }

    @Test
    void whileItDrainsItStaysBoundAndNoLongerThanItsGrace() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[{\"name\":\"DrainTimeout\",\"value\":\"20s\"}]");
        world.run(SECOND);
        world.pods.delete("game-0", MINUTE);

        world.run(Duration.ofSeconds(15));
        assertThat(world.far.slots).hasSize(1);
        world.run(Duration.ofSeconds(10));
        assertThat(world.far.slots).isEmpty();
        assertThat(world.pods.get("game-0").finalizers()).isEmpty();
    }

    @Test
    void anEvictedPodLosesItsAddressWhileItsObjectStays() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        world.pods.phase("game-0", PodView.Phase.FAILED);

        world.run(Duration.ofSeconds(3));

        assertThat(world.far.slots).isEmpty();
        assertThat(world.isReady("game-0")).isFalse();
        assertThat(world.pods.get("game-0").annotations()).doesNotContainKey(world.pods.keys.claim());
        assertThat(world.pods.get("game-0").finalizers()).isEmpty();
        assertThat(world.answer("game-0")).isInstanceOf(Answer.Gone.class);
    }

    @Test
    void aDrainEndsWhenAnotherPodShowsTheSameIp() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        IpAddress ip = world.pods.get("game-0").ips().get(0);
        world.pods.delete("game-0", MINUTE);
        world.run(SECOND);
        assertThat(world.far.slots).hasSize(1);

        world.pods.create("other", "Plain", "[]");
        world.pods.ips("other", List.of(ip));
        world.run(SECOND);

        assertThat(world.far.slots).isEmpty();
    }

    @Test
    void aDisabledPodKeepsItsSlotAndComesBackTheSame() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        int slot = world.slotOf("game-0");
        String ready = world.status("game-0");

        world.pods.label("game-0", world.pods.keys.networkDisabled(), "true");
        world.run(SECOND);
        assertThat(world.far.slots).isEmpty();
        assertThat(world.status("game-0")).contains("\"currentNetworkState\":\"NotReady\"");
        assertThat(world.pods.writes).isEqualTo(3);

        world.pods.label("game-0", world.pods.keys.networkDisabled(), "false");
        world.run(SECOND);
        assertThat(world.slotOf("game-0")).isEqualTo(slot);
        assertThat(world.isReady("game-0")).isTrue();
        assertThat(addresses(world.status("game-0"))).isEqualTo(addresses(ready));
    }

    @Test
    void aChangedPodIpIsUnboundThenBoundAnew() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        world.pods.ips("game-0", List.of(IpAddress.of("10.9.9.9")));

        world.run(Duration.ofSeconds(2));

        assertThat(world.far.slots.values())
                .singleElement()
                .satisfies(backend -> assertThat(backend.ip()).isEqualTo("10.9.9.9"));
        assertThat(world.status("game-0")).contains("10.9.9.9").contains("\"Ready\"");
        assertThat(world.pods.writes).isLessThanOrEqualTo(4);
    }

    @Test
    void aLostBindingIsFoundByRotationAndRepaired() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        world.far.slots.clear();

        world.run(Duration.ofMinutes(11));

        assertThat(world.far.slots).hasSize(1);
        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.pods.writes).isEqualTo(4);
    }

    @Test
    void somethingForeignOnTheSlotOfAReadyPodCostsTwoWrites() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        int slot = world.slotOf("game-0");
        SlotCloud.Backend foreign = new SlotCloud.Backend(new PodRef("x", "y", "z"), "192.0.2.9", false);
        world.far.slots.put(slot, foreign);

        world.run(Duration.ofMinutes(15));

        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.slotOf("game-0")).isNotEqualTo(slot);
        assertThat(world.far.slots).containsEntry(slot, foreign);
        assertThat(world.pods.writes).isEqualTo(4);
    }

    @Test
    void aSlotThatIsPromisedAnewIsReadBeforeAnythingIsSentForIt() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        world.far.slots.put(
                world.slotOf("game-0"), new SlotCloud.Backend(new PodRef("x", "y", "z"), "192.0.2.9", false));
        AtomicInteger writesWhenListed = new AtomicInteger();
        AtomicInteger writesListedBeforeBind = new AtomicInteger();
        world.far.listed = () -> writesWhenListed.set(world.pods.writes);
        world.far.meanwhile = () -> writesListedBeforeBind.set(writesWhenListed.get());

        world.run(Duration.ofMinutes(15));

        assertThat(world.isReady("game-0")).isTrue();
        // The claim, the first Ready, and the other claim.
        assertThat(writesListedBeforeBind).hasValue(3);
    }

    @Test
    void somethingForeignOnTheSlotIsSteppedAroundAndLeftAlone() {
        World world = new World(List.of(new NameValue("first", "7000"), new NameValue("last", "7001")));
        SlotCloud.Backend foreign = new SlotCloud.Backend(new PodRef("x", "y", "z"), "192.0.2.9", false);
        world.far.slots.put(7000, foreign);
        world.pods.create("game-0", "Slot", "[]");
        world.pods.create("game-1", "Slot", "[]");

        world.run(Duration.ofSeconds(20));

        assertThat(world.far.slots).containsEntry(7000, foreign);
        assertThat(world.slotOf("game-0") == 7001 || world.slotOf("game-1") == 7001)
                .isTrue();
        assertThat(world.warnings).anyMatch(warning -> warning.contains("not ours"));
    }

    @Test
    void theLeftoverOfAPodThatIsGoneIsEvicted() {
        World world = new World(one());
        world.far.slots.put(7000, new SlotCloud.Backend(new PodRef("games", "ghost", "uid-ghost"), "10.0.0.77", true));
        world.pods.create("game-0", "Slot", "[]");

        world.run(Duration.ofSeconds(3));

        assertThat(world.slotOf("game-0")).isEqualTo(7000);
        assertThat(world.pods.reads).as("proved at the API server").isEqualTo(1);
    }

    @Test
    void theBindingOfAPodThatLivesIsNotEvicted() {
        World world = new World(one());
        PodView other = world.pods.create("other", "Slot", "[{\"name\":\"LbId\",\"value\":\"lb-2\"}]");
        world.run(SECOND);
        world.far.slots.clear();
        world.far.slots.put(7000, new SlotCloud.Backend(other.ref(), "10.0.0.1", true));
        world.pods.create("game-0", "Slot", "[]");

        world.run(Duration.ofSeconds(5));

        assertThat(world.far.slots.get(7000).pod()).isEqualTo(other.ref());
        assertThat(world.isReady("game-0")).isFalse();
    }

    @Test
    void anOutageOfTheFarSideMakesNoPodUndeletable() {
        World world = new World(one());
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        world.far.down = true;
        PodRef former = world.pods.get("game-0").ref();
        world.pods.delete("game-0", Duration.ofSeconds(2));

        world.run(MINUTE);
        assertThat(world.pods.find("game-0")).as("two minutes have to pass").isNotNull();
        world.run(Duration.ofMinutes(3));
        assertThat(world.pods.find("game-0")).isNull();
        assertThat(world.debts).containsOnlyKeys(former);

        world.pods.create("game-1", "Slot", "[]");
        world.restart();
        world.run(Duration.ofSeconds(10));
        assertThat(world.isReady("game-1")).as("the debt holds the slot").isFalse();

        world.far.down = false;
        world.run(Duration.ofMinutes(4));
        assertThat(world.debts).isEmpty();
        assertThat(world.isReady("game-1")).isTrue();
        assertThat(world.far.slots).hasSize(1);
    }

    @Test
    void aDebtThatWasWrittenUnheardIsTakenBackWhenTheReleaseIsProven() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        world.far.down = true;
        world.debtRepliesLost = true;
        world.pods.delete("game-0", SECOND);
        world.run(Duration.ofMinutes(4));
        assertThat(world.debts).hasSize(1);
        assertThat(world.pods.find("game-0")).isNotNull();

        world.far.down = false;
        world.run(Duration.ofMinutes(4));

        assertThat(world.pods.find("game-0")).isNull();
        assertThat(world.far.slots).isEmpty();
        assertThat(world.debts).isEmpty();
    }

    @Test
    void aPodThatVanishesWithoutUsLeavesADebtThatIsPaid() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        PodView pod = world.pods.get("game-0");
        world.pods.byName.clear();
        world.debtsRefused = true;

        world.engine.gone(pod.ref());
        world.time.settle();
        world.debtsRefused = false;
        world.run(Duration.ofSeconds(10));

        assertThat(world.far.slots).isEmpty();
        assertThat(world.debts).isEmpty();
    }

    @Test
    void aForgedStatusIsPutRightWithOneWrite() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        world.pods.annotate("game-0", world.pods.keys.networkStatus(), "{\"currentNetworkState\":\"Ready\"}");

        world.run(SECOND);

        assertThat(world.status("game-0")).contains("198.51.100.1");
        assertThat(world.pods.writes).isEqualTo(3);
    }

    @Test
    void aRemovedClaimIsPutBack() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        int slot = world.slotOf("game-0");
        world.pods.annotate("game-0", world.pods.keys.claim(), null);

        world.run(SECOND);

        assertThat(world.pods.get("game-0").annotations()).containsKey(world.pods.keys.claim());
        assertThat(world.slotOf("game-0")).isEqualTo(slot);
    }

    @Test
    void aCopiedClaimHoldsNothing() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        PodView copy = world.pods.create("game-1", "Slot", "[]");
        world.pods.annotate("game-1", world.pods.keys.claim(), world.claim("game-0"));

        world.run(Duration.ofSeconds(2));

        assertThat(world.slotOf("game-1")).isNotEqualTo(world.slotOf("game-0"));
        assertThat(world.far.slots).hasSize(2);
        assertThat(world.pods.get("game-1").annotations().get(world.pods.keys.claim()))
                .contains(copy.uid());
    }

    @Test
    void aForgedClaimOnSomebodyElsesSlotIsReplaced() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        PodView forger = world.pods.create("game-1", "Slot", "[]");
        String forged = world.claim("game-0").replace(world.pods.get("game-0").uid(), forger.uid());
        world.pods.annotate("game-1", world.pods.keys.claim(), forged);

        world.run(Duration.ofSeconds(2));

        Set<Integer> slots = new HashSet<>(List.of(world.slotOf("game-0"), world.slotOf("game-1")));
        assertThat(slots).hasSize(2).doesNotContain(-1);
    }

    @Test
    void brokenParametersOfAServedPodChangeNothing() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        int slot = world.slotOf("game-0");
        world.pods.annotate("game-0", world.pods.keys.networkConf(), "oops");

        world.run(Duration.ofSeconds(2));

        assertThat(world.slotOf("game-0")).isEqualTo(slot);
        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.warnings).anyMatch(warning -> warning.startsWith("BadParameters game-0"));
    }

    @Test
    void anotherNetworkTypeReleasesTheClaimFirst() {
        World world = new World();
        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        world.pods.annotate("game-0", world.pods.keys.networkType(), "Plain");

        world.run(Duration.ofSeconds(3));

        assertThat(world.far.slots).isEmpty();
        assertThat(world.status("game-0")).contains("203.0.113.1");
        assertThat(world.pods.get("game-0").finalizers()).isEmpty();
    }

    @Test
    void onceTheLeaseIsUnsureNothingIsSent() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.feedAll();
        world.lease.runOut();
        world.run(Duration.ofSeconds(5));

        assertThat(world.far.calls).isEmpty();
        assertThat(world.pods.writes).isZero();
    }

    @Test
    void aStandbyAnswersWaitingAndTakesOverWhenItWins() {
        World world = new World();
        world.lease.set(null);
        world.pods.create("game-0", "Slot", "[]");
        assertThat(world.feed("game-0"))
                .isInstanceOfSatisfying(
                        Answer.Waiting.class,
                        waiting -> assertThat(waiting.reason()).isEqualTo(Reason.STANDBY));

        world.lease.set("term-9");
        world.time.pass(SECOND);

        assertThat(world.far.slots).hasSize(1);
        assertThat(world.woken).contains(world.pods.get("game-0").ref());
    }

    @Test
    void busyAnswersCloseTheLaneAndHarmNothing() {
        World world = new World();
        for (int i = 0; i < 4; i++) {
            world.far.faults.add(new NetworkException(NetworkException.Kind.BUSY, "locked"));
        }
        for (int i = 0; i < 8; i++) {
            world.pods.create("game-" + i, "Slot", "[]");
        }

        world.run(Duration.ofSeconds(30));

        assertThat(world.far.slots).hasSize(8);
        assertThat(world.far.calls).hasSize(12);
    }

    @Test
    void aDeniedRequestIsSaidOnThePodAndHarmsNoOther() {
        World world = new World();
        world.far.faults.add(new NetworkException(NetworkException.Kind.DENIED, "no permission for bind"));
        world.pods.create("game-0", "Slot", "[]");
        world.pods.create("game-1", "Slot", "[]");

        world.run(Duration.ofSeconds(10));

        assertThat(world.warnings).anyMatch(warning -> warning.contains("no permission for bind"));
        assertThat(world.far.slots).hasSize(2);
    }

    @Test
    void aFaultOfThePluginHarmsItsOwnPodsOnlyAndIsSaid() {
        World world = new World();
        world.far.broken = new IllegalStateException("boom");
        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.pods.create("game-0", "Slot", "[]");
        world.pods.create("plain", "Plain", "[]");

        world.run(Duration.ofSeconds(2));

        assertThat(world.isReady("plain")).isTrue();
        assertThat(world.warnings).anyMatch(warning -> warning.startsWith("PluginFault game-0"));
    }

    @Test
    void anAbsenceThatMayBeALagIsNoProof() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.far.readDelay = Duration.ofSeconds(20);

        world.run(Duration.ofSeconds(10));
        assertThat(world.far.calls).as("the leader before may have bound it").isEmpty();
        world.run(Duration.ofSeconds(15));
        assertThat(world.far.calls).hasSize(1);
    }

    @Test
    void aClaimThatCannotBeReadKeepsItsKeysAndItsPodStaysDeletable() {
        World world = new World(one());
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        String claim = world.claim("game-0");
        world.pods.annotate(
                "game-0", world.pods.keys.claim(), claim.replace("\"claimVersion\":1", "\"claimVersion\":9"));
        world.engine.close();
        world.lease = new World.Lease();
        world.engine = world.start(one(), world.lease);
        world.pods.create("game-1", "Slot", "[]");

        world.run(Duration.ofSeconds(90));
        assertThat(world.isReady("game-1")).isFalse();
        assertThat(world.answer("game-0"))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.BAD_CLAIM));

        world.pods.delete("game-0", SECOND);
        world.run(Duration.ofMinutes(5));
        assertThat(world.pods.find("game-0")).isNull();
        assertThat(world.debts).hasSize(1);
    }

    @Test
    void aWriteThatTheServerRefusesIsSaidAndThePodStaysDeletable() {
        World world = new World();
        world.pods.create("game-0", "Slot", "[]");
        world.pods.editFaults.add(MemoryPods.Fault.REFUSED);
        world.run(Duration.ofMillis(250));

        assertThat(world.warnings).anyMatch(warning -> warning.startsWith("WriteRefused game-0"));
        assertThat(world.answer("game-0"))
                .isInstanceOfSatisfying(
                        Answer.Waiting.class,
                        waiting -> assertThat(waiting.reason()).isEqualTo(Reason.WRITE_REFUSED));
        world.pods.delete("game-0", SECOND);
        world.run(Duration.ofSeconds(5));
        assertThat(world.pods.find("game-0")).isNull();
        assertThat(world.far.slots).isEmpty();
    }

    @Test
    void aPodThatCannotBeWrittenKeepsNothingFromOthers() {
        World world = new World(one());
        world.pods.create("game-0", "Slot", "[]");
        world.pods.unwritable.add("game-0");
        world.run(Duration.ofSeconds(10));
        assertThat(world.answer("game-0"))
                .isInstanceOfSatisfying(
                        Answer.Waiting.class,
                        waiting -> assertThat(waiting.reason()).isEqualTo(Reason.WRITE_REFUSED));
        world.pods.create("game-1", "Slot", "[]");
        world.run(Duration.ofSeconds(5));

        assertThat(world.isReady("game-1")).as("the only slot is free").isTrue();
        world.pods.delete("game-1", SECOND);
        world.pods.unwritable.clear();
        world.run(Duration.ofMinutes(3));
        assertThat(world.isReady("game-0")).as("it is tried again").isTrue();
    }

    @Test
    void anAddressThatTheFarSideChangesIsPublishedAsSoonAsItIsRead() {
        World world = new World();
        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.pods.create("game-0", "Slot", "[]");
        world.run(SECOND);
        world.far.address = "198.51.100.2";
        int lists = world.far.lists;
        while (world.far.lists == lists) {
            world.run(SECOND);
        }
        world.run(SECOND);

        assertThat(world.status("game-0")).contains("198.51.100.2").doesNotContain("198.51.100.1");
        assertThat(world.pods.writes).isEqualTo(3);
    }

    static List<NameValue> one() {
        return List.of(new NameValue("first", "7000"), new NameValue("last", "7000"));
    }

    private static String addresses(String status) {
        return status.replaceAll("\"(createTime|lastTransitionTime)\":\"[^\"]*\"", "");
    }

    @Test
    void aDebtIsNotPaidWhileTheLastRequestOfItsPodIsUnderWay() {
        World world = new World();
        PodView pod = world.pods.create("game-0", "Slot", "[]");
        world.far.meanwhile = () -> {
            world.pods.byName.clear();
            world.engine.gone(pod.ref());
            world.time.pass(MINUTE);
            assertThat(world.debts).hasSize(1);
        };

        world.run(MINUTE);

        assertThat(world.far.calls).hasSize(2).last().asString().startsWith("unbind");
        assertThat(world.far.slots).isEmpty();
        assertThat(world.debts).isEmpty();
    }
}
