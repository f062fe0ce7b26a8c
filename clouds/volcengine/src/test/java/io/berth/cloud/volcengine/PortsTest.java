package io.berth.cloud.volcengine;

import static io.berth.cloud.volcengine.Sandbox.FRONT;
import static io.berth.cloud.volcengine.Sandbox.LB;
import static io.berth.cloud.volcengine.Sandbox.TARGET;
import static io.berth.cloud.volcengine.Sandbox.UID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.simulator.volcengine.Backend;
import io.berth.simulator.volcengine.Clb;
import io.berth.simulator.volcengine.ClbListener;
import io.berth.simulator.volcengine.ServerGroup;
import io.berth.simulator.volcengine.VolcengineRules;
import io.berth.spi.Identity;
import io.berth.spi.NetworkException;
import io.berth.spi.Occupant;
import io.berth.spi.cloud.loadbalancer.Balancer;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.Group;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.HealthCheck;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.TargetDraft;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each method asks for, and makes of the answer. */
final class PortsTest {
    private static final Shape SHAPE = new Shape(
            Optional.of(new HealthCheck(
                    HealthCheck.Kind.TRANSPORT,
                    OptionalInt.of(8080),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(3),
                    2,
                    4,
                    Optional.empty())),
            Optional.of(Duration.ofSeconds(120)),
            Optional.of(Duration.ofSeconds(30)));
    private static final SlotMark MARK = new SlotMark(FRONT, Shape.PLAIN.fingerprint());

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

    private static Target target(String id, TargetDraft draft) {
        return new Target(id, draft.ip(), draft.port(), draft.interfaceId(), Optional.empty(), Target.State.SERVING);
    }

    @Test
    void slotIsOpenedAndClosed() {
        String group = box.group();
        String listener = box.listener(group, Shape.PLAIN);
        assertThat(box.model().answering("203.0.113.1", "UDP", 7000))
                .extracting(Backend::ip, Backend::port)
                .containsExactly(tuple("10.1.0.2", 7777));

        assertThat(listeners().items())
                .containsExactly(
                        Listener.on(listener, FRONT, Optional.of(group), Optional.of(MARK), Listener.State.RUNNING));
        assertThat(box.account().reads().groups(LB, Optional.empty()))
                .isEqualTo(Page.last(List.of(new Group(group, Optional.of(MARK)))));
        List<Target> targets = box.account().reads().targets(LB, group).orElseThrow();
        assertThat(targets)
                .containsExactly(new Target(
                        targets.get(0).id(),
                        "10.1.0.2",
                        7777,
                        Optional.of("eni-1"),
                        Optional.of(new Occupant.Uid(UID)),
                        Target.State.SERVING));

        box.account().writes().removeTarget(LB, group, targets.get(0));
        assertThat(box.account().reads().targets(LB, group)).contains(List.of());
        box.account().writes().addTarget(LB, group, TARGET);
        assertThat(box.account().reads().targets(LB, group).orElseThrow()).hasSize(1);
        box.account().writes().deleteListener(LB, listeners().items().get(0));
        box.account().writes().deleteGroup(LB, group);
        assertThat(truth().listeners()).isEmpty();
        assertThat(truth().groups()).isEmpty();
        assertThat(box.account().reads().targets(LB, group)).isEmpty();
        assertThat(box.calls().counts())
                .as("one request a method")
                .isEqualTo(Map.of(
                        "CreateServerGroup", 1,
                        "CreateListener", 1,
                        "DescribeListeners", 2,
                        "DescribeServerGroups", 1,
                        "DescribeServerGroupAttributes", 4,
                        "RemoveServerGroupBackendServers", 1,
                        "AddServerGroupBackendServers", 1,
                        "DeleteListener", 1,
                        "DeleteServerGroup", 1));
    }

    @Test
    void everythingIsMarkedWhenItIsMade() {
        String group = box.group();
        String listener = box.listener(group, Shape.PLAIN);
        Map<String, String> tags = Map.of(
                "berth-cluster", "cluster-1",
                "berth-operator", "berth",
                "berth-front", "udp-7000",
                "berth-shape", Shape.PLAIN.fingerprint());
        ClbListener made = truth().listeners().values().iterator().next();
        assertThat(made.id()).isEqualTo(listener);
        assertThat(made.tags()).isEqualTo(tags);
        assertThat(made.name()).isEqualTo("berth-udp-7000");
        ServerGroup behind = truth().groups().values().iterator().next();
        assertThat(behind.tags()).isEqualTo(tags);
        assertThat(behind.type()).isEqualTo("instance");
        assertThat(behind.backends().get(0).description()).matches("berth-[0-9a-f]{12}-" + UID);
    }

    @Test
    void shapeIsWhatTheListenerGets() {
        box.listener(box.group(), SHAPE);
        assertThat(truth().listeners().values().iterator().next().settings())
                .containsEntry("HealthCheck.Enabled", "on")
                .containsEntry("HealthCheck.Interval", "10")
                .containsEntry("HealthCheck.Timeout", "3")
                .containsEntry("HealthCheck.HealthyThreshold", "2")
                .containsEntry("HealthCheck.UnhealthyThreshold", "4")
                .containsEntry("HealthCheck.Port", "8080")
                .containsEntry("EstablishedTimeout", "120")
                .containsEntry("ConnectionDrainEnabled", "on")
                .containsEntry("ConnectionDrainTimeout", "30");
    }

    @Test
    void plainShapeChecksAndDrainsNothing() {
        box.listener(box.group(), Shape.PLAIN);
        assertThat(truth().listeners().values().iterator().next().settings())
                .containsEntry("HealthCheck.Enabled", "off")
                .containsEntry("ConnectionDrainEnabled", "off")
                .doesNotContainKeys("EstablishedTimeout", "ConnectionDrainTimeout", "HealthCheck.Interval");
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
    void balancerOfAnotherServiceIsNotUsed() {
        box.model().hands().put(truth().managed());
        assertThat(box.account().reads().balancer(LB).detail()).contains("another service");
        assertThatThrownBy(box::group)
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(NetworkException.Kind.INVALID))
                .hasMessageContaining("another service");
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
    void groupsOfIpsNameNoInterface() {
        rules(VolcengineRules.INSTANT, "groupType", "ip");
        Map<String, String> named = box.account().reads().interfaces(LB, Set.of("10.9.0.1"));
        assertThat(named).isEqualTo(Map.of("10.9.0.1", "10.9.0.1"));
        assertThat(box.calls().counts()).isEmpty();
        String group = box.account()
                .writes()
                .createGroup(
                        LB,
                        new GroupDraft(
                                FRONT,
                                Shape.PLAIN,
                                Optional.of(new TargetDraft("10.9.0.1", 7777, Optional.empty(), UID))));
        assertThat(truth().groups().values().iterator().next().type()).isEqualTo("ip");
        Target seen = box.account().reads().targets(LB, group).orElseThrow().get(0);
        assertThat(seen.ip()).isEqualTo("10.9.0.1");
        assertThat(seen.interfaceId()).contains("10.9.0.1");
        assertThat(seen.boundTo()).contains(new Occupant.Uid(UID));
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

    @Test
    void whatCannotBeAskedForIsNotSent() {
        assertThatThrownBy(() -> box.account()
                        .writes()
                        .addTarget(LB, "rsp-1", new TargetDraft("10.1.0.9", 80, Optional.empty(), UID)))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("no network interface");
        assertThatThrownBy(() -> box.account()
                        .writes()
                        .createListener(LB, new ListenerDraft(new Front(Transport.TCP_UDP, 80), Shape.PLAIN, "rsp-1")))
                .isInstanceOf(NetworkException.class);
        assertThat(box.calls().counts()).isEmpty();
    }

    @Test
    void removingTwiceIsAConflict() {
        String group = box.group();
        Target target = box.account().reads().targets(LB, group).orElseThrow().get(0);
        box.account().writes().removeTarget(LB, group, target);
        assertThatThrownBy(() -> box.account().writes().removeTarget(LB, group, target))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(NetworkException.Kind.CONFLICT));
        assertThatThrownBy(() -> box.account().writes().removeTarget(LB, group, target("rs-9", TARGET)))
                .isInstanceOf(NetworkException.class);
    }
}
