package io.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.IpAddress;
import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A pod of a network type that claims nothing: what it has is the pod's and the node's own. */
class PlainPodTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void becomesReadyWithOneWriteAndGoesWithNone() {
        World world = serving();

        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.pods.writes).isEqualTo(1);
        assertThat(world.pods.get("game-0").finalizers()).isEmpty();
        assertThat(world.pods.get("game-0").annotations()).doesNotContainKey(world.pods.keys.claim());

        world.pods.delete("game-0", SECOND);
        world.run(Duration.ofSeconds(3));
        assertThat(world.pods.find("game-0")).isNull();
        assertThat(world.pods.writes).isEqualTo(1);
        assertThat(world.pods.reads).isZero();
    }

    @Test
    void whatThePluginWatchesWakesADecision() {
        World world = serving();

        world.pods.annotate("game-0", "something-else", "x");
        world.run(SECOND);
        assertThat(world.pods.writes).isEqualTo(1);

        world.pods.annotate("game-0", "port-name", "game");
        world.run(SECOND);
        assertThat(world.status("game-0")).contains("\"name\":\"game\"");
        assertThat(world.pods.writes).isEqualTo(2);
    }

    @Test
    void aKeyThatComesFromTheParametersIsHeldWithoutAClaim() {
        World world = new World();
        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.pods.create("named-0", "Plain", "[]");
        world.run(SECOND);
        world.pods.create("named-1", "Plain", "[]");
        world.run(SECOND);

        assertThat(world.isReady("named-0")).isTrue();
        assertThat(world.answer("named-1"))
                .isInstanceOfSatisfying(
                        Answer.Waiting.class,
                        waiting -> assertThat(waiting.message()).contains("taken by pod games/named-0"));

        world.pods.delete("named-0", SECOND);
        world.run(Duration.ofSeconds(5));
        assertThat(world.isReady("named-1")).isTrue();
        assertThat(world.pods.get("named-1").annotations()).doesNotContainKey(world.pods.keys.claim());
    }

    @Test
    void aKeyThatWasNotTakenIsAFaultOfThePlugin() {
        World world = new World();
        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.pods.create("thief-0", "Plain", "[]");
        world.run(SECOND);

        assertThat(world.answer("thief-0"))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .contains("claims host/stolen without having taken it"));
    }

    @Test
    void anotherInstanceWritesNothing() {
        World world = serving();
        String before = world.status("game-0");
        world.restart();
        world.engine.node(World.node("node-1", "203.0.113.1"));

        world.run(Duration.ofMinutes(20));

        assertThat(world.status("game-0")).isEqualTo(before);
        assertThat(world.pods.writes).isEqualTo(1);
    }

    @Test
    void aWriteThatFailedForAWhileLeavesNoTraceInTheAnswer() {
        World world = new World();
        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.pods.create("game-0", "Plain", "[]");
        world.pods.editFaults.addAll(List.of(MemoryPods.Fault.UNAVAILABLE, MemoryPods.Fault.UNAVAILABLE));

        world.feedAll();
        world.time.settle();
        assertThat(world.answer("game-0"))
                .isInstanceOfSatisfying(
                        Answer.Waiting.class,
                        waiting -> assertThat(waiting.reason()).isEqualTo(Reason.FAR_SIDE_UNAVAILABLE));

        world.run(Duration.ofSeconds(5));
        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.answer("game-0")).isInstanceOf(Answer.Ready.class);
    }

    @Test
    void aWriteWhoseReplyWasLostLeavesNoTraceInTheAnswer() {
        World world = new World();
        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.pods.create("game-0", "Plain", "[]");
        world.pods.editFaults.add(MemoryPods.Fault.LOST_REPLY);

        world.feedAll();
        world.time.settle();
        world.feedAll();

        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.answer("game-0")).isInstanceOf(Answer.Ready.class);
        assertThat(world.pods.writes).isEqualTo(1);
    }

    @Test
    void anotherInstanceThatLearnsOfTheNodeLaterWritesNothing() {
        World world = serving();
        String before = world.status("game-0");
        world.restart();
        world.run(Duration.ofSeconds(5));
        world.engine.node(World.node("node-1", "203.0.113.1"));

        world.run(Duration.ofMinutes(1));

        assertThat(world.status("game-0")).isEqualTo(before);
        assertThat(world.pods.writes).isEqualTo(1);
        assertThat(world.answer("game-0")).isInstanceOf(Answer.Ready.class);
    }

    @Test
    void anotherInstanceThatNeverLearnsOfTheNodeTakesReadyAway() {
        World world = serving();
        world.restart();

        world.run(Duration.ofSeconds(20));

        assertThat(world.isReady("game-0")).isFalse();
        assertThat(world.pods.writes).isEqualTo(2);
    }

    @Test
    void aPodWithoutAnIpWaitsWithoutAWrite() {
        World world = new World();
        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.pods.create("game-0", "Plain", "[]");
        world.pods.ips("game-0", List.of());
        world.run(SECOND);

        assertThat(world.answer("game-0"))
                .isInstanceOfSatisfying(
                        Answer.Waiting.class,
                        waiting -> assertThat(waiting.reason()).isEqualTo(Reason.POD_HAS_NO_IP));
        assertThat(world.pods.writes).isZero();

        world.pods.ips("game-0", List.of(IpAddress.of("10.0.0.5")));
        world.run(SECOND);
        assertThat(world.isReady("game-0")).isTrue();
    }

    @Test
    void aChangedIpIsFollowedWithOneWrite() {
        World world = serving();
        world.pods.ips("game-0", List.of(IpAddress.of("10.0.0.99")));
        world.run(SECOND);

        assertThat(world.status("game-0")).contains("10.0.0.99");
        assertThat(world.pods.writes).isEqualTo(2);
    }

    @Test
    void aNodeAddressIsPublishedWhenItHasSettled() {
        World world = serving();
        world.engine.node(World.node("node-1", "203.0.113.2"));
        world.run(Duration.ofSeconds(5));
        assertThat(world.status("game-0")).contains("203.0.113.1");

        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.run(Duration.ofSeconds(15));
        assertThat(world.pods.writes).as("it only flapped").isEqualTo(1);

        world.engine.node(World.node("node-1", "203.0.113.3"));
        world.run(Duration.ofSeconds(8));
        assertThat(world.status("game-0")).contains("203.0.113.1");
        world.run(Duration.ofSeconds(4));
        assertThat(world.status("game-0")).contains("203.0.113.3");
        assertThat(world.pods.writes).isEqualTo(2);
    }

    @Test
    void aReplacedNodeIsPublishedAtOnceAndOneThatIsGoneTakesReadyAway() {
        World world = serving();
        world.engine.node(new NodeView(
                "node-1", "another", true, List.of(new NodeAddress("ExternalIP", "203.0.113.7")), Map.of(), Map.of()));
        world.run(SECOND);
        assertThat(world.status("game-0")).contains("203.0.113.7");

        world.engine.nodeGone("node-1");
        world.run(SECOND);
        assertThat(world.isReady("game-0")).isFalse();
        assertThat(world.warnings).anyMatch(warning -> warning.startsWith("NoNodeAddress"));
    }

    @Test
    void brokenConfHarmsItsOwnPodOnly() {
        World world = serving();
        world.pods.create("broken", "Plain", "{oops");
        world.pods.create("typo", "Plain", "[{\"name\":\"Prot\",\"value\":\"80\"}]");
        world.pods.create("unknown", "Plane", "[]");
        world.run(SECOND);

        for (String name : List.of("broken", "typo", "unknown")) {
            assertThat(world.answer(name)).as(name).isInstanceOf(Answer.Refused.class);
            assertThat(world.status(name)).isEmpty();
            world.pods.delete(name, Duration.ZERO);
        }
        assertThat(world.warnings).anyMatch(warning -> warning.contains("did you mean 'Port'"));
        world.run(SECOND);
        assertThat(world.pods.all()).hasSize(1);
        assertThat(world.isReady("game-0")).isTrue();
    }

    @Test
    void parametersThatBreakLaterLeaveThePodServedByTheLastGoodOnes() {
        World world = serving("[{\"name\":\"Port\",\"value\":\"7777\"}]");
        String before = world.status("game-0");
        world.pods.annotate("game-0", world.pods.keys.networkConf(), "{oops");
        world.run(SECOND);

        assertThat(world.status("game-0")).isEqualTo(before).contains("7777");
        assertThat(world.warnings).anyMatch(warning -> warning.startsWith("BadParameters game-0"));

        world.pods.ips("game-0", List.of(IpAddress.of("10.0.0.99")));
        world.run(SECOND);
        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.status("game-0")).contains("10.0.0.99").contains("7777");
    }

    @Test
    void afterARestartAnAddressOfBrokenParametersStaysWhileItIsTrueAndNoLonger() {
        World world = serving("[{\"name\":\"Port\",\"value\":\"7777\"}]");
        String before = world.status("game-0");
        world.pods.annotate("game-0", world.pods.keys.networkConf(), "{oops");
        restart(world);
        world.run(SECOND);

        assertThat(world.status("game-0")).isEqualTo(before);
        assertThat(world.pods.writes).as("nothing to write").isEqualTo(1);
        assertThat(world.warnings).anyMatch(warning -> warning.startsWith("BadParameters game-0"));
        assertThat(world.answer("game-0")).isInstanceOf(Answer.Refused.class);

        world.pods.ips("game-0", List.of(IpAddress.of("10.0.0.99")));
        world.run(SECOND);
        assertThat(world.isReady("game-0")).isFalse();
        assertThat(world.status("game-0")).doesNotContain("Addresses");
        assertThat(world.pods.writes).isEqualTo(2);

        world.pods.annotate("game-0", world.pods.keys.networkConf(), "[]");
        world.run(SECOND);
        assertThat(world.status("game-0")).contains("10.0.0.99");
        assertThat(world.isReady("game-0")).isTrue();
    }

    @Test
    void afterARestartAnAddressOfBrokenParametersGoesWithItsNodeAndWithTheTraffic() {
        for (boolean disabled : List.of(true, false)) {
            World world = serving();
            world.pods.annotate("game-0", world.pods.keys.networkConf(), "{oops");
            restart(world);
            world.run(SECOND);
            assertThat(world.isReady("game-0")).isTrue();

            if (disabled) {
                world.pods.annotate("game-0", world.pods.keys.networkDisabled(), "true");
            } else {
                world.engine.node(World.node("node-1", "203.0.113.9"));
            }
            world.run(SECOND);
            assertThat(world.isReady("game-0")).isFalse();
            assertThat(world.status("game-0")).doesNotContain("203.0.113.1\"");
        }
    }

    @Test
    void anAddressThatSomebodyForgesOnAPodWithBrokenParametersIsTakenOff() {
        World world = serving();
        String true0 = world.status("game-0");
        world.pods.create("forger", "Plain", "{oops");
        world.run(SECOND);
        world.pods.annotate(
                "forger", world.pods.keys.networkStatus(), true0.replace(ip(world, "game-0"), ip(world, "forger")));
        world.run(SECOND);

        assertThat(world.isReady("forger")).isFalse();
        assertThat(world.isReady("game-0")).isTrue();

        // Of another type, it is no inheritance either.
        world.pods.annotate("game-0", world.pods.keys.networkConf(), "{oops");
        world.pods.annotate("game-0", world.pods.keys.networkStatus(), true0.replace("Plain", "Slot"));
        restart(world);
        world.run(SECOND);
        assertThat(world.isReady("game-0")).isFalse();
    }

    @Test
    void aNodeThatLosesItsAddressForAMomentTakesNothingAway() {
        World world = serving();
        NodeView bare = new NodeView("node-1", "uid-node-1", true, List.of(), Map.of(), Map.of());
        world.engine.node(bare);
        world.run(Duration.ofSeconds(5));
        assertThat(world.isReady("game-0")).isTrue();
        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.run(Duration.ofSeconds(15));
        assertThat(world.pods.writes).as("it only flapped").isEqualTo(1);

        world.engine.node(bare);
        world.run(Duration.ofSeconds(12));
        assertThat(world.isReady("game-0")).isFalse();
        assertThat(world.warnings).anyMatch(warning -> warning.startsWith("NoNodeAddress"));
    }

    @Test
    void aWriteThatFailsIsSaidWhenItDoesNotPassByItself() {
        World world = new World();
        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.pods.editFaults.add(MemoryPods.Fault.UNAVAILABLE);
        world.pods.editFaults.add(MemoryPods.Fault.UNAVAILABLE);
        world.pods.create("game-0", "Plain", "[]");
        world.run(Duration.ofSeconds(5));
        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.warnings).isEmpty();

        for (int i = 0; i < 3; i++) {
            world.pods.editFaults.add(MemoryPods.Fault.UNAVAILABLE);
        }
        world.pods.ips("game-0", List.of(IpAddress.of("10.0.0.99")));
        world.run(Duration.ofSeconds(15));
        assertThat(world.status("game-0")).contains("10.0.0.99");
        assertThat(world.warnings)
                .singleElement()
                .asString()
                .startsWith("FarSideUnavailable game-0")
                .contains("no answer");
    }

    @Test
    void aPodOfNoTypeIsNotOursAndIsNeverWritten() {
        World world = serving();
        world.pods.create("other", Map.of());
        world.run(SECOND);

        assertThat(world.answer("other")).isInstanceOf(Answer.NotOurs.class);
        assertThat(world.pods.writes).isEqualTo(1);
    }

    @Test
    void aForgedClaimIsTakenOffAndThePodStaysDeletable() {
        World world = serving();
        world.pods.annotate("game-0", world.pods.keys.claim(), "{\"v\":1}");
        world.pods.change(
                "game-0",
                pod -> world.pods.with(
                        pod,
                        pod.annotations(),
                        pod.labels(),
                        Set.of(world.pods.keys.finalizer()),
                        pod.deletion(),
                        pod.phase(),
                        pod.ips()));
        world.run(SECOND);

        assertThat(world.pods.get("game-0").annotations()).doesNotContainKey(world.pods.keys.claim());
        assertThat(world.pods.get("game-0").finalizers()).isEmpty();
    }

    @Test
    void whatAnotherPodHasByItsSpecIsSaid() {
        World world = serving();
        world.pods.create("greedy-0", "Plain", "[]");
        world.run(SECOND);
        world.pods.create("greedy-1", "Plain", "[]");
        world.run(SECOND);
        assertThat(world.answer("greedy-1"))
                .isInstanceOfSatisfying(
                        Answer.Waiting.class,
                        waiting -> assertThat(waiting.reason()).isEqualTo(Reason.KEY_TAKEN));

        PodView first = world.pods.get("greedy-0");
        world.pods.byName.remove("greedy-0");
        world.engine.gone(first.ref());
        world.run(Duration.ofSeconds(3));
        assertThat(world.isReady("greedy-1")).isTrue();
    }

    @Test
    void aFinishedPodDoesNotStayReady() {
        World world = serving();
        world.pods.phase("game-0", PodView.Phase.SUCCEEDED);
        world.run(SECOND);

        assertThat(world.isReady("game-0")).isFalse();
        assertThat(world.answer("game-0")).isInstanceOf(Answer.Gone.class);
    }

    @Test
    void aPodThatIsFedAgainIsAnsweredWithoutWork() {
        World world = serving();
        PodView pod = world.pods.get("game-0");

        assertThat(world.engine.unchanged(pod.uid(), pod.resourceVersion())).isPresent();
        assertThat(world.engine.unchanged(pod.uid(), "1")).isEqualTo(Optional.empty());
        assertThat(world.engine.unchanged("unknown", "1")).isEqualTo(Optional.empty());
    }

    @Test
    void aClosedEngineAnswersAndDoesNothing() {
        World world = serving();
        world.engine.close();
        world.pods.create("late", "Plain", "[]");
        world.run(SECOND);

        assertThat(world.feed("late")).isInstanceOf(Answer.Waiting.class);
        assertThat(world.status("late")).isEmpty();
    }

    private static String ip(World world, String name) {
        return world.pods.get(name).ips().get(0).text();
    }

    private static void restart(World world) {
        world.restart();
        world.engine.node(World.node("node-1", "203.0.113.1"));
    }

    private static World serving() {
        return serving("[]");
    }

    private static World serving(String conf) {
        World world = new World();
        world.engine.node(World.node("node-1", "203.0.113.1"));
        world.pods.create("game-0", "Plain", conf);
        world.run(SECOND);
        return world;
    }
}
