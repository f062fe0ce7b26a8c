package io.berth.cloud.aws;

import static io.berth.cloud.aws.World.fault;
import static io.berth.cloud.aws.World.front;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.VendorReply;
import io.berth.simulator.aws.AwsProtocol;
import io.berth.simulator.aws.AwsState;
import io.berth.simulator.aws.AwsTerms;
import io.berth.spi.Identity;
import io.berth.spi.IpAddress;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.Occupant;
import io.berth.spi.cloud.loadbalancer.Balancer;
import io.berth.spi.cloud.loadbalancer.Balancer.Ingress;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.Group;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NlbReadsTest {
    private static final Front UDP_7000 = front(Transport.UDP, 7000);

    private World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private World terms(AwsTerms terms) {
        world.close();
        world = new World(terms);
        return world;
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE,ACTIVE", "ACTIVE_IMPAIRED,ACTIVE", "PROVISIONING,CHANGING", "FAILED,UNUSABLE"})
    void balancerIsReachedByItsHostName(AwsState.Status status, Balancer.State state) {
        world.model.balancerBecomes(world.balancer, status);

        Balancer seen = world.reads.balancer(world.balancer);

        assertThat(seen.state()).isEqualTo(state);
        assertThat(seen.detail().isEmpty()).isEqualTo(state == Balancer.State.ACTIVE);
        assertThat(seen.ingresses()).containsExactly(Ingress.hostName(world.model.hostName(world.balancer)));
        assertThat(world.vendor.counts()).isEqualTo(Map.of("DescribeLoadBalancers", 1));
    }

    @Test
    void balancerOfAnotherTypeIsOfNoUse() {
        String web = world.model.addBalancer("web", "application", World.VPC);

        Balancer seen = world.reads.balancer(web);

        assertThat(seen.state()).isEqualTo(Balancer.State.UNUSABLE);
        assertThat(seen.detail()).contains("application");
    }

    @Test
    void balancerOfAnotherVpcIsOfNoUse() {
        Balancer seen = world.reads.balancer(world.model.addBalancer("far", "vpc-2"));

        assertThat(seen.state()).isEqualTo(Balancer.State.UNUSABLE);
        assertThat(seen.detail()).contains("'vpc-2'").contains("'vpc-1'");
    }

    @Test
    void balancerThatDoesNotExistIsInvalid() {
        world.model.deleteBalancer(world.balancer);

        assertThat(fault(() -> world.reads.balancer(world.balancer)).kind()).isEqualTo(Kind.INVALID);
        assertThat(fault(() -> world.reads.balancer("clb-1")).kind()).isEqualTo(Kind.INVALID);
        assertThat(fault(() -> world.listeners()).kind()).isEqualTo(Kind.INVALID);
    }

    @Test
    void listsOurListenersAndThoseOfOthers() {
        String group = world.group(UDP_7000);
        String ours = world.listener(UDP_7000, group);
        String foreign = world.model.putGroup("foreign", AwsProtocol.TCP, 1, World.VPC);
        String other = world.model.putGroup("other", AwsProtocol.TCP, 1, World.VPC);
        String tls = world.model.putListener(world.balancer, AwsProtocol.TLS, 443, List.of(foreign));
        String shared = world.model.putListener(world.balancer, AwsProtocol.TCP_UDP, 53, List.of(foreign, other));

        assertThat(world.listeners())
                .containsExactlyInAnyOrder(
                        running(ours, UDP_7000, Optional.of(group)),
                        running(tls, front(Transport.TCP, 443), Optional.of(foreign)),
                        running(shared, front(Transport.TCP_UDP, 53), Optional.empty()));
    }

    private static Listener running(String id, Front front, Optional<String> group) {
        return Listener.on(id, front, group, Optional.empty(), Listener.State.RUNNING);
    }

    @Test
    void listsAreReadInParts() {
        terms(AwsTerms.USUAL.pages(2));
        Set<String> made = new TreeSet<>();
        Set<String> groups = new TreeSet<>();
        for (int number = 1; number <= 5; number++) {
            Front front = front(Transport.TCP, number);
            String group = world.group(front);
            groups.add(group);
            made.add(world.listener(front, group));
        }
        world.vendor.forget();

        List<String> seen = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<Listener> page = world.reads.listeners(world.balancer, token);
            page.items().forEach(listener -> seen.add(listener.id()));
            token = page.next();
        } while (token.isPresent());
        List<String> seenGroups = new ArrayList<>();
        do {
            Page<Group> page = world.reads.groups(world.balancer, token);
            page.items().forEach(group -> seenGroups.add(group.id()));
            token = page.next();
        } while (token.isPresent());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
        assertThat(seenGroups).containsExactlyInAnyOrderElementsOf(groups);
        assertThat(world.vendor.counts()).isEqualTo(Map.of("DescribeListeners", 3, "DescribeTargetGroups", 3));
    }

    @Test
    void groupsAreThoseOfThisBalancerAndIdentity() {
        String ours = world.group(UDP_7000);
        String second = world.model.addBalancer("second", World.VPC);
        world.writes.createGroup(second, new GroupDraft(UDP_7000, Shape.PLAIN, Optional.empty()));
        world.model.putGroup("foreign", AwsProtocol.UDP, 7000, World.VPC);
        LoadBalancerReads others = world.cloud(new Identity("cluster-1", "other"), Map.of())
                .port(LoadBalancerReads.class)
                .orElseThrow();

        assertThat(world.reads.groups(world.balancer, Optional.empty()))
                .isEqualTo(Page.last(List.of(new Group(ours, Optional.empty()))));
        assertThat(others.groups(world.balancer, Optional.empty()).items()).isEmpty();
    }

    @Test
    void marksAreOurTags() {
        String group = world.group(UDP_7000);
        String listener = world.listener(UDP_7000, group);
        String foreign = world.model.putListener(world.balancer, AwsProtocol.TCP, 80, List.of(group));
        SlotMark mark = new SlotMark(UDP_7000, Shape.PLAIN.fingerprint());
        Set<String> ids = Set.of(group, listener, foreign);
        world.vendor.forget();

        assertThat(world.reads.marks(world.balancer, ids)).isEqualTo(Map.of(group, mark, listener, mark));
        assertThat(world.vendor.counts()).isEqualTo(Map.of("DescribeTags", 1));
        assertThat(world.reads.marks(world.balancer, Set.of())).isEmpty();

        LoadBalancerReads others = world.cloud(new Identity("cluster-2", "berth"), Map.of())
                .port(LoadBalancerReads.class)
                .orElseThrow();
        assertThat(others.marks(world.balancer, ids)).isEmpty();

        world.model.untag(listener);
        assertThat(world.reads.marks(world.balancer, ids)).isEqualTo(Map.of(group, mark));
        world.model.deleteListener(listener);
        assertThat(fault(() -> world.reads.marks(world.balancer, ids)).kind()).isEqualTo(Kind.CONFLICT);
    }

    @Test
    void targetsTellHowTheyAre() {
        String group = world.group(UDP_7000);
        assertThat(world.targets(group)).isEmpty();
        world.target(group, "10.0.0.1", 8000);
        assertThat(world.targets(group)).containsExactly(target("10.0.0.1", Target.State.SERVING));

        world.listener(UDP_7000, group);
        assertThat(world.targets(group)).containsExactly(target("10.0.0.1", Target.State.STARTING));
        world.pass(Duration.ofSeconds(90));
        assertThat(world.targets(group)).containsExactly(target("10.0.0.1", Target.State.SERVING));
        world.model.unwell(Set.of("10.0.0.1"));
        assertThat(world.targets(group)).containsExactly(target("10.0.0.1", Target.State.UNHEALTHY));
        world.model.deregister(group);
        assertThat(world.targets(group)).containsExactly(target("10.0.0.1", Target.State.DRAINING));
        world.pass(Duration.ofMinutes(5));
        assertThat(world.targets(group)).isEmpty();
        world.model.deleteGroup(group);
        assertThat(world.reads.targets(world.balancer, group)).isEmpty();
    }

    private static Target target(String ip, Target.State state) {
        return new Target(
                ip + ":8000", ip, 8000, Optional.empty(), Optional.of(new Occupant.Ip(IpAddress.of(ip))), state);
    }

    @ParameterizedTest
    @CsvSource({
        "unused,Target.IpUnusable,UNHEALTHY",
        "unused,Target.InvalidState,UNHEALTHY",
        "unused,Target.NotInUse,SERVING",
        "unavailable,Target.HealthCheckDisabled,SERVING",
        "unhealthy.draining,Target.FailedHealthChecks,UNHEALTHY",
        "new-word,New.Reason,STARTING"
    })
    void targetsInRarerStates(String state, String reason, Target.State seen) {
        String group = world.group(UDP_7000);
        world.mishaps.reply(reply(
                "DescribeTargetHealth",
                ("<TargetHealthDescriptions><member><Target><Id>10.0.0.1</Id><Port>8000</Port></Target><TargetHealth>"
                                + "<State>%s</State><Reason>%s</Reason></TargetHealth></member>"
                                + "</TargetHealthDescriptions>")
                        .formatted(state, reason)));

        assertThat(world.targets(group)).containsExactly(target("10.0.0.1", seen));
    }

    @ParameterizedTest
    @CsvSource({"QUIC,UDP", "TCP_QUIC,TCP_UDP", "NEW,TCP_UDP", "TLS,TCP"})
    void listenersOfOtherProtocolsTakeWhatArrivesThere(String protocol, Transport transport) {
        world.mishaps.reply(reply(
                "DescribeListeners",
                ("<Listeners><member><ListenerArn>a</ListenerArn><Port>443</Port><Protocol>%s</Protocol></member>"
                                + "<member><ListenerArn>b</ListenerArn></member></Listeners>")
                        .formatted(protocol)));

        assertThat(world.listeners()).containsExactly(running("a", front(transport, 443), Optional.empty()));
    }

    @Test
    void aBalancerInAStateThatNobodyKnowsIsOfNoUse() {
        world.mishaps.reply(reply(
                "DescribeLoadBalancers",
                "<LoadBalancers><member><Type>network</Type><VpcId>vpc-1</VpcId><State><Code>melting</Code></State>"
                        + "</member></LoadBalancers>"));

        Balancer seen = world.reads.balancer(world.balancer);

        assertThat(seen.state()).isEqualTo(Balancer.State.UNUSABLE);
        assertThat(seen.detail()).contains("melting");
        assertThat(seen.ingresses()).isEmpty();
    }

    private static VendorReply reply(String action, String result) {
        return VendorReply.xml(
                200,
                ("<%1$sResponse><%1$sResult>%2$s</%1$sResult><ResponseMetadata><RequestId>r</RequestId>"
                                + "</ResponseMetadata></%1$sResponse>")
                        .formatted(action, result));
    }
}
