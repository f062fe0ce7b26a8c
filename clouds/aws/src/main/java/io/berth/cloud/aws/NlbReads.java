package io.berth.cloud.aws;

import io.berth.spi.IpAddress;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.Occupant;
import io.berth.spi.cloud.loadbalancer.Balancer;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.Group;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerState;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Reads of network load balancers. A balancer, a listener and a group are named by their ARNs. */
final class NlbReads implements LoadBalancerReads {
    /** The most that one reply lists. */
    private static final int PAGE = 400;

    /** Why a target is unused, where it is not for want of a listener that leads to it. */
    private static final Set<TargetHealthReasonEnum> UNUSABLE =
            Set.of(TargetHealthReasonEnum.TARGET_INVALID_STATE, TargetHealthReasonEnum.TARGET_IP_UNUSABLE);

    private final ElbCalls calls;
    private final NlbMarks marks;
    private final String vpcId;

    /** @param vpcId in which target groups are made */
    NlbReads(ElbCalls calls, NlbMarks marks, String vpcId) {
        this.calls = calls;
        this.marks = marks;
        this.vpcId = vpcId;
    }

    @Override
    public Balancer balancer(String balancer) {
        return calls.read(
                "DescribeLoadBalancers",
                elb -> elb.describeLoadBalancers(request -> request.loadBalancerArns(balancer)),
                reply -> reply.loadBalancers().stream()
                        .findFirst()
                        .map(this::balancer)
                        .orElseThrow(() -> new NetworkException(
                                Kind.INVALID, "there is no load balancer '%s'".formatted(balancer))));
    }

    private Balancer balancer(LoadBalancer one) {
        String name = one.dnsName();
        List<Balancer.Ingress> ingresses =
                name == null || name.isEmpty() ? List.of() : List.of(Balancer.Ingress.hostName(name));
        if (one.type() != LoadBalancerTypeEnum.NETWORK) {
            return new Balancer(
                    ingresses,
                    Balancer.State.UNUSABLE,
                    "it is of type '%s'; name a load balancer of type network".formatted(one.typeAsString()));
        }
        if (!vpcId.equals(one.vpcId())) {
            return new Balancer(
                    ingresses,
                    Balancer.State.UNUSABLE,
                    "it is in '%s'; name one in '%s', or change vpcId in the settings of the account"
                            .formatted(one.vpcId(), vpcId));
        }
        return inState(ingresses, Optional.ofNullable(one.state()));
    }

    private static Balancer inState(List<Balancer.Ingress> ingresses, Optional<LoadBalancerState> state) {
        return switch (state.map(LoadBalancerState::code).orElse(LoadBalancerStateEnum.UNKNOWN_TO_SDK_VERSION)) {
            case ACTIVE, ACTIVE_IMPAIRED -> Balancer.active(ingresses);
            case PROVISIONING -> new Balancer(ingresses, Balancer.State.CHANGING, "AWS is still setting it up; wait");
            case FAILED ->
                new Balancer(
                        ingresses, Balancer.State.UNUSABLE, "AWS could not set it up; delete it and make another one");
            case UNKNOWN_TO_SDK_VERSION ->
                new Balancer(
                        ingresses,
                        Balancer.State.UNUSABLE,
                        "AWS says that it is '%s'; look at it in the console"
                                .formatted(state.map(LoadBalancerState::codeAsString)
                                        .orElse("")));
        };
    }

    @Override
    public Page<Listener> listeners(String balancer, Optional<String> token) {
        return calls.read(
                "DescribeListeners",
                elb -> elb.describeListeners(request ->
                        request.loadBalancerArn(balancer).pageSize(PAGE).marker(token.orElse(null))),
                reply -> new Page<>(
                        reply.listeners().stream()
                                // Those of a gateway load balancer have no port.
                                .filter(listener -> listener.port() != null)
                                .map(NlbReads::listener)
                                .toList(),
                        next(reply.nextMarker())));
    }

    private static Optional<String> next(@Nullable String marker) {
        return Optional.ofNullable(marker).filter(text -> !text.isEmpty());
    }

    private static Listener listener(software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener listener) {
        return Listener.on(
                listener.listenerArn(),
                new Front(transport(listener.protocol()), listener.port()),
                group(listener.defaultActions()),
                Optional.empty(),
                Listener.State.RUNNING);
    }

    /** What arrives there. Of a protocol that we do not know: anything. */
    private static Transport transport(@Nullable ProtocolEnum protocol) {
        if (protocol == null) {
            return Transport.TCP_UDP;
        }
        return switch (protocol) {
            case TCP, TLS, HTTP, HTTPS -> Transport.TCP;
            case UDP, QUIC -> Transport.UDP;
            case TCP_UDP, TCP_QUIC, GENEVE, UNKNOWN_TO_SDK_VERSION -> Transport.TCP_UDP;
        };
    }

    /** Several groups share the traffic where there is no single ARN. */
    private static Optional<String> group(List<Action> actions) {
        return actions.size() == 1 && actions.get(0).type() == ActionTypeEnum.FORWARD
                ? Optional.ofNullable(actions.get(0).targetGroupArn())
                : Optional.empty();
    }

    @Override
    public Page<Group> groups(String balancer, Optional<String> token) {
        String prefix = marks.prefix(balancer);
        return calls.read(
                "DescribeTargetGroups",
                elb -> elb.describeTargetGroups(
                        request -> request.pageSize(PAGE).marker(token.orElse(null))),
                reply -> new Page<>(
                        reply.targetGroups().stream()
                                .filter(group -> group.targetGroupName().startsWith(prefix))
                                .map(group -> new Group(group.targetGroupArn(), Optional.empty()))
                                .toList(),
                        next(reply.nextMarker())));
    }

    @Override
    public Optional<List<Target>> targets(String balancer, String groupId) {
        try {
            return Optional.of(calls.read(
                    "DescribeTargetHealth",
                    elb -> elb.describeTargetHealth(request -> request.targetGroupArn(groupId)),
                    reply -> reply.targetHealthDescriptions().stream()
                            .map(NlbReads::target)
                            .toList()));
        } catch (NetworkException fault) {
            if (fault.code().equals(ElbFaults.NO_GROUP)) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    private static Target target(TargetHealthDescription described) {
        String ip = described.target().id();
        int port = described.target().port();
        return new Target(
                ip + ":" + port,
                ip,
                port,
                Optional.empty(),
                IpAddress.parse(ip).map(Occupant.Ip::new),
                state(Optional.ofNullable(described.targetHealth())));
    }

    /** By AWS's reference of TargetHealth. */
    private static Target.State state(Optional<TargetHealth> health) {
        return switch (health.map(TargetHealth::state).orElse(TargetHealthStateEnum.UNKNOWN_TO_SDK_VERSION)) {
            case INITIAL, UNKNOWN_TO_SDK_VERSION -> Target.State.STARTING;
            // Unavailable: nothing is checked.
            case HEALTHY, UNAVAILABLE -> Target.State.SERVING;
            case UNUSED ->
                health.map(TargetHealth::reason).filter(UNUSABLE::contains).isPresent()
                        ? Target.State.UNHEALTHY
                        : Target.State.SERVING;
            // One that drains for being unhealthy stays registered, and gets nothing new.
            case UNHEALTHY, UNHEALTHY_DRAINING -> Target.State.UNHEALTHY;
            case DRAINING -> Target.State.DRAINING;
        };
    }

    /** {@code CONFLICT} where one of them is gone: AWS tells no tags of the others then. */
    @Override
    public Map<String, SlotMark> marks(String balancer, Set<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        // In order, so that one history is the same each time.
        List<String> arns = ids.stream().sorted().toList();
        return calls.read("DescribeTags", elb -> elb.describeTags(request -> request.resourceArns(arns)), reply -> {
            SortedMap<String, SlotMark> ours = new TreeMap<>();
            reply.tagDescriptions()
                    .forEach(one -> marks.mark(one.tags()).ifPresent(mark -> ours.put(one.resourceArn(), mark)));
            return Collections.unmodifiableSortedMap(ours);
        });
    }
}
