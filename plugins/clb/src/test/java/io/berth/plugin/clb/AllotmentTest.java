package io.berth.plugin.clb;

import static io.berth.plugin.clb.Plugins.parameters;
import static io.berth.plugin.clb.Plugins.plugin;
import static io.berth.plugin.clb.Plugins.pool;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Key;
import io.berth.spi.PortSpace;
import io.berth.spi.Proposal;
import io.berth.spi.Reason;
import io.berth.spi.ReservationView;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which ports of which balancer a pod is promised. */
class AllotmentTest {
    private static final String RANGE = "7000-7003";

    private final Plugins.Numbers ledger = new Plugins.Numbers();

    private Proposal<ClbClaim> propose(ClbPlugin plugin, ClbParameters parameters, Optional<ClbClaim> current) {
        return plugin.propose(new ReservationView("games", "game-0", "uid-0"), parameters, current, ledger);
    }

    private ClbClaim claim(ClbPlugin plugin, ClbParameters parameters, Optional<ClbClaim> current) {
        return propose(plugin, parameters, current)
                .fold(new Proposal.Cases<>(
                        nothing -> fail(nothing), Proposal.Claim::claim, AllotmentTest::fail, AllotmentTest::fail));
    }

    private static ClbClaim fail(Proposal<ClbClaim> proposal) {
        throw new AssertionError(proposal.toString());
    }

    @Test
    void bothProtocolsStandOnOneNumber() {
        ClbClaim claim = claim(
                plugin(Vendors.LOCKING, "range", RANGE),
                parameters("LbIds", "lb-1", "PortProtocols", "80/TCPUDP,81/UDP"),
                Optional.empty());

        assertThat(claim.lines())
                .containsExactly(
                        new ClbClaim.Line(new Front(Transport.TCP, 7000), 80),
                        new ClbClaim.Line(new Front(Transport.UDP, 7000), 80),
                        new ClbClaim.Line(new Front(Transport.UDP, 7001), 81));
        assertThat(claim.keys())
                .containsExactlyInAnyOrder(
                        new Key.Port(pool("lb-1"), PortSpace.TCP, 7000),
                        new Key.Port(pool("lb-1"), PortSpace.UDP, 7000),
                        new Key.Port(pool("lb-1"), PortSpace.UDP, 7001));
    }

    @Test
    void whereOneListenerTakesBothANumberIsHeldWhole() {
        ClbClaim claim = claim(
                plugin(Vendors.JOINING, "range", RANGE),
                parameters("LbIds", "lb-1", "PortProtocols", "80/TCPUDP,81/UDP"),
                Optional.empty());

        assertThat(claim.lines())
                .containsExactly(
                        new ClbClaim.Line(new Front(Transport.TCP_UDP, 7000), 80),
                        new ClbClaim.Line(new Front(Transport.UDP, 7001), 81));
        assertThat(claim.keys())
                .containsExactlyInAnyOrder(
                        new Key.Port(pool("lb-1"), PortSpace.ANY, 7000),
                        new Key.Port(pool("lb-1"), PortSpace.ANY, 7001));
    }

    @Test
    void whereTheSecondListenerOfANumberNeedsLeaveItIsRefusedUntilItIsGiven() {
        ClbParameters both = parameters("LbIds", "lb-1", "PortProtocols", "80/TCPUDP");

        assertThat(propose(plugin(Vendors.STARTING, "range", RANGE), both, Optional.empty()))
                .isInstanceOfSatisfying(
                        Proposal.Refused.class,
                        refused -> assertThat(refused.problems().toString())
                                .contains("80/TCPUDP", "80/TCP,80/UDP", "sharedNumbers: true"));
        assertThat(claim(plugin(Vendors.STARTING, "range", RANGE, "sharedNumbers", "true"), both, Optional.empty())
                        .lines())
                .hasSize(2);
    }

    @Test
    void anAddedPortLeavesTheOthersWhereTheyAre() {
        ClbPlugin plugin = plugin(Vendors.LOCKING, "range", RANGE);
        ClbClaim one = claim(plugin, parameters("LbIds", "lb-1", "PortProtocols", "80"), Optional.empty());
        ClbClaim two = claim(plugin, parameters("LbIds", "lb-1", "PortProtocols", "81,80"), Optional.of(one));

        assertThat(two.lines()).hasSize(2).contains(one.lines().get(0));
        assertThat(claim(plugin, parameters("LbIds", "lb-1", "PortProtocols", "80"), Optional.of(two)))
                .isEqualTo(one);
    }

    @Test
    void aFullPoolSaysWhatIsInTheWay() {
        ClbPlugin plugin = plugin(Vendors.LOCKING, "range", "7000-7001", "blocked", "7001");
        ledger.pools.pool(pool("lb-1")).markForeign(PortSpace.TCP, 7000);
        ledger.pools.pool(pool("lb-2")).hold(PortSpace.TCP, 7000);

        assertThat(propose(plugin, parameters("LbIds", "lb-1,lb-2", "PortProtocols", "80"), Optional.empty()))
                .isInstanceOfSatisfying(Proposal.Postponed.class, postponed -> {
                    assertThat(postponed.reason()).isEqualTo(Reason.POOL_FULL);
                    assertThat(postponed.message())
                            .contains(
                                    "80/TCP",
                                    "lb/spec/main/lb-1: 0 free, 0 held, 0 cooling, 1 foreign",
                                    "lb/spec/main/lb-2: 0 free, 1 held, 0 cooling, 0 foreign");
                });
    }

    @Test
    void aCordonedBalancerKeepsWhoItHasAndGetsNobodyNew() {
        ClbParameters parameters = parameters("LbIds", "lb-1,lb-2", "PortProtocols", "80");
        ClbClaim before = claim(plugin(Vendors.LOCKING, "range", RANGE), parameters, Optional.empty());
        ClbPlugin cordoned = plugin(Vendors.LOCKING, "range", RANGE, "cordoned", "lb-1");

        assertThat(before.pool()).isEqualTo(pool("lb-1"));
        assertThat(claim(cordoned, parameters, Optional.of(before))).isEqualTo(before);
        assertThat(claim(cordoned, parameters, Optional.empty()).pool()).isEqualTo(pool("lb-2"));
        assertThat(propose(cordoned, parameters("LbIds", "lb-1", "PortProtocols", "80"), Optional.empty()))
                .isInstanceOfSatisfying(
                        Proposal.Postponed.class,
                        postponed -> assertThat(postponed.message()).contains("cordoned", "lb-1"));
    }

    @Test
    void anotherBalancerDoesNotMoveAnybody() {
        ClbPlugin plugin = plugin(Vendors.LOCKING, "range", RANGE);
        ClbClaim before = claim(plugin, parameters("LbIds", "lb-1", "PortProtocols", "80"), Optional.empty());

        assertThat(claim(plugin, parameters("LbIds", "lb-2,lb-1", "PortProtocols", "80"), Optional.of(before)))
                .isEqualTo(before);
    }

    @Test
    void aBalancerThatIsNotAllowedAnyMoreIsLeft() {
        ClbPlugin plugin = plugin(Vendors.LOCKING, "range", RANGE);
        ClbClaim before = claim(plugin, parameters("LbIds", "lb-1", "PortProtocols", "80"), Optional.empty());

        assertThat(claim(plugin, parameters("LbIds", "lb-2", "PortProtocols", "80"), Optional.of(before))
                        .pool())
                .isEqualTo(pool("lb-2"));
    }

    @Test
    void podsAreSpreadAsAskedFor() {
        ClbPlugin plugin = plugin(Vendors.LOCKING, "range", RANGE);
        ClbParameters scattered = parameters("LbIds", "lb-1,lb-2", "PortProtocols", "80", "EnableClbScatter", "true");
        ClbClaim one = claim(plugin, scattered, Optional.empty());
        ClbClaim two = claim(plugin, scattered, Optional.empty());

        assertThat(one.pool()).isNotEqualTo(two.pool());
    }

    @Test
    void aBalancerAtItsQuotaGetsNobodyNew() {
        ClbPlugin plugin = plugin(Vendors.LOCKING, "range", RANGE, "listeners", "2");
        ClbParameters parameters = parameters("LbIds", "lb-1,lb-2", "PortProtocols", "80/TCPUDP");
        ClbClaim one = claim(plugin, parameters, Optional.empty());
        ClbClaim two = claim(plugin, parameters, Optional.empty());

        assertThat(one.pool()).isEqualTo(pool("lb-1"));
        assertThat(two.pool()).isEqualTo(pool("lb-2"));
        assertThat(claim(plugin, parameters, Optional.of(one))).isEqualTo(one);
        assertThat(propose(plugin, parameters, Optional.empty()))
                .isInstanceOfSatisfying(
                        Proposal.Postponed.class,
                        postponed -> assertThat(postponed.message())
                                .contains("lb/spec/main/lb-1: 2 of 2 listeners are held"));
        assertThat(propose(plugin, parameters("LbIds", "lb-1", "PortProtocols", "80,81,82"), Optional.empty()))
                .isInstanceOf(Proposal.Refused.class);
    }

    @Test
    void moreThanABalancerHasIsRefused() {
        assertThat(propose(
                        plugin(Vendors.LOCKING, "range", "7000"),
                        parameters("LbIds", "lb-1", "PortProtocols", "80,81"),
                        Optional.empty()))
                .isInstanceOf(Proposal.Refused.class);
    }
}
