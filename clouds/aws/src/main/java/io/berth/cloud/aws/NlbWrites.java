package io.berth.cloud.aws;

import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.HealthCheck;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.TargetDraft;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Duration;
import java.util.function.Function;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Writes to network load balancers. All of them may be repeated: AWS makes nothing twice. */
final class NlbWrites implements LoadBalancerWrites {
    private final ElbCalls calls;
    private final NlbMarks marks;
    private final String vpcId;

    NlbWrites(ElbCalls calls, NlbMarks marks, String vpcId) {
        this.calls = calls;
        this.marks = marks;
        this.vpcId = vpcId;
    }

    /** Returns the id of the group that is there, where there is one. */
    @Override
    public String createGroup(String balancer, GroupDraft draft) {
        CreateTargetGroupRequest.Builder request = CreateTargetGroupRequest.builder()
                .name(marks.name(balancer, draft.mark()))
                .targetType(TargetTypeEnum.IP)
                .protocol(protocol(draft.front().transport()))
                .port(draft.front().number())
                .vpcId(vpcId)
                .tags(marks.tags(draft.mark()));
        draft.shape().healthCheck().ifPresent(check -> check(request, check));
        return calls.write(
                "CreateTargetGroup",
                elb -> elb.createTargetGroup(request.build()),
                reply -> reply.targetGroups().get(0).targetGroupArn());
    }

    private static void check(CreateTargetGroupRequest.Builder request, HealthCheck check) {
        request.healthCheckProtocol(check.kind() == HealthCheck.Kind.HTTP ? ProtocolEnum.HTTP : ProtocolEnum.TCP)
                .healthCheckIntervalSeconds(seconds(check.interval()))
                .healthCheckTimeoutSeconds(seconds(check.timeout()))
                .healthyThresholdCount(check.healthyThreshold())
                .unhealthyThresholdCount(check.unhealthyThreshold());
        check.port().ifPresent(port -> request.healthCheckPort(String.valueOf(port)));
        check.http().ifPresent(http -> request.healthCheckPath(http.path()));
    }

    private static int seconds(Duration value) {
        return Math.toIntExact(value.toSeconds());
    }

    private static ProtocolEnum protocol(Transport transport) {
        return switch (transport) {
            case TCP -> ProtocolEnum.TCP;
            case UDP -> ProtocolEnum.UDP;
            case TCP_UDP -> ProtocolEnum.TCP_UDP;
        };
    }

    @Override
    public String createListener(String balancer, ListenerDraft draft) {
        CreateListenerRequest request = CreateListenerRequest.builder()
                .loadBalancerArn(balancer)
                .protocol(protocol(draft.front().transport()))
                .port(draft.front().number())
                .defaultActions(Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .targetGroupArn(draft.groupId())
                        .build())
                .tags(marks.tags(draft.mark()))
                .build();
        return calls.write(
                "CreateListener",
                elb -> elb.createListener(request),
                reply -> reply.listeners().get(0).listenerArn());
    }

    @Override
    public void addTarget(String balancer, String groupId, TargetDraft target) {
        calls.write(
                "RegisterTargets",
                elb -> elb.registerTargets(
                        request -> request.targetGroupArn(groupId).targets(place(target.ip(), target.port()))),
                Function.identity());
    }

    /** It drains first. One that is not there is removed well. */
    @Override
    public void removeTarget(String balancer, String groupId, Target target) {
        calls.write(
                "DeregisterTargets",
                elb -> elb.deregisterTargets(
                        request -> request.targetGroupArn(groupId).targets(place(target.ip(), target.port()))),
                Function.identity());
    }

    private static TargetDescription place(String ip, int port) {
        return TargetDescription.builder().id(ip).port(port).build();
    }

    @Override
    public void deleteListener(String balancer, Listener listener) {
        calls.write(
                "DeleteListener",
                elb -> elb.deleteListener(request -> request.listenerArn(listener.id())),
                Function.identity());
    }

    /** One that is not there is deleted well. */
    @Override
    public void deleteGroup(String balancer, String groupId) {
        calls.write(
                "DeleteTargetGroup",
                elb -> elb.deleteTargetGroup(request -> request.targetGroupArn(groupId)),
                Function.identity());
    }
}
