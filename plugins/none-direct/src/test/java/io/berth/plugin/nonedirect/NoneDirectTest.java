package io.berth.plugin.nonedirect;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.Admission;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.Numbers;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.Proposal;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.ReservationView;
import io.berth.spi.Seen;
import io.berth.spi.Step;
import io.berth.spi.Taken;
import io.berth.spi.Usage;
import io.berth.spi.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoneDirectTest {
    private static final PodTemplateView GAME = template(
            false,
            new ContainerView(
                    "game",
                    List.of(
                            ContainerPort.of(80, Protocol.TCP),
                            ContainerPort.of(80, Protocol.UDP).onHost(8080))),
            new ContainerView("side", List.of(ContainerPort.of(9000, Protocol.SCTP))));
    private static final NoneDirectParameters ALL = new NoneDirectParameters(List.of(), List.of());

    private final NoneDirectPlugin plugin = new NoneDirectPlugin();

    @Test
    void allDeclaredPortsAreReachedAtThePodsIpInsideAndOutside() {
        Address expected = Address.of(
                "10.0.0.1",
                List.of(
                        new Address.Port("game-80", Protocol.TCP, 80),
                        new Address.Port("game-80", Protocol.UDP, 80),
                        new Address.Port("side-9000", Protocol.SCTP, 9000)));

        assertThat(served(GAME, ALL, "10.0.0.1")).isEqualTo(new Addresses(List.of(expected), List.of(expected)));
    }

    @Test
    void everyIpIsAnAddressAndThePrimaryComesFirst() {
        Addresses addresses = served(GAME, ALL, "fd00::5", "10.0.0.1");

        assertThat(addresses.internal()).extracting(Address::ip).containsExactly("fd00::5", "10.0.0.1");
        assertThat(addresses.external()).isEqualTo(addresses.internal());
        assertThat(addresses.external())
                .allSatisfy(address -> assertThat(address.ports()).hasSize(3));
    }

    @Test
    void familiesCanBeOrderedAndChosen() {
        assertThat(ips(families("IPv6,IPv4"))).containsExactly("fd00::5", "10.0.0.1");
        assertThat(ips(families("IPv4", "IPv6"))).containsExactly("10.0.0.1", "fd00::5");
        assertThat(ips(families("IPv6"))).containsExactly("fd00::5");
        assertThat(ips(ALL)).containsExactly("10.0.0.1", "fd00::5");
    }

    @Test
    void chosenPortsNeedNotBeDeclared() {
        assertThat(served(GAME, ports("game:7777/TCPUDP", "side:9000/SCTP,22"), "10.0.0.1")
                        .external()
                        .get(0)
                        .ports())
                .containsExactly(
                        new Address.Port("game-7777", Protocol.TCP, 7777),
                        new Address.Port("game-7777", Protocol.UDP, 7777),
                        new Address.Port("side-9000", Protocol.SCTP, 9000),
                        new Address.Port("side-22", Protocol.TCP, 22));
    }

    @Test
    void aPodWithoutPortsIsPublishedWithItsIpAlone() {
        assertThat(served(template(false, new ContainerView("game", List.of())), ALL, "10.0.0.1"))
                .isEqualTo(new Addresses(
                        List.of(Address.of("10.0.0.1", List.of())), List.of(Address.of("10.0.0.1", List.of()))));
    }

    @Test
    void aPortDeclaredTwiceIsPublishedOnce() {
        ContainerPort port = ContainerPort.of(80, Protocol.TCP);

        assertThat(served(
                                template(
                                        false,
                                        new ContainerView(
                                                "game",
                                                List.of(
                                                        port,
                                                        new ContainerPort(
                                                                Optional.of("again"),
                                                                80,
                                                                Protocol.TCP,
                                                                Optional.empty())))),
                                ALL,
                                "10.0.0.1")
                        .external()
                        .get(0)
                        .ports())
                .hasSize(1);
    }

    @Test
    void onTheHostsNetworkTheContainersPortsArePublishedToo() {
        PodTemplateView pod = template(
                true,
                new ContainerView(
                        "game", List.of(ContainerPort.of(80, Protocol.TCP).onHost(80))));

        assertThat(served(pod, ALL, "192.0.2.10").external())
                .containsExactly(Address.of("192.0.2.10", List.of(new Address.Port("game-80", Protocol.TCP, 80))));
    }

    @Test
    void aChangedIpIsFollowed() {
        assertThat(served(GAME, ALL, "10.0.0.1").external().get(0).ip()).isEqualTo("10.0.0.1");
        assertThat(served(GAME, ALL, "10.0.0.2").external().get(0).ip()).isEqualTo("10.0.0.2");
    }

    @Test
    void withoutAnIpItWaitsForOne() {
        assertThat(waiting(ALL)).satisfies(waiting -> {
            assertThat(waiting.reason()).isEqualTo(Reason.POD_HAS_NO_IP);
            assertThat(waiting.recheckAfter()).isEqualTo(Duration.ZERO);
        });
        assertThat(waiting(families("IPv6"), "10.0.0.1").message())
                .isEqualTo("The pod has no IP of the families IPv6 that IpFamilies asks for");
    }

    @Test
    void withoutParametersAllThatIsDeclaredIsPublished() {
        assertThat(plugin.decide(held(GAME, "10.0.0.1"), Goal.SERVE, Optional.empty(), nothingSeen()))
                .isEqualTo(Step.Reached.with(served(GAME, ALL, "10.0.0.1")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Goal.class,
            names = {"QUIET", "DETACHED", "GONE"})
    void everyOtherGoalIsReachedWithNothingPublished(Goal goal) {
        assertThat(plugin.decide(held(GAME, "10.0.0.1"), goal, Optional.of(ALL), nothingSeen()))
                .isEqualTo(Step.Reached.with(Addresses.NONE));
    }

    @Test
    void nothingIsHeldClaimedOrSet() {
        PodView pod = pod(GAME, "10.0.0.1");

        assertThat(plugin.keys(pod, Optional.empty())).isEmpty();
        assertThat(plugin.pools(held(GAME, "10.0.0.1"))).isEmpty();
        assertThat(plugin.propose(pod, ALL, Optional.empty(), new Untouched())).isEqualTo(new Proposal.Nothing<>());
        assertThat(plugin.admit(GAME, ports("game:80"), new Untouched())).isEqualTo(Admission.none());
        assertThat(plugin.propose(
                        new ReservationView("default", "game-0", "r"), ALL, Optional.empty(), new Untouched()))
                .isInstanceOf(Proposal.Refused.class);
    }

    @Test
    void unknownContainersAreRefusedWithThoseThatThereAre() {
        NoneDirectParameters parameters = ports("gmae:80,81", "Side:90", "game:80");
        List<String> problems = List.of(
                "ContainerPorts: the pod has no container 'gmae'; it has game, side",
                "ContainerPorts: the pod has no container 'Side'; it has game, side");

        assertThat(plugin.admit(GAME, parameters, new Untouched()))
                .isEqualTo(new Admission.Refused(Reason.BAD_PARAMETERS, problems));
        assertThat(plugin.propose(pod(GAME), parameters, Optional.empty(), new Untouched()))
                .isEqualTo(new Proposal.Refused<>(Reason.BAD_PARAMETERS, problems));
    }

    private static NoneDirectParameters ports(String... values) {
        return NoneDirectParametersTest.decode("ContainerPorts", values).value().orElseThrow();
    }

    private static NoneDirectParameters families(String... values) {
        return NoneDirectParametersTest.decode("IpFamilies", values).value().orElseThrow();
    }

    private List<String> ips(NoneDirectParameters parameters) {
        return served(GAME, parameters, "10.0.0.1", "fd00::5").external().stream()
                .map(Address::ip)
                .toList();
    }

    private Addresses served(PodTemplateView pod, NoneDirectParameters parameters, String... ips) {
        Step<Void, Void> step = plugin.decide(held(pod, ips), Goal.SERVE, Optional.of(parameters), nothingSeen());
        assertThat(step).isInstanceOf(Step.Reached.class);
        return ((Step.Reached<Void, Void>) step).addresses();
    }

    private Step.Waiting<Void, Void> waiting(NoneDirectParameters parameters, String... ips) {
        Step<Void, Void> step = plugin.decide(held(GAME, ips), Goal.SERVE, Optional.of(parameters), nothingSeen());
        assertThat(step).isInstanceOf(Step.Waiting.class);
        return (Step.Waiting<Void, Void>) step;
    }

    private static Seen<Void> nothingSeen() {
        return new Seen<>(Optional.empty(), false, Optional.empty());
    }

    private static Held<Void, Void> held(PodTemplateView template, String... ips) {
        PodView pod = pod(template, ips);
        return new Held<>(
                new Holder.Pod(pod.ref()),
                Optional.empty(),
                Set.of(),
                Optional.of(pod),
                Optional.empty(),
                Optional.empty());
    }

    private static PodView pod(PodTemplateView template, String... ips) {
        return new PodView(
                new PodRef("default", "game-0", "uid-0"),
                "1",
                template,
                Instant.EPOCH,
                Optional.empty(),
                Set.of(),
                Optional.of("n1"),
                PodView.Phase.RUNNING,
                Arrays.stream(ips).map(IpAddress::of).toList());
    }

    private static PodTemplateView template(boolean hostNetwork, ContainerView... containers) {
        return new PodTemplateView(
                "default",
                Optional.of("game-0"),
                Map.of(),
                Map.of(),
                hostNetwork,
                List.of(containers),
                Optional.empty());
    }

    /** Neither a number nor a key is ever asked for. */
    private static final class Untouched implements Usage, Ledger {
        @Override
        public int held(PoolId pool) {
            throw new AssertionError("not to be asked");
        }

        @Override
        public int schedulableNodes() {
            throw new AssertionError("not to be asked");
        }

        @Override
        public int count(Protocol protocol, int number) {
            throw new AssertionError("not to be asked");
        }

        @Override
        public Optional<List<Integer>> leastUsed(Numbers numbers, List<Set<Protocol>> slots) {
            throw new AssertionError("not to be asked");
        }

        @Override
        public Taken take(List<PoolId> candidates, Wish wish) {
            throw new AssertionError("not to be asked");
        }

        @Override
        public Optional<String> take(Key key) {
            throw new AssertionError("not to be asked");
        }
    }
}
