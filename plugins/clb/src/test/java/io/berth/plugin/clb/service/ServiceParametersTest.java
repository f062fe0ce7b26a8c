package io.berth.plugin.clb.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.Proposal;
import io.berth.spi.Protocol;
import io.berth.spi.Taken;
import io.berth.spi.Wish;
import io.berth.spi.cloud.service.TrafficPolicy;
import io.berth.spi.config.Dialect;
import io.berth.tck.service.PlayedForm;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pods say, and what they are promised for it. */
class ServiceParametersTest {
    private final ServicePlugin balanced = Cases.plugin(PlayedForm.BALANCED, "range=7000-7010", "cordoned=lb-9");
    private final ServicePlugin external = Cases.plugin(PlayedForm.EXTERNAL_IPS);
    private final ServicePlugin onNodes = Cases.plugin(PlayedForm.NODE_PORT);

    /** Has everything but what it is told to lack. */
    private record Shelf(Set<String> taken) implements Ledger {
        @Override
        public Taken take(List<PoolId> candidates, Wish wish) {
            PoolId pool = candidates.get(0);
            List<Integer> numbers = IntStream.range(0, wish.slots().size())
                    .mapToObj(i -> 7000 + i)
                    .toList();
            return new Taken.Granted(pool, numbers, Set.of());
        }

        @Override
        public int held(PoolId pool) {
            return taken.size();
        }

        @Override
        public Optional<String> take(Key key) {
            return taken.contains(key.toString()) ? Optional.of("somebody") : Optional.empty();
        }
    }

    @Test
    void theDefaultsAreThoseOfOpenKruiseGame() {
        ServiceParameters plain = Cases.parameters(balanced, "LbIds=lb-1,lb-2,lb-1", "PortProtocols=80,81/UDP");
        assertThat(plain.pools()).containsExactly("lb-1", "lb-2");
        assertThat(plain.ports()).extracting(PodPort::toString).containsExactly("80/TCP", "81/UDP");
        assertThat(plain.traits()).isEqualTo(ServiceTraits.PLAIN);
        assertThat(plain.scatter()).isFalse();
    }

    @Test
    void everythingGivenIsTaken() {
        ServiceParameters all = Cases.parameters(
                balanced,
                "LbIds=lb-1",
                "PortProtocols=80/TCP,80/UDP",
                "SameNumber=true",
                "EnableClbScatter=true",
                "EnableMultiIngress=true",
                "AllowNotReadyContainers=game",
                "AllocateLoadBalancerNodePorts=false",
                "ExternalTrafficPolicyType=Local",
                "Annotations=example.com/a: b:c , d:e",
                "Weight=20");
        assertThat(all.ports()).containsExactly(new PodPort(80, Set.of(Protocol.TCP, Protocol.UDP)));
        assertThat(all.traits())
                .isEqualTo(new ServiceTraits(
                        true,
                        true,
                        Optional.of(false),
                        TrafficPolicy.LOCAL,
                        Map.of("Weight", "20"),
                        Map.of("example.com/a", "b:c", "d", "e")));
        assertThat(all.scatter()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PortProtocols=80/SCTP | cannot be served by this load balancer",
                "PortProtocols=80/tcp | is not a protocol",
                "PortProtocols=80,80/TCPUDP | 80/TCP more than once",
                "PortProtocols=70000 | from 1 to 65535",
                "Annotations=key | has no value",
                "Annotations=-:a | not the key of an annotation",
                "Annotations=a:b,a:c | more than once",
                "Annotations=network.berth.io/cluster-id:x | Berth's own",
                "Annotations=spec.example.com/balancer:lb-3 | chosen for the pod",
                "ExternalTrafficPolicyType=local | is none of Cluster",
                "AllocateLoadBalancerNodePorts=no | neither true nor false",
                "Weight=101 | from 1 to 100",
                "Fixd=true | Fixd"
            })
    void badValuesAreRefused(String pair, String mentioned) {
        String[] pairs = pair.startsWith("PortProtocols")
                ? new String[] {"LbIds=lb-1", pair}
                : new String[] {"LbIds=lb-1", "PortProtocols=80", pair};
        assertThat(balanced.parameters(Dialect.PLAIN)
                        .decode(Cases.pairs(pairs))
                        .problems()
                        .toString())
                .contains(mentioned);
    }

    @Test
    void tooManyPortsAreRefused() {
        String ports = String.join(
                ",", IntStream.range(1, 34).mapToObj(Integer::toString).toList());
        assertThat(onNodes.parameters(Dialect.PLAIN)
                        .decode(Cases.pairs("PortProtocols=" + ports))
                        .problems()
                        .toString())
                .contains("at most 32");
    }

    @Test
    void externalIpsAreAddresses() {
        assertThat(Cases.parameters(
                                external, "LbIds=203.0.113.1,2001:db8::1", "PortProtocols=80/SCTP", "SameNumber=true")
                        .pools())
                .containsExactly("203.0.113.1", "2001:db8::1");
        assertThat(external.parameters(Dialect.PLAIN)
                        .decode(Cases.pairs("LbIds=host.example.com", "PortProtocols=80"))
                        .problems()
                        .toString())
                .contains("'host.example.com' is not an IP address");
        assertThat(external.parameters(Dialect.PLAIN).options())
                .extracting(option -> option.doc())
                .anyMatch(doc -> doc.contains("deprecates externalIPs"));
    }

    // Promises.

    private Proposal<ServiceClaim> propose(PodView pod, String... taken) {
        ServiceParameters parameters = Cases.parameters(balanced, "LbIds=lb-1,lb-2", "PortProtocols=80/TCP,81/TCPUDP");
        return balanced.propose(pod, parameters, Optional.empty(), new Shelf(new HashSet<>(List.of(taken))));
    }

    private static PodView shown(String ports) {
        return Cases.pod(
                "game-0",
                Map.of(ServiceShape.POD_NAME, "game-0"),
                Map.of(
                        "game.kruise.io/network-status",
                        "{\"externalAddresses\":[{\"ip\":\"1.2.3.4\",\"ports\":" + ports + "}]}"));
    }

    private static List<Integer> numbers(Proposal<ServiceClaim> proposal) {
        return ((Proposal.Claim<ServiceClaim>) proposal)
                .claim().lines().stream().map(ServiceClaim.Line::number).toList();
    }

    @Test
    void whatAPodShowsAlreadyIsAskedForFirst() {
        String ports = "[{\"name\":\"80\",\"protocol\":\"TCP\",\"port\":7004},"
                + "{\"name\":\"81\",\"protocol\":\"TCP\",\"port\":7006},{\"name\":\"81\",\"protocol\":\"UDP\",\"port\":7006}]";
        assertThat(numbers(propose(shown(ports)))).containsExactly(7004, 7006, 7006);
        Proposal<ServiceClaim> second = propose(shown(ports), "lb/spec/main/lb-1/tcp/7004");
        assertThat(((Proposal.Claim<ServiceClaim>) second).claim().pool().id()).isEqualTo("lb-2");
        assertThat(numbers(propose(shown(ports), "lb/spec/main/lb-1/tcp/7004", "lb/spec/main/lb-2/udp/7006")))
                .containsExactly(7000, 7001, 7001);
    }

    @Test
    void whatIsKnownStaysAndTheRestIsNew() {
        assertThat(numbers(propose(shown("[{\"name\":\"80\",\"protocol\":\"TCP\",\"port\":7004}]"))))
                .containsExactly(7004, 7000, 7000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]",
                "no json",
                "[{\"name\":\"80\",\"port\":99}]",
                "[{\"name\":\"80\",\"port\":7006},{\"name\":\"81\",\"protocol\":\"TCP\",\"port\":7006},{\"name\":\"81\",\"protocol\":\"UDP\",\"port\":7006}]",
                "[{\"name\":\"81\",\"protocol\":\"TCP\",\"port\":7005},{\"name\":\"81\",\"protocol\":\"UDP\",\"port\":7006}]"
            })
    void whatCannotBeIsNotAskedFor(String ports) {
        assertThat(numbers(propose(shown(ports)))).containsExactly(7000, 7001, 7001);
    }

    @Test
    void aPodThatNoServiceCouldServeIsRefused() {
        Proposal<ServiceClaim> proposal = propose(Cases.pod("Game.0", Map.of(), Map.of()));
        assertThat(((Proposal.Refused<ServiceClaim>) proposal).problems())
                .anyMatch(problem -> problem.contains("cannot be a Service's"))
                .anyMatch(problem -> problem.contains(ServiceShape.POD_NAME));
    }

    @Test
    void cordonedPoolsAreGivenToNobodyNew() {
        ServiceParameters parameters = Cases.parameters(balanced, "LbIds=lb-9", "PortProtocols=80");
        assertThat(((Proposal.Postponed<ServiceClaim>)
                                balanced.propose(Cases.pod(), parameters, Optional.empty(), new Shelf(Set.of())))
                        .message())
                .contains("cordoned: lb-9");
        Optional<ServiceClaim> there = Optional.of(Cases.claim(new PoolId("lb", "spec", "main", "lb-9"), 7003));
        assertThat(numbers(balanced.propose(Cases.pod(), parameters, there, new Shelf(Set.of()))))
                .containsExactly(7003);
    }

    @Test
    void oneHolderOfANumberForAllProtocolsWhereTheSettingsSaySo() {
        ServicePlugin whole = Cases.plugin(PlayedForm.BALANCED, "sharedNumbers=false");
        ServiceParameters parameters = Cases.parameters(whole, "LbIds=lb-1", "PortProtocols=80");
        Proposal<ServiceClaim> proposal = whole.propose(Cases.pod(), parameters, Optional.empty(), new Shelf(Set.of()));
        assertThat(((Proposal.Claim<ServiceClaim>) proposal).claim().keys())
                .extracting(Key::toString)
                .containsExactly("lb/spec/main/lb-1/any/7000");
    }

    @Test
    void nodePortsAreNotClaimed() {
        ServiceParameters parameters = Cases.parameters(onNodes, "PortProtocols=80");
        assertThat(onNodes.propose(Cases.pod(), parameters, Optional.empty(), new Shelf(Set.of())))
                .isEqualTo(new Proposal.Nothing<>());
    }
}
