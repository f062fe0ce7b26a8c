package io.berth.runtime.usage;

import static io.berth.runtime.usage.Pods.node;
import static io.berth.runtime.usage.Pods.onHost;
import static io.berth.runtime.usage.Pods.pod;
import static io.berth.runtime.usage.Pods.ref;
import static io.berth.spi.Protocol.SCTP;
import static io.berth.spi.Protocol.TCP;
import static io.berth.spi.Protocol.UDP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.Numbers;
import io.berth.spi.PodView;
import io.berth.spi.PodView.Phase;
import io.berth.spi.Protocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HostPortUsageTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Set<Protocol> ON_TCP = Set.of(TCP);
    private static final Set<Protocol> ON_UDP = Set.of(UDP);
    private static final Set<Protocol> ON_BOTH = Set.of(TCP, UDP);

    private final HostPortUsage usage = new HostPortUsage(bound -> 0);

    private Optional<List<Integer>> tcp(int first, int last, int slots) {
        return usage.leastUsed(Numbers.of(first, last), Collections.nCopies(slots, ON_TCP));
    }

    @Nested
    class Counting {
        @Test
        void countsEachProtocolForItself() {
            usage.seen(pod("a", onHost(TCP, 7_000)));
            usage.seen(pod("b", onHost(UDP, 7_000), onHost(UDP, 7_001)));
            assertThat(usage.count(TCP, 7_000)).isEqualTo(1);
            assertThat(usage.count(UDP, 7_000)).isEqualTo(1);
            assertThat(usage.count(TCP, 7_001)).isZero();
            assertThat(usage.count(UDP, 7_001)).isEqualTo(1);
            assertThat(usage.count(SCTP, 7_000)).isZero();
        }

        @Test
        void aPodThatIsSeenTwiceAndGoesLeavesNothing() {
            usage.seen(pod("a", onHost(TCP, 7_000)));
            usage.seen(pod("a", onHost(TCP, 7_000)));
            assertThat(usage.count(TCP, 7_000)).isEqualTo(1);
            usage.gone(ref("a"));
            assertThat(usage.count(TCP, 7_000)).isZero();
            usage.gone(ref("a"));
            assertThat(usage.count(TCP, 7_000)).isZero();
        }

        @Test
        void whatIsSeenOfAPodReplacesWhatWasKnownOfIt() {
            usage.seen(pod("a", onHost(TCP, 7_000), onHost(TCP, 7_001)));
            usage.seen(pod("a", onHost(TCP, 7_001), onHost(TCP, 7_002)));
            assertThat(usage.count(TCP, 7_000)).isZero();
            assertThat(usage.count(TCP, 7_001)).isEqualTo(1);
            assertThat(usage.count(TCP, 7_002)).isEqualTo(1);
        }

        @Test
        void bothProtocolsOnOneNumberCountOnceEachAndComeBackOnceEach() {
            usage.seen(pod("a", onHost(TCP, 10), onHost(UDP, 10)));
            usage.seen(pod("b", onHost(TCP, 10), onHost(UDP, 10)));
            assertThat(usage.count(TCP, 10)).isEqualTo(2);
            assertThat(usage.count(UDP, 10)).isEqualTo(2);
            usage.gone(ref("a"));
            assertThat(usage.count(TCP, 10)).isEqualTo(1);
            assertThat(usage.count(UDP, 10)).isEqualTo(1);
        }

        @Test
        void aPodGivesBackItsOwnPortsOnlyWhoeverChoseThem() {
            usage.seen(pod("static", onHost(TCP, 7_000), onHost(TCP, 7_001)));
            usage.seen(pod("dynamic", onHost(TCP, 7_000)));
            usage.gone(ref("static"));
            assertThat(usage.count(TCP, 7_000)).isEqualTo(1);
            assertThat(usage.count(TCP, 7_001)).isZero();
            usage.gone(ref("never seen"));
            assertThat(usage.count(TCP, 7_000)).isEqualTo(1);
        }

        @Test
        void oneNumberInTwoContainersIsOneUse() {
            List<ContainerView> containers = List.of(
                    new ContainerView("game", List.of(onHost(TCP, 7_001), onHost(TCP, 7_000))),
                    new ContainerView("log", List.of()),
                    new ContainerView("voice", List.of(onHost(TCP, 7_000), onHost(UDP, 7_000))));
            usage.seen(pod("a", Phase.PENDING, containers));
            assertThat(usage.count(TCP, 7_000)).isEqualTo(1);
            assertThat(usage.count(TCP, 7_001)).isEqualTo(1);
            assertThat(usage.count(UDP, 7_000)).isEqualTo(1);
            usage.gone(ref("a"));
            assertThat(usage.count(TCP, 7_000)).isZero();
        }

        @Test
        void portsWithoutAHostPortAndNumbersThatAreNoneAreNotCounted() {
            usage.seen(pod(
                    "a",
                    ContainerPort.of(8_080, TCP),
                    onHost(TCP, 0),
                    onHost(TCP, -1),
                    onHost(TCP, 65_536),
                    onHost(TCP, 65_535)));
            assertThat(usage.count(TCP, 8_080)).isZero();
            assertThat(usage.count(TCP, 0)).isZero();
            assertThat(usage.count(TCP, -1)).isZero();
            assertThat(usage.count(TCP, 65_536)).isZero();
            assertThat(usage.count(TCP, 65_535)).isEqualTo(1);
        }

        @Test
        void aPodThatHasEndedUsesNothingAndATerminatingOneStillDoes() {
            PodView running = pod("a", onHost(TCP, 7_000));
            usage.seen(running);
            usage.seen(Pods.terminating(running));
            assertThat(usage.count(TCP, 7_000)).isEqualTo(1);
            usage.seen(pod("a", Phase.FAILED, running.template().containers()));
            assertThat(usage.count(TCP, 7_000)).isZero();
            usage.seen(pod("b", Phase.SUCCEEDED, running.template().containers()));
            assertThat(usage.count(TCP, 7_000)).isZero();
        }

        @Test
        void podsThatWereThereBeforeTheStartGiveBackLikeOthers() {
            for (int i = 0; i < 3; i++) {
                usage.seen(pod("old-" + i, onHost(TCP, 10)));
            }
            usage.node(node("only", true));
            assertThat(usage.count(TCP, 10)).as("more pods than nodes").isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                usage.gone(ref("old-" + i));
            }
            assertThat(usage.count(TCP, 10)).isZero();
            assertThat(tcp(10, 11, 1)).contains(List.of(10));
        }
    }

    @Nested
    class Nodes {
        @Test
        void onlyThoseThatTakePodsCount() {
            usage.node(node("a", true));
            usage.node(node("b", true));
            usage.node(node("b", true));
            usage.node(node("c", false));
            assertThat(usage.schedulableNodes()).isEqualTo(2);
            usage.node(node("b", false));
            assertThat(usage.schedulableNodes()).isEqualTo(1);
            usage.node(node("b", true));
            usage.nodeGone("a");
            usage.nodeGone("a");
            usage.nodeGone("never seen");
            assertThat(usage.schedulableNodes()).isEqualTo(1);
        }

        @Test
        void aNodeThatGoesTakesNoCountAwayAndHidesNoUnusedNumber() {
            usage.node(node("a", true));
            usage.node(node("b", true));
            for (int number = 10; number <= 12; number++) {
                usage.seen(pod("a" + number, onHost(TCP, number)));
                usage.seen(pod("b" + number, onHost(TCP, number)));
            }
            usage.nodeGone("b");
            assertThat(usage.schedulableNodes()).isEqualTo(1);
            assertThat(usage.count(TCP, 10)).isEqualTo(2);
            assertThat(tcp(10, 14, 2)).contains(List.of(13, 14));
        }

        @Test
        void numbersAreProposedWithoutAnyNodeToo() {
            assertThat(usage.schedulableNodes()).isZero();
            assertThat(tcp(10, 12, 1)).contains(List.of(10));
        }
    }

    @Nested
    class LeastUsed {
        @Test
        void isTheOneWithTheFewestPods() {
            usage.seen(pod("a", onHost(TCP, 10)));
            usage.seen(pod("b", onHost(TCP, 10), onHost(TCP, 11)));
            usage.seen(pod("c", onHost(TCP, 12)));
            assertThat(tcp(10, 12, 3)).contains(List.of(11, 12, 10));
            usage.gone(ref("c"));
            assertThat(tcp(10, 12, 3)).contains(List.of(12, 11, 10));
        }

        @Test
        void forTwoProtocolsTheBusierOneCounts() {
            usage.seen(pod("a", onHost(TCP, 10)));
            usage.seen(pod("b", onHost(UDP, 11)));
            usage.seen(pod("c", onHost(UDP, 11)));
            Numbers numbers = Numbers.of(10, 12);
            assertThat(usage.leastUsed(numbers, List.of(ON_BOTH, ON_BOTH, ON_BOTH)))
                    .contains(List.of(12, 10, 11));
            assertThat(usage.leastUsed(numbers, List.of(ON_UDP, ON_UDP, ON_UDP)))
                    .contains(List.of(10, 12, 11));
            usage.gone(ref("b"));
            usage.gone(ref("c"));
            assertThat(usage.leastUsed(numbers, List.of(ON_BOTH, ON_BOTH, ON_BOTH)))
                    .contains(List.of(11, 12, 10));
        }

        @Test
        void neverGivesANumberTwiceInOneAnswer() {
            usage.node(node("a", true));
            usage.node(node("b", true));
            usage.seen(pod("a", onHost(TCP, 11), onHost(TCP, 12)));
            usage.seen(pod("b", onHost(TCP, 11), onHost(TCP, 12)));
            assertThat(tcp(10, 12, 2)).contains(List.of(10, 11));
            assertThat(usage.leastUsed(Numbers.of(10, 12), List.of(ON_TCP, ON_UDP, ON_BOTH)))
                    .hasValueSatisfying(numbers -> assertThat(numbers).containsExactlyInAnyOrder(10, 11, 12));
        }

        @Test
        void refusesMoreSlotsThanThereAreNumbers() {
            assertThat(tcp(10, 12, 3)).isPresent();
            assertThat(tcp(10, 12, 4)).isEmpty();
            assertThat(usage.leastUsed(Numbers.of(List.of(), List.of()), List.of(ON_TCP)))
                    .isEmpty();
            assertThat(usage.leastUsed(Numbers.of(List.of(), List.of()), List.of()))
                    .contains(List.of());
        }

        @Test
        void startsWhereItIsToldAmongEquals() {
            HostPortUsage started = new HostPortUsage(bound -> bound - 2);
            Numbers numbers = Numbers.of(List.of(new Numbers.Range(10, 12), new Numbers.Range(20, 22)), List.of());
            started.seen(pod("a", onHost(TCP, 22), onHost(TCP, 11)));
            assertThat(started.leastUsed(numbers, Collections.nCopies(6, ON_TCP)))
                    .as("from 21 on: the unused ones, then the used ones")
                    .contains(List.of(21, 10, 12, 20, 22, 11));
        }

        @Test
        void spreadsManyPodsEvenly() {
            Numbers numbers = Numbers.of(7_000, 7_010);
            for (int i = 0; i < 110; i++) {
                int number =
                        usage.leastUsed(numbers, List.of(ON_TCP)).orElseThrow().get(0);
                usage.seen(pod("p" + i, onHost(TCP, number)));
            }
            for (int number = 7_000; number <= 7_010; number++) {
                assertThat(usage.count(TCP, number)).isEqualTo(10);
            }
            for (int i = 0; i < 110; i++) {
                usage.gone(ref("p" + i));
            }
            assertThat(tcp(7_000, 7_010, 11))
                    .hasValueSatisfying(free -> assertThat(free).first().isEqualTo(7_000));
        }

        @Test
        void aSlotWithoutAProtocolIsAFault() {
            assertThatThrownBy(() -> usage.leastUsed(Numbers.of(1, 2), List.of(Set.of())))
                    .hasMessageContaining("at least one protocol");
        }

        @Test
        void manyRangesAreAnsweredRight() {
            List<Integer> firsts = new ArrayList<>();
            for (int i = 0; i < 3 * HostPortUsage.MAX_VIEWS; i++) {
                int number = tcp(100, 200 + i, 1).orElseThrow().get(0);
                usage.seen(pod("p" + i, onHost(TCP, number)));
                firsts.add(number);
            }
            assertThat(firsts).doesNotHaveDuplicates();
        }
    }

    @Nested
    class Answers {
        private final List<ContainerPort> ports = List.of(onHost(TCP, 10), onHost(UDP, 10), ContainerPort.of(1, TCP));

        @Test
        void countUntilThePodIsSeen() {
            usage.answered("id", ports, NOON);
            assertThat(usage.count(TCP, 10)).isEqualTo(1);
            assertThat(usage.count(UDP, 10)).isEqualTo(1);
            assertThat(tcp(10, 11, 1)).contains(List.of(11));
            usage.seen(pod("a", onHost(TCP, 10), onHost(UDP, 10)), Optional.of("id"));
            assertThat(usage.count(TCP, 10)).isEqualTo(1);
            usage.gone(ref("a"));
            assertThat(usage.count(TCP, 10)).isZero();
            usage.expire(NOON);
            assertThat(usage.count(TCP, 10)).isZero();
        }

        @Test
        void areForgottenWhenThePodDoesNotAppearInTime() {
            usage.answered("late", ports, NOON.plusSeconds(1));
            usage.answered("id", ports, NOON);
            usage.expire(NOON.minusNanos(1));
            assertThat(usage.count(TCP, 10)).isEqualTo(2);
            usage.expire(NOON);
            assertThat(usage.count(TCP, 10)).isEqualTo(1);
            usage.expire(NOON.plusSeconds(1));
            assertThat(usage.count(TCP, 10)).isZero();
            usage.seen(pod("a", onHost(TCP, 10)), Optional.of("id"));
            assertThat(usage.count(TCP, 10)).as("it came after all").isEqualTo(1);
        }

        @Test
        void stayWhereACopiedTemplateHasTheIdWithoutThePorts() {
            usage.answered("id", ports, NOON);
            usage.seen(pod("copy", ContainerPort.of(80, TCP)), Optional.of("id"));
            usage.seen(pod("part", onHost(TCP, 10), onHost(UDP, 11)), Optional.of("id"));
            assertThat(usage.count(UDP, 10)).isEqualTo(1);
            assertThat(usage.count(TCP, 10)).isEqualTo(2);
        }

        @Test
        void endWithAPodThatHasEndedBeforeItWasSeen() {
            usage.answered("id", ports, NOON);
            PodView ended = pod(
                    "a",
                    Phase.FAILED,
                    List.of(new ContainerView("game", List.of(onHost(TCP, 9), onHost(TCP, 10), onHost(UDP, 10)))));
            usage.seen(ended, Optional.of("id"));
            assertThat(usage.count(TCP, 10)).isZero();
        }

        @Test
        void underOneIdTheLastOneCounts() {
            usage.answered("id", ports, NOON);
            usage.answered("id", List.of(onHost(TCP, 11)), NOON.plusSeconds(10));
            assertThat(usage.count(TCP, 10)).isZero();
            usage.expire(NOON);
            assertThat(usage.count(TCP, 11))
                    .as("the first one's time says nothing")
                    .isEqualTo(1);
            usage.expire(NOON.plusSeconds(10));
            assertThat(usage.count(TCP, 11)).isZero();
        }

        @Test
        void withoutHostPortsChangeNothing() {
            usage.answered("id", List.of(ContainerPort.of(80, TCP)), NOON);
            usage.expire(NOON);
            assertThat(usage.count(TCP, 80)).isZero();
        }
    }
}
