package io.berth.cloud.aws;

import static io.berth.cloud.aws.World.fault;
import static io.berth.cloud.aws.World.front;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.aws.AwsProtocol;
import io.berth.simulator.aws.AwsState;
import io.berth.simulator.aws.AwsTerms;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.HealthCheck;
import io.berth.spi.cloud.loadbalancer.HealthCheck.Http;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NlbWritesTest {
    private static final Front FRONT = front(Transport.TCP_UDP, 7000);

    private World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aSlotIsOpenedAndClosed(Transport transport) {
        Front front = front(transport, 7000);
        String group = world.group(front);
        world.target(group, "10.0.0.1", 8000);
        String listener = world.listener(front, group);
        String host = world.model.hostName(world.balancer);
        AwsProtocol packet = transport == Transport.UDP ? AwsProtocol.UDP : AwsProtocol.TCP;
        assertThat(world.model.reach(host, packet, 7000)).containsExactly(new AwsState.Place("10.0.0.1", 8000));

        Target target = world.targets(group).get(0);
        Listener seen = world.listeners().get(0);
        assertThat(seen.id()).isEqualTo(listener);
        world.vendor.forget();
        world.writes.deleteListener(world.balancer, seen);
        world.writes.removeTarget(world.balancer, group, target);
        world.writes.removeTarget(world.balancer, group, target);
        world.writes.deleteGroup(world.balancer, group);

        assertThat(world.model.truth().listeners()).isEmpty();
        assertThat(world.model.truth().groups()).isEmpty();
        assertThat(world.vendor.counts())
                .isEqualTo(Map.of("DeleteListener", 1, "DeregisterTargets", 2, "DeleteTargetGroup", 1));
    }

    @Test
    void aRepeatedRequestMakesNothingTwice() {
        String group = world.group(FRONT);
        assertThat(world.group(FRONT)).isEqualTo(group);
        assertThat(world.listener(FRONT, group)).isEqualTo(world.listener(FRONT, group));

        assertThat(world.model.truth().groups()).hasSize(1);
        assertThat(world.model.truth().listeners()).hasSize(1);
    }

    @Test
    void anotherFrontOrShapeIsAnotherGroup() {
        Shape checked = new Shape(Optional.of(check(HealthCheck.Kind.TRANSPORT)), Optional.empty(), Optional.empty());

        assertThat(List.of(
                        world.group(FRONT),
                        world.group(front(Transport.TCP, 7000)),
                        world.group(front(Transport.TCP_UDP, 7001)),
                        world.group(FRONT, checked)))
                .doesNotHaveDuplicates();
    }

    private static HealthCheck check(HealthCheck.Kind kind) {
        return new HealthCheck(
                kind,
                OptionalInt.of(8080),
                Duration.ofSeconds(20),
                Duration.ofSeconds(7),
                3,
                4,
                kind == HealthCheck.Kind.HTTP
                        ? Optional.of(new Http("/live", Optional.empty(), Http.Method.GET))
                        : Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(HealthCheck.Kind.class)
    void theHealthCheckIsTheShapes(HealthCheck.Kind kind) {
        world.group(FRONT, new Shape(Optional.of(check(kind)), Optional.empty(), Optional.empty()));

        boolean http = kind == HealthCheck.Kind.HTTP;
        assertThat(world.model.truth().groups().values())
                .extracting(AwsState.Group::check)
                .extracting(Record::toString)
                .containsExactly(("AwsCheck[protocol=%s, port=8080, interval=20, timeout=7, healthy=3, unhealthy=4,"
                                + " path=%s]")
                        .formatted(http ? "HTTP" : "TCP", http ? "/live" : ""));
    }

    @Test
    void whatWeMakeHasOurMark() {
        String group = world.group(FRONT);
        world.listener(FRONT, group);
        Map<String, String> tags = Map.of(
                "berth/cluster", "cluster-1",
                "berth/operator", "berth",
                "berth/front", "tcp_udp/7000",
                "berth/shape", Shape.PLAIN.fingerprint());

        assertThat(world.model.truth().groups().values())
                .extracting(AwsState.Group::tags)
                .containsExactly(tags);
        assertThat(world.model.truth().listeners().values())
                .extracting(AwsState.Listener::tags)
                .containsExactly(tags);
    }

    @Test
    void somethingElseUnderOurNameIsAConflict() {
        String group = world.group(FRONT);
        world.model.deleteGroup(group);
        world.model.putGroup(
                group.substring(group.indexOf("/") + 1, group.lastIndexOf("/")), AwsProtocol.UDP, 1, World.VPC);

        NetworkException fault = fault(() -> world.group(FRONT));

        assertThat(fault.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(fault.code()).isEqualTo("DuplicateTargetGroupName");
        assertThat(fault.requestId()).hasSize(36);
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsProtocol.class,
            names = {"TCP", "UDP", "TLS", "TCP_UDP"})
    void aTakenNumberIsAConflictWhateverItSpeaks(AwsProtocol protocol) {
        String foreign = world.model.putGroup("foreign", protocol, 1, World.VPC);
        world.model.putListener(world.balancer, protocol, 7000, List.of(foreign));
        String group = world.group(FRONT);

        NetworkException fault = fault(() -> world.listener(FRONT, group));

        assertThat(fault.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(fault.code()).isEqualTo("DuplicateListener");
    }

    @Test
    void whatIsGoneOrInUseIsAConflict() {
        String group = world.group(FRONT);
        String listener = world.listener(FRONT, group);
        Listener seen = world.listeners().get(0);
        assertThat(fault(() -> world.writes.deleteGroup(world.balancer, group)).code())
                .isEqualTo("ResourceInUse");
        world.model.deleteListener(listener);
        world.model.deleteGroup(group);

        assertConflict("ListenerNotFound", fault(() -> world.writes.deleteListener(world.balancer, seen)));
        assertConflict("TargetGroupNotFound", fault(() -> world.target(group, "10.0.0.1", 1)));
        assertConflict("TargetGroupNotFound", fault(() -> world.listener(FRONT, group)));
        world.writes.deleteGroup(world.balancer, group);
    }

    private static void assertConflict(String code, NetworkException fault) {
        assertThat(fault.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(fault.code()).isEqualTo(code);
    }

    @Test
    void aBalancerThatDoesNotExistIsInvalid() {
        String group = world.group(FRONT);
        world.model.deleteBalancer(world.balancer);

        assertThat(fault(() -> world.listener(FRONT, group)).kind()).isEqualTo(Kind.INVALID);
    }

    @Test
    void quotasAreTold() {
        world.close();
        world = new World(AwsTerms.USUAL.quotas(1, 2, 1));
        String group = world.group(FRONT);
        world.listener(FRONT, group);
        Front second = front(Transport.TCP, 7001);
        String other = world.group(second);
        world.target(group, "10.0.0.1", 1);

        assertThat(fault(() -> world.listener(second, other)).kind()).isEqualTo(Kind.QUOTA);
        assertThat(fault(() -> world.group(front(Transport.TCP, 7002))).kind()).isEqualTo(Kind.QUOTA);
        assertThat(fault(() -> world.target(group, "10.0.0.2", 1)).kind()).isEqualTo(Kind.QUOTA);
    }

    @Test
    void wrongRequestsAreInvalid() {
        String group = world.group(FRONT);
        Shape quick = new Shape(
                Optional.of(new HealthCheck(
                        HealthCheck.Kind.TRANSPORT,
                        OptionalInt.empty(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        2,
                        2,
                        Optional.empty())),
                Optional.empty(),
                Optional.empty());

        assertThat(fault(() -> world.target(group, "8.8.8.8", 1)).kind()).isEqualTo(Kind.INVALID);
        assertThat(fault(() -> world.group(FRONT, quick))).satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(Kind.INVALID);
            assertThat(fault).hasMessageContaining("must be between 5 and 300");
        });
        assertThat(fault(() -> world.writes.createListener(
                                world.balancer, new ListenerDraft(FRONT, Shape.PLAIN, "nothing")))
                        .kind())
                .isEqualTo(Kind.INVALID);
        assertThat(fault(() -> world.writes.createListener("clb-1", new ListenerDraft(FRONT, Shape.PLAIN, group)))
                        .kind())
                .isEqualTo(Kind.INVALID);
    }

    @Test
    void groupsHaveNamesThatAwsAllows() {
        world.writes.createGroup(
                world.balancer, new GroupDraft(front(Transport.UDP, 65_535), Shape.PLAIN, Optional.empty()));

        assertThat(world.model.truth().groups().values())
                .extracting(AwsState.Group::name)
                .allMatch(name -> name.matches("berth-[0-9a-z]{13}-[0-9a-z]{12}"));
    }
}
