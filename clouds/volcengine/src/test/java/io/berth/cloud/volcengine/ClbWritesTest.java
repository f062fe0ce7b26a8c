package io.berth.cloud.volcengine;

import static io.berth.cloud.volcengine.Sandbox.FRONT;
import static io.berth.cloud.volcengine.Sandbox.LB;
import static io.berth.cloud.volcengine.Sandbox.SHAPE;
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
import io.berth.spi.NetworkException;
import io.berth.spi.Occupant;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.Group;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.TargetDraft;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each change asks for, over HTTP. */
final class ClbWritesTest {
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
    void balancerOfAnotherServiceIsNotUsed() {
        box.model().hands().put(truth().managed());
        assertThat(box.account().reads().balancer(LB).detail()).contains("another service");
        assertThatThrownBy(box::group)
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(NetworkException.Kind.INVALID))
                .hasMessageContaining("another service");
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
