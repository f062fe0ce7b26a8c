package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.berth.spi.NetworkException.Kind;
import io.berth.spi.NetworkException.Next;
import io.berth.spi.cloud.Rate;
import io.berth.spi.config.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpiValuesTest {
    @Test
    void aWishNeedsSlotsAndEachSlotASpace() {
        Numbers numbers = Numbers.of(1, 9);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Wish(List.of(), numbers, Wish.Spread.FIRST_FIT))
                .withMessage("A wish needs at least one slot, and each slot a space");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Wish(List.of(Set.of(PortSpace.TCP), Set.of()), numbers, Wish.Spread.SCATTER));
    }

    @Test
    void aWishCopiesItsSlots() {
        List<Set<PortSpace>> slots = new ArrayList<>(List.of(Set.of(PortSpace.TCP, PortSpace.UDP)));
        Wish wish = new Wish(slots, Numbers.of(1, 9), Wish.Spread.BALANCED);
        slots.clear();

        assertThat(wish.slots()).containsExactly(Set.of(PortSpace.UDP, PortSpace.TCP));
    }

    @ParameterizedTest
    @EnumSource
    void everyProtocolHasItsSpace(Protocol protocol) {
        assertThat(PortSpace.of(protocol).name()).isEqualTo(protocol.name());
    }

    @Test
    void aLaneHasAWidth() {
        assertThat(new Lane("lb-1", 1).width()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lane("lb-1", 0))
                .withMessage("Lane lb-1 needs a width of at least 1, got 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void aPublishedPortIsOneTo65535(int number) {
        assertThat(new Address.Port("game-80", Protocol.TCP, 1).number()).isEqualTo(1);
        assertThat(new Address.Port("game-80", Protocol.TCP, 65_535).number()).isEqualTo(65_535);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Address.Port("game-80", Protocol.TCP, number))
                .withMessage("A port is 1 to 65535, got " + number);
    }

    @Test
    void anAddressMayHaveNoEndPointAndAddressesMayBeNone() {
        List<Address.Port> ports = List.of(new Address.Port("game-80", Protocol.UDP, 7000));

        assertThat(Address.of("192.0.2.1", ports)).isEqualTo(new Address("192.0.2.1", Optional.empty(), ports));
        assertThat(Addresses.NONE.internal()).isEmpty();
        assertThat(Addresses.NONE.external()).isEmpty();
    }

    @Test
    void everyKindOfFaultNamesTheNextMove() {
        Map<Kind, Next> next = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            next.put(kind, kind.next());
        }

        assertThat(next)
                .containsOnly(
                        Map.entry(Kind.THROTTLED, Next.RETRY),
                        Map.entry(Kind.UNAVAILABLE, Next.RETRY),
                        Map.entry(Kind.BUSY, Next.RETRY),
                        Map.entry(Kind.OUTCOME_UNKNOWN, Next.OBSERVE_THEN_RETRY),
                        Map.entry(Kind.CONFLICT, Next.OBSERVE_THEN_RETRY),
                        Map.entry(Kind.DENIED, Next.STOP),
                        Map.entry(Kind.INVALID, Next.STOP),
                        Map.entry(Kind.QUOTA, Next.STOP));
    }

    @Test
    void aFaultCarriesWhatTheVendorSaid() {
        Throwable cause = new IllegalStateException("reset");
        NetworkException full = new NetworkException(
                Kind.THROTTLED, "slow down", "Throttling", "req-1", Optional.of(Duration.ofSeconds(2)), cause);

        assertThat(full).hasMessage("slow down").hasCause(cause);
        assertThat(full.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(full.code()).isEqualTo("Throttling");
        assertThat(full.requestId()).isEqualTo("req-1");
        assertThat(full.retryAfter()).contains(Duration.ofSeconds(2));
    }

    @Test
    void aFaultMayCarryNothing() {
        NetworkException bare = new NetworkException(Kind.QUOTA, "no more listeners");

        assertThat(bare).hasMessage("no more listeners").hasNoCause();
        assertThat(bare.code()).isEmpty();
        assertThat(bare.requestId()).isEmpty();
        assertThat(bare.retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonIsAnEventReasonWithARemedy(Reason reason) {
        assertThat(reason.text()).matches("([A-Z][a-z]+)+").hasToString(reason.toString());
        assertThat(reason.text()).isEqualToIgnoringCase(reason.name().replace("_", ""));
        assertThat(reason.remedy()).matches("[A-Z][^\\n]{10,}\\.");
    }

    @Test
    void aNetworkTypeWithoutACloudIsSpelledPlainly() {
        assertThat(NetworkType.of("Kubernetes-None", "none-direct"))
                .isEqualTo(
                        new NetworkType("Kubernetes-None", Optional.empty(), "none-direct", Dialect.PLAIN, Set.of()));
    }

    @Test
    void aNetworkTypeOfAModeIsAnotherOne() {
        NetworkType plain = NetworkType.of("Vendor-LB", "clb");

        assertThat(plain.in(NetworkType.API))
                .isEqualTo(new NetworkType("Vendor-LB", Optional.of("api"), "clb", Dialect.PLAIN, Set.of()))
                .isNotEqualTo(plain);
    }

    @Test
    void aRateEarnsItsBurstInItsPeriod() {
        assertThat(new Rate(20, 5).period()).isEqualTo(Duration.ofMillis(250));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(0, 1)).withMessageContaining("got 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(2_000_000, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, 0)).withMessageContaining("got 0");
    }

    @Test
    void aSiteWithoutACloudHasNoPools() {
        Site site = Site.of(new Identity("c", "o"), "Kubernetes-None");

        assertThat(site.identity()).isEqualTo(new Identity("c", "o"));
        assertThat(site.mode()).isEmpty();
        assertThat(site.rules(String.class)).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> site.pool("lb", "lb-1"))
                .withMessageContaining("'Kubernetes-None' has no cloud");
    }

    @Test
    void aCodecForNoClaimReadsAndWritesNone() {
        ClaimCodec<String> none = ClaimCodec.none();

        assertThat(none.version()).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(() -> none.write("claim"));
        assertThatIllegalArgumentException().isThrownBy(() -> none.read(1, "{}"));
    }

    @Test
    void aPluginMayLeaveAdmissionAndTheFarSideOut() {
        BarePlugin plugin = new BarePlugin();
        Held<String, String> held = new Held<>(
                new Holder.Debt(new PodRef("games", "game-0", "uid-0")),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(plugin.pools(held)).isEmpty();
        assertThat(plugin.observe(new NoFar(), List.of(held))).isEmpty();
        assertThat(plugin.watched(PodViewTest.pod("game-0", PodView.Phase.RUNNING)))
                .isEqualTo(List.of());
        assertThat(plugin.inventory(new NoFar(), new PoolId("a", "b", "c", "d")))
                .isEmpty();
        assertThat(plugin.admit(
                        new PodTemplateView(
                                "games", Optional.empty(), Map.of(), Map.of(), false, List.of(), Optional.empty()),
                        "parameters",
                        new NoUsage()))
                .isEqualTo(Admission.none());
    }

    /** Fails whoever asks. */
    private static final class NoFar implements Far {
        @Override
        public <P extends ReadPort, A> A ask(Query<P, A> query) {
            throw new AssertionError("asked for " + query);
        }
    }

    /** Fails whoever asks. */
    private static final class NoUsage implements Usage {
        @Override
        public int schedulableNodes() {
            throw new AssertionError("asked for nodes");
        }

        @Override
        public int count(Protocol protocol, int number) {
            throw new AssertionError("asked for " + number);
        }

        @Override
        public Optional<List<Integer>> leastUsed(Numbers numbers, List<Set<Protocol>> slots) {
            throw new AssertionError("asked for " + slots);
        }
    }
}
