package io.berth.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.IpAddress;
import io.berth.spi.NetworkException;
import io.berth.spi.Occupant;
import io.berth.spi.PodRef;
import io.berth.spi.Reason;
import io.berth.spi.config.NameValue;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is sent to the far side, together or alone, once or again. */
class RequestsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private World world = new World();

    private void slots(int first, int last) {
        world = new World(List.of(
                new NameValue("first", Integer.toString(first)), new NameValue("last", Integer.toString(last))));
    }

    /** The IPs that each bind was about. */
    private List<Set<String>> binds() {
        return world.far.calls.stream()
                .filter(call -> call.startsWith("bind "))
                .map(call -> Stream.of(call.split("[ ,]+"))
                        .filter(word -> word.startsWith("10."))
                        .collect(Collectors.<String>toSet()))
                .toList();
    }

    private void pods(int count) {
        IntStream.range(0, count).forEach(i -> {
            world.pods.create("game-" + i, "Slot", "[]");
            world.pods.ips("game-" + i, List.of(IpAddress.of("10.0.0." + (i + 1))));
        });
    }

    @Test
    void whatFitsIntoOneRequestIsSentAsOne() {
        world.far.merges = true;
        pods(5);

        world.run(Duration.ofSeconds(3));

        assertThat(world.far.slots).hasSize(5);
        assertThat(world.pods.all()).allMatch(pod -> world.isReady(pod.name()));
        assertThat(binds()).containsExactly(Set.of("10.0.0.1", "10.0.0.2", "10.0.0.3"), Set.of("10.0.0.4", "10.0.0.5"));
    }

    @Test
    void withoutABatchEachIsSentAlone() {
        pods(3);

        world.run(Duration.ofSeconds(3));

        assertThat(world.far.calls).hasSize(3);
    }

    @Test
    void afterARefusalEachIsSentAloneAndOnlyTheOneAtFaultFails() {
        world.far.merges = true;
        world.far.refusedIps.add("10.0.0.2");
        pods(3);

        world.run(Duration.ofSeconds(3));

        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.isReady("game-1")).isFalse();
        assertThat(world.isReady("game-2")).isTrue();
        assertThat(binds())
                .startsWith(
                        Set.of("10.0.0.1", "10.0.0.2", "10.0.0.3"),
                        Set.of("10.0.0.1"),
                        Set.of("10.0.0.2"),
                        Set.of("10.0.0.3"));
        assertThat(world.warnings).anyMatch(warning -> warning.contains("game-1: 'bind' failed"));
    }

    @Test
    void aLockedFarSideKeepsThoseTogetherWhoGoTogether() {
        world.far.merges = true;
        world.far.faults.add(new NetworkException(NetworkException.Kind.BUSY, "configuring"));
        pods(3);

        world.run(Duration.ofSeconds(3));

        assertThat(binds()).hasSize(2).allMatch(ips -> ips.size() == 3);
        assertThat(world.pods.all()).allMatch(pod -> world.isReady(pod.name()));
    }

    @Test
    void theSameCommandIsNotSentAgainBeforeItsEffectWouldBeSeen() {
        world.far.hasty = true;
        world.far.blind = true;
        world.far.readDelay = Duration.ofSeconds(20);
        pods(1);

        world.run(Duration.ofSeconds(19));
        assertThat(world.far.calls).hasSize(1);
        assertThat(world.answer("game-0")).isInstanceOfSatisfying(Answer.Waiting.class, waiting -> {
            assertThat(waiting.reason()).isEqualTo(Reason.OBSERVING);
            assertThat(waiting.message()).isEqualTo("'bind' was sent and is not seen yet");
        });

        world.run(Duration.ofSeconds(3));
        assertThat(world.far.calls).as("now absence is proof").hasSize(2);
    }

    @Test
    void whatWasRefusedMayBeSentAgainAtOnce() {
        world.far.hasty = true;
        world.far.readDelay = Duration.ofSeconds(20);
        world.far.faults.add(new NetworkException(NetworkException.Kind.THROTTLED, "slow down"));
        pods(1);

        world.run(Duration.ofSeconds(5));

        assertThat(world.far.calls).hasSize(2);
        assertThat(world.isReady("game-0")).isTrue();
    }

    @Test
    void aLostAddressIsReplacedByAnother() {
        pods(1);
        world.run(SECOND);
        int before = world.slotOf("game-0");
        world.far.gone.add(before);
        world.far.slots.remove(before);

        world.run(EngineSettings.defaults(world.identity()).rotation().plusSeconds(60));

        assertThat(world.slotOf("game-0")).isNotEqualTo(before).isPositive();
        assertThat(world.isReady("game-0")).isTrue();
        assertThat(world.warnings).contains("AddressLost game-0: slot %d is no more".formatted(before));
    }

    @Test
    void aLeftoverOfAPodThatIsKnownByItsUidOnlyIsRemovedWhenThatPodIsGone() {
        slots(7000, 7000);
        world.far.occupant = backend -> new Occupant.Uid(backend.pod().uid());
        world.far.slots.put(7000, new SlotCloud.Backend(new PodRef("games", "former", "uid-former"), "10.0.0.9", true));
        pods(1);

        world.run(Duration.ofSeconds(5));

        assertThat(world.far.calls).containsExactly("unbind 7000", "bind 7000 10.0.0.1");
        assertThat(world.isReady("game-0")).isTrue();
    }

    @Test
    void aPodThatLivesAndHasAClaimIsNotEvictedByItsUid() {
        int stray = strayBackend(backend -> new Occupant.Uid(backend.pod().uid()));

        world.run(Duration.ofSeconds(5));

        assertThat(world.far.calls).doesNotContain("unbind " + stray);
        assertThat(world.isReady("game-1")).isFalse();
        assertThat(world.answer("game-1"))
                .isInstanceOfSatisfying(
                        Answer.Waiting.class,
                        waiting -> assertThat(waiting.message()).contains("lives and has a claim"));
    }

    /** Its own claim names another slot: on this one it has no right. */
    @Test
    void whoeverHadTheIpIsEvictedFromASlotThatHisClaimDoesNotName() {
        int stray = strayBackend(backend -> new Occupant.Ip(IpAddress.of(backend.ip())));

        world.run(Duration.ofSeconds(5));

        assertThat(world.far.calls).contains("unbind " + stray);
        assertThat(world.isReady("game-1")).isTrue();
        assertThat(world.isReady("game-0")).isTrue();
    }

    /** The first pod's backend stands, by somebody's mistake, also on the slot that the second one gets. */
    private int strayBackend(Function<SlotCloud.Backend, Occupant> occupant) {
        slots(7000, 7001);
        world.far.occupant = occupant;
        pods(1);
        world.run(SECOND);
        int own = world.slotOf("game-0");
        int stray = 14_001 - own;
        world.far.slots.put(stray, requireNonNull(world.far.slots.get(own)));
        world.pods.create("game-1", "Slot", "[]");
        world.pods.ips("game-1", List.of(IpAddress.of("10.0.0.2")));
        return stray;
    }
}
