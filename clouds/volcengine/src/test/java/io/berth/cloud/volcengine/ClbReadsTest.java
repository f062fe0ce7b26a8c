package io.berth.cloud.volcengine;

import static io.berth.cloud.volcengine.Sandbox.LB;
import static io.berth.cloud.volcengine.Sandbox.SHAPE;
import static io.berth.cloud.volcengine.Sandbox.UID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.simulator.volcengine.Clb;
import io.berth.simulator.volcengine.VolcengineRules;
import io.berth.spi.Identity;
import io.berth.spi.NetworkException;
import io.berth.spi.Occupant;
import io.berth.spi.cloud.loadbalancer.Balancer;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.Group;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each read makes of the answers, over HTTP. */
final class ClbReadsTest {
    private Sandbox box = new Sandbox(VolcengineRules.INSTANT);

    @BeforeEach
    void calm() {
        box.calls().forget();
    }

    private void rules(VolcengineRules rules, String... settings) {
        box.close();
        box = new Sandbox(rules, settings);
    }

    @AfterEach
    void close() {
        box.close();
    }

    private Clb truth() {
        return box.model().truth().balancer(LB);
    }

    private Page<Listener> listeners() {
        return box.account().reads().listeners(LB, Optional.empty());
    }

    @Test
    void thingsOfAnotherIdentityAreForeign() {
        String group = box.group();
        box.listener(group, Shape.PLAIN);
        for (Identity other : List.of(
                new Identity("cluster-2", "berth"),
                new Identity("cluster-1", "another"),
                new Identity("cluster", "1\nberth"))) {
            try (Account another =
                    Account.of(other, Optional.empty(), Map.of("endpoint", "http://127.0.0.1:" + box.port()))) {
                assertThat(another.reads().listeners(LB, Optional.empty()).items())
                        .extracting(Listener::mark)
                        .containsExactly(Optional.empty());
                assertThat(another.reads().groups(LB, Optional.empty()).items())
                        .extracting(Group::mark)
                        .containsExactly(Optional.empty());
                assertThat(another.reads().targets(LB, group).orElseThrow())
                        .extracting(Target::boundTo)
                        .containsExactly(Optional.empty());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, 80, 80, TCP, 80, 80",
        "UDP, 80, 80, UDP, 80, 80",
        "HTTP, 80, 80, TCP, 80, 80",
        "HTTPS, 443, 443, TCP, 443, 443",
        "UDP, 100, 200, UDP, 100, 200",
        "TCP, 1, 65535, TCP, 1, 65535",
        "QUIC, 443, 443, TCP_UDP, 443, 443",
    })
    void foreignListenersAreSeen(
            String protocol, int first, int last, Transport transport, int shownFirst, int shownLast) {
        String id = box.model().hands().putListener(LB, protocol, first, last, Map.of("owner", "somebody"));
        Listener seen = listeners().items().get(0);
        assertThat(seen.id()).isEqualTo(id);
        assertThat(seen.front()).isEqualTo(new Front(transport, shownFirst));
        assertThat(seen.last()).isEqualTo(shownLast);
        assertThat(seen.mark()).isEmpty();
        assertThat(seen.takes(new Front(transport == Transport.UDP ? Transport.UDP : Transport.TCP, shownLast)))
                .isTrue();
    }

    @Test
    void listenersThatBecomeSomethingAreChanging() {
        rules(VolcengineRules.INSTANT.withLock(Duration.ofSeconds(3)));
        String group = box.group();
        box.pass(Duration.ofSeconds(3));
        box.listener(group, Shape.PLAIN);
        assertThat(listeners().items().get(0).state()).isEqualTo(Listener.State.CHANGING);
        assertThat(box.account().reads().balancer(LB).state()).isEqualTo(Balancer.State.CHANGING);
        box.pass(Duration.ofSeconds(3));
        Listener running = listeners().items().get(0);
        assertThat(running.state()).isEqualTo(Listener.State.RUNNING);
        assertThat(box.account().reads().balancer(LB).state()).isEqualTo(Balancer.State.ACTIVE);
        box.account().writes().deleteListener(LB, running);
        assertThat(listeners().items().get(0).state()).isEqualTo(Listener.State.CHANGING);
        box.pass(Duration.ofSeconds(3));
        assertThat(listeners().items()).isEmpty();
    }

    @Test
    void longListsComeInParts() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 230; i++) {
            made.add(box.model().hands().putListener(LB, "TCP", 1000 + i, 1000 + i, Map.of()));
        }
        List<String> seen = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<Listener> page = box.account().reads().listeners(LB, token);
            page.items().forEach(listener -> seen.add(listener.id()));
            token = page.next();
        } while (token.isPresent());
        assertThat(seen).hasSize(230).doesNotHaveDuplicates().containsAll(made);
        assertThat(box.calls().counts()).containsEntry("DescribeListeners", 3);

        Optional<String> second =
                box.account().reads().groups(LB, Optional.empty()).next();
        box.model().hands().putGroup(LB, Map.of());
        assertThatThrownBy(() -> box.account().reads().groups(LB, second))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(NetworkException.Kind.CONFLICT))
                .hasMessageContaining("230")
                .hasMessageContaining("231");
        assertThatThrownBy(() -> box.account().reads().groups(LB, Optional.of("next")))
                .isInstanceOf(NetworkException.class);
    }

    @Test
    void oneThatCameForOneThatWentIsNoticed() {
        String first = "";
        for (int i = 0; i < 150; i++) {
            String id = box.model().hands().putGroup(LB, Map.of());
            first = i == 0 ? id : first;
        }
        Optional<String> second =
                box.account().reads().groups(LB, Optional.empty()).next();
        assertThat(box.account().reads().groups(LB, second).items()).hasSize(50);
        box.model().hands().deleteGroup(first);
        box.model().hands().putGroup(LB, Map.of());
        assertThatThrownBy(() -> box.account().reads().groups(LB, second))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(NetworkException.Kind.CONFLICT));
    }

    @Test
    void fullPageMayBeTheLast() {
        for (int i = 0; i < 100; i++) {
            box.model().hands().putGroup(LB, Map.of());
        }
        Page<Group> page = box.account().reads().groups(LB, Optional.empty());
        assertThat(page.items()).hasSize(100);
        assertThat(page.next()).isEmpty();
    }

    @Test
    void balancerHasAllOfItsAddresses() {
        box.model().hands().put(truth().withAddresses("203.0.113.1", List.of("10.0.0.1", "10.0.0.2")));
        assertThat(box.account().reads().balancer(LB))
                .isEqualTo(Balancer.active(List.of(
                        Balancer.Ingress.ip("203.0.113.1"),
                        Balancer.Ingress.ip("10.0.0.1"),
                        Balancer.Ingress.ip("10.0.0.2"))));
        box.model().hands().put(truth().withAddresses("", List.of("10.0.0.1")));
        assertThat(box.account().reads().balancer(LB).ingresses()).containsExactly(Balancer.Ingress.ip("10.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "Inactive, '', start it",
        "Provisioning, '', wait until",
        "Deleting, '', name another",
        "CreateFailed, '', name another",
        "Sleeping, '', make it Active",
        "Active, financial, settle that in the console",
    })
    void balancerThatCannotBeUsedSaysWhatToDo(String status, String lock, String told) {
        box.model().hands().setStatus(LB, status, lock);
        Balancer balancer = box.account().reads().balancer(LB);
        assertThat(balancer.state()).isEqualTo(Balancer.State.UNUSABLE);
        assertThat(balancer.detail()).contains(told);
    }

    @Test
    void interfacesAreFoundByIpInOneRequest() {
        Set<String> ips = new HashSet<>();
        for (int i = 0; i < 99; i++) {
            String ip = "10.2.0." + i;
            ips.add(ip);
            box.model().hands().attach("eni-" + (10 + i), "vpc-1", ip);
        }
        ips.add("10.3.0.1");
        Map<String, String> found = box.account().reads().interfaces(LB, ips);
        assertThat(found).hasSize(99).containsEntry("10.2.0.0", "eni-10").doesNotContainKey("10.3.0.1");
        assertThat(box.calls().counts()).isEqualTo(Map.of("DescribeNetworkInterfaces", 1));
    }

    @Test
    void ipOfTwoInterfacesNeedsTheVpc() {
        box.model().hands().attach("eni-2", "vpc-2", "10.1.0.2");
        assertThat(box.account().reads().interfaces(LB, Set.of("10.1.0.1", "10.1.0.2")))
                .isEqualTo(Map.of("10.1.0.1", "eni-1"));
        try (Account inVpc = Account.over(box.port(), "vpcId", "vpc-2", "projectName", "games")) {
            assertThat(inVpc.reads().interfaces(LB, Set.of("10.1.0.2"))).isEqualTo(Map.of("10.1.0.2", "eni-2"));
        }
    }

    @Test
    void handMadeTargetsAreNobodys() {
        String group = box.group();
        box.model().hands().putBackend(group, "eni-1", "10.1.0.1", 80, "put here by hand");
        assertThat(box.account().reads().targets(LB, group).orElseThrow())
                .extracting(Target::boundTo)
                .containsExactly(Optional.of(new Occupant.Uid(UID)), Optional.empty());
        assertThat(box.account().reads().targets("clb-2", group))
                .as("in another balancer")
                .isEmpty();
    }

    @Test
    void healthIsReadFromTheListener() {
        String group = box.group();
        String id = box.listener(group, SHAPE);
        Listener listener = listeners().items().get(0);
        String target =
                box.account().reads().targets(LB, group).orElseThrow().get(0).id();
        assertThat(listener.id()).isEqualTo(id);
        assertThat(box.account().reads().health(LB, listener)).isEmpty();
        box.pass(Duration.ofSeconds(10));
        assertThat(box.account().reads().health(LB, listener)).isEqualTo(Map.of(target, Target.State.SERVING));
        box.model().hands().setWell("10.1.0.2", false);
        assertThat(box.account().reads().health(LB, listener)).isEqualTo(Map.of(target, Target.State.UNHEALTHY));
        box.model().hands().deleteListener(id);
        assertThat(box.account().reads().health(LB, listener)).isEmpty();
    }
}
