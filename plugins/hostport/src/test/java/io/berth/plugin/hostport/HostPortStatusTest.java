package io.berth.plugin.hostport;

import static io.berth.plugin.hostport.Plugins.listing;
import static io.berth.plugin.hostport.Plugins.plugin;
import static io.berth.plugin.hostport.Pods.container;
import static io.berth.plugin.hostport.Pods.held;
import static io.berth.plugin.hostport.Pods.node;
import static io.berth.plugin.hostport.Pods.nothingSeen;
import static io.berth.plugin.hostport.Pods.onHostNetwork;
import static io.berth.plugin.hostport.Pods.scheduled;
import static io.berth.plugin.hostport.Pods.tcp;
import static io.berth.plugin.hostport.Pods.template;
import static io.berth.plugin.hostport.Pods.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.Proposal;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.ReservationView;
import io.berth.spi.Step;
import io.berth.spi.Taken;
import io.berth.spi.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostPortStatusTest {
    private static final NodeView NODE =
            node("n1", new NodeAddress("ExternalIP", "203.0.113.1"), new NodeAddress("InternalIP", "10.0.0.100"));

    private final HostPortPlugin plugin = plugin();

    @Test
    void theNodesAddressAndTheHostPortArePublished() {
        PodTemplateView pod = template(container("game", tcp(80).onHost(8080)));

        assertThat(served(pod, "game:80"))
                .isEqualTo(new Addresses(
                        List.of(Address.of("10.0.0.1", List.of(port("game-80", Protocol.TCP, 80)))),
                        List.of(Address.of("203.0.113.1", List.of(port("game-80", Protocol.TCP, 8080))))));
    }

    @Test
    void severalPortsAreInOneAddressInTheOrderOfTheSpec() {
        PodTemplateView pod = template(
                container("side", udp(90).onHost(8005)),
                container("game", tcp(81).onHost(8001), tcp(80).onHost(8000), udp(80).onHost(8000)));

        assertThat(served(pod, "game:80/TCPUDP,81", "side:90/UDP").external())
                .containsExactly(Address.of(
                        "203.0.113.1",
                        List.of(
                                port("side-90", Protocol.UDP, 8005),
                                port("game-81", Protocol.TCP, 8001),
                                port("game-80", Protocol.TCP, 8000),
                                port("game-80", Protocol.UDP, 8000))));
    }

    @Test
    void whatIsNotListedIsNotOurs() {
        PodTemplateView pod = template(container("game", tcp(80).onHost(8000), tcp(22).onHost(8022)));

        assertThat(served(pod, "game:80").external().get(0).ports())
                .containsExactly(port("game-80", Protocol.TCP, 8000));
    }

    @Test
    void withoutAListOrWithoutParametersEveryHostPortIsPublished() {
        PodTemplateView pod = template(container("game", tcp(80).onHost(8000), tcp(81)));
        Addresses expected = served(pod, "game:80");

        assertThat(served(pod)).isEqualTo(expected);
        assertThat(reached(plugin.decide(
                        held(scheduled(pod, "n1", "10.0.0.1"), NODE), Goal.SERVE, Optional.empty(), nothingSeen())))
                .isEqualTo(expected);
    }

    @Test
    void aPortWithoutHostPortByPolicyIsPublishedWithThePodsIp() {
        PodTemplateView pod = template(container("game", tcp(80).onHost(8000), tcp(81)));

        assertThat(served(pod, "game:80,81=None,82/UDP=None"))
                .isEqualTo(new Addresses(
                        List.of(Address.of(
                                "10.0.0.1",
                                List.of(
                                        port("game-80", Protocol.TCP, 80),
                                        port("game-81", Protocol.TCP, 81),
                                        port("game-82", Protocol.UDP, 82)))),
                        List.of(
                                Address.of("203.0.113.1", List.of(port("game-80", Protocol.TCP, 8000))),
                                Address.of(
                                        "10.0.0.1",
                                        List.of(
                                                port("game-81", Protocol.TCP, 81),
                                                port("game-82", Protocol.UDP, 82))))));
    }

    @Test
    void withoutAnyHostPortByPolicyTheNodeNeedsNoAddress() {
        PodTemplateView pod = template(container("game"));

        Addresses addresses = reached(plugin.decide(
                held(scheduled(pod, "n1", "10.0.0.1"), node("n1")),
                Goal.SERVE,
                Optional.of(listing("game:80=None")),
                nothingSeen()));

        assertThat(addresses.external())
                .containsExactly(Address.of("10.0.0.1", List.of(port("game-80", Protocol.TCP, 80))));
    }

    @Test
    void ipv6PodsAndNodeNamesArePublishedAsTheyAre() {
        PodTemplateView pod = template(container("game", tcp(80).onHost(8000)));

        Addresses addresses = reached(plugin.decide(
                held(
                        scheduled(pod, "n1", "fd00::5", "10.0.0.1"),
                        node("n1", new NodeAddress("ExternalDNS", "n1.example.com"))),
                Goal.SERVE,
                Optional.of(listing("game:80")),
                nothingSeen()));

        assertThat(addresses.internal()).extracting(Address::ip).containsExactly("fd00::5");
        assertThat(addresses.external()).extracting(Address::ip).containsExactly("n1.example.com");
    }

    @Test
    void aMovedPortIsFoundAgain() {
        PodTemplateView pod = template(container("game", udp(8003).onHost(8003), tcp(22).onHost(8022)));
        PodTemplateView host = onHostNetwork(container("game", udp(8003).onHost(8003), tcp(70).onHost(70)));

        for (Addresses addresses : List.of(served(pod, "game:SameAsHost/UDP"), served(host, "game:80/UDP"))) {
            assertThat(addresses.external().get(0).ports()).containsExactly(port("game-8003", Protocol.UDP, 8003));
            assertThat(addresses.internal().get(0).ports()).containsExactly(port("game-8003", Protocol.UDP, 8003));
        }
    }

    @Test
    void aMovedPortIsFoundAgainAfterTheRangeHasChanged() {
        PodTemplateView pod =
                template(container("game", udp(7003).onHost(7003), udp(8004).onHost(8004)));

        assertThat(served(pod, "game:SameAsHost/UDP,SameAsHost/UDP")
                        .external()
                        .get(0)
                        .ports())
                .containsExactly(port("game-7003", Protocol.UDP, 7003), port("game-8004", Protocol.UDP, 8004));
        assertThat(served(pod, "game:SameAsHost/UDP").external().get(0).ports())
                .containsExactly(port("game-8004", Protocol.UDP, 8004));
    }

    @Test
    void onTheHostsNetworkAPodThatWasNotAdmittedIsServedWhereItListens() {
        PodTemplateView pod = onHostNetwork(container("game", tcp(80).onHost(80)));

        assertThat(served(pod, "game:80").external().get(0).ports()).containsExactly(port("game-80", Protocol.TCP, 80));
    }

    @Test
    void whatTheSpecSaysIsPublishedWhateverThePolicyBecameSince() {
        PodTemplateView pod = template(container("game", tcp(80).onHost(8000)));

        assertThat(served(pod, "game:80=Static:7777").external().get(0).ports())
                .containsExactly(port("game-80", Protocol.TCP, 8000));
    }

    @Test
    void withoutNodeIpPortOrAddressItWaitsForAChange() {
        PodTemplateView good = template(container("game", tcp(80).onHost(8000)));
        PodTemplateView bare = template(container("game", tcp(80), udp(81).onHost(8001)));

        assertThat(waiting(scheduled(good, ""), "game:80").reason()).isEqualTo(Reason.POD_NOT_SCHEDULED);
        assertThat(waiting(scheduled(good, "n1"), "game:80", NODE).reason()).isEqualTo(Reason.POD_HAS_NO_IP);
        Step.Waiting<Void, Void> missing = waiting(scheduled(bare, "n1", "10.0.0.1"), "game:80/TCPUDP,81/UDP", NODE);
        assertThat(missing.reason()).isEqualTo(Reason.HOST_PORT_MISSING);
        assertThat(missing.message())
                .contains("no host port for port 80/TCP+UDP of container 'game';", "create it again");
        Step.Waiting<Void, Void> unknown = waiting(scheduled(good, "n1", "10.0.0.1"), "game:80");
        assertThat(unknown.reason()).isEqualTo(Reason.NO_NODE_ADDRESS);
        assertThat(unknown.message()).contains("Node 'n1' is not known");
        Step.Waiting<Void, Void> none =
                waiting(scheduled(good, "n1", "10.0.0.1"), "game:80", node("n1", new NodeAddress("Hostname", "n1")));
        assertThat(none.reason()).isEqualTo(Reason.NO_NODE_ADDRESS);
        assertThat(none.message())
                .contains(
                        "Node 'n1' has none of ExternalDNS:last, ExternalIP:last, InternalDNS:last, InternalIP:last;");
        assertThat(List.of(missing, unknown, none))
                .extracting(Step.Waiting::recheckAfter)
                .containsOnly(Duration.ZERO);
    }

    @Test
    void aPodThatNamesNoHostPortAtAllIsToldSo() {
        Step<Void, Void> step = plugin.decide(
                held(scheduled(template(container("game", tcp(80))), "n1", "10.0.0.1"), NODE),
                Goal.SERVE,
                Optional.of(listing()),
                nothingSeen());

        assertThat(asWaiting(step).reason()).isEqualTo(Reason.HOST_PORT_MISSING);
        assertThat(asWaiting(step).message()).contains("list ports in ContainerPorts");
    }

    @ParameterizedTest
    @EnumSource(
            value = Goal.class,
            names = {"QUIET", "DETACHED", "GONE"})
    void everyOtherGoalIsReachedWithNothingPublished(Goal goal) {
        PodView pod = scheduled(template(container("game", tcp(80).onHost(8000))), "n1", "10.0.0.1");
        Held<Void, Void> debt = new Held<>(
                new Holder.Debt(new PodRef("default", "game-0", "uid-0")),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(reached(plugin.decide(held(pod, NODE), goal, Optional.of(listing("game:80")), nothingSeen())))
                .isEqualTo(Addresses.NONE);
        assertThat(reached(plugin.decide(debt, goal, Optional.empty(), nothingSeen())))
                .isEqualTo(Addresses.NONE);
    }

    @Test
    void theKeysAreTheHostPortsOfAScheduledPodUntilItEnds() {
        PodTemplateView template = template(
                container("game", tcp(80).onHost(8000), udp(80).onHost(8000), tcp(81)),
                container("side", tcp(22).onHost(22)));
        PodView pod = scheduled(template, "n1");
        PoolId pool = new PoolId("host-port", "kubernetes", "cluster", "n1");

        assertThat(plugin.keys(pod, Optional.empty()))
                .extracting(Key::toString)
                .containsExactlyInAnyOrder(
                        "host-port/kubernetes/cluster/n1/tcp/8000",
                        "host-port/kubernetes/cluster/n1/udp/8000",
                        "host-port/kubernetes/cluster/n1/tcp/22");
        assertThat(plugin.keys(pod, Optional.empty()))
                .allSatisfy(key -> assertThat(key.inPool()).contains(pool));
        assertThat(plugin.keys(scheduled(template, ""), Optional.empty())).isEmpty();
        assertThat(plugin.keys(Pods.inPhase(pod, PodView.Phase.FAILED), Optional.empty()))
                .isEmpty();
        assertThat(plugin.keys(new ReservationView("default", "game-0", "r"), Optional.empty()))
                .isEmpty();
    }

    @Test
    void nothingIsClaimed() {
        PodTemplateView good = template(container("game", tcp(80).onHost(8000)));

        assertThat(proposed(good, "game:80")).isEqualTo(new Proposal.Nothing<>());
        assertThat(proposed(good, "game:80=Static:7777,81=Passthrough")).isEqualTo(new Proposal.Nothing<>());
        assertThat(proposed(template(container("game")), "game:80")).isEqualTo(new Proposal.Nothing<>());
    }

    @Test
    void parametersThatNoPodOfThisKindCanHaveAreRefused() {
        PodTemplateView good = template(container("game", tcp(80).onHost(8000)));

        assertThat(proposed(good, "gmae:80", "game:81=Dynamic:nope"))
                .isEqualTo(new Proposal.Refused<>(
                        Reason.BAD_PARAMETERS,
                        List.of(
                                "ContainerPorts: the pod has no container 'gmae'; it has game",
                                "ContainerPorts: port 81/TCP of container 'game' asks for range 'nope', which is not"
                                        + " configured; there are default")));
        assertThat(proposed(good, "game:80=Dynamic:nope")).isEqualTo(new Proposal.Nothing<>());
        assertThat(plugin.propose(
                        new ReservationView("default", "game-0", "r"), listing(), Optional.empty(), new NoLedger()))
                .isInstanceOf(Proposal.Refused.class);
    }

    private Proposal<Void> proposed(PodTemplateView pod, String... containerPorts) {
        return plugin.propose(
                scheduled(pod, "n1", "10.0.0.1"), listing(containerPorts), Optional.empty(), new NoLedger());
    }

    private Addresses served(PodTemplateView pod, String... containerPorts) {
        return reached(plugin.decide(
                held(scheduled(pod, "n1", "10.0.0.1"), NODE),
                Goal.SERVE,
                Optional.of(listing(containerPorts)),
                nothingSeen()));
    }

    private Step.Waiting<Void, Void> waiting(PodView pod, String containerPorts, NodeView... node) {
        return asWaiting(
                plugin.decide(held(pod, node), Goal.SERVE, Optional.of(listing(containerPorts)), nothingSeen()));
    }

    private static Step.Waiting<Void, Void> asWaiting(Step<Void, Void> step) {
        assertThat(step).isInstanceOf(Step.Waiting.class);
        return (Step.Waiting<Void, Void>) step;
    }

    private static Addresses reached(Step<Void, Void> step) {
        assertThat(step).isInstanceOf(Step.Reached.class);
        assertThat(((Step.Reached<Void, Void>) step).completed()).isEmpty();
        return ((Step.Reached<Void, Void>) step).addresses();
    }

    private static Address.Port port(String name, Protocol protocol, int number) {
        return new Address.Port(name, protocol, number);
    }

    /** Host ports are not taken from a ledger. */
    private static final class NoLedger implements Ledger {
        @Override
        public int held(PoolId pool) {
            throw new AssertionError("host ports are counted by nobody");
        }

        @Override
        public Taken take(List<PoolId> candidates, Wish wish) {
            throw new AssertionError("nothing is to be taken");
        }

        @Override
        public Optional<String> take(Key key) {
            throw new AssertionError("nothing is to be taken");
        }
    }
}
