package io.berth.cloud.volcengine;

import static java.util.Objects.requireNonNull;

import io.berth.cloud.volcengine.VolcengineSettings.GroupType;
import io.berth.spi.NetworkException;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.TargetDraft;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.util.Optional;

/** The changes of a CLB. None has a token, so that one which was not answered must be looked for. */
final class ClbWrites implements LoadBalancerWrites {
    private static final int WEIGHT = 100;

    private final OpenApi api;
    private final ClbMarks marks;
    private final GroupType groupType;

    ClbWrites(OpenApi api, ClbMarks marks, GroupType groupType) {
        this.api = requireNonNull(api, "api is null");
        this.marks = requireNonNull(marks, "marks is null");
        this.groupType = requireNonNull(groupType, "groupType is null");
    }

    @Override
    public String createGroup(String balancer, GroupDraft draft) {
        Parameters parameters = Parameters.of("LoadBalancerId", balancer)
                .with("ServerGroupName", ClbMarks.name(draft.front()))
                .with("Type", groupType.spelling());
        draft.target().ifPresent(target -> addServer(parameters, target));
        return made("CreateServerGroup", parameters.withTags(marks.tags(draft.mark())), "ServerGroupId");
    }

    @Override
    public String createListener(String balancer, ListenerDraft draft) {
        if (draft.front().transport() == Transport.TCP_UDP) {
            throw new NetworkException(
                    NetworkException.Kind.INVALID, "a listener of Volcengine takes TCP or UDP, not both");
        }
        Parameters parameters = Parameters.of("LoadBalancerId", balancer)
                .with("ListenerName", ClbMarks.name(draft.front()))
                .with("Protocol", draft.front().transport().name())
                .with("Port", draft.front().number())
                .with("ServerGroupId", draft.groupId())
                .with("Enabled", "on");
        ClbShapes.add(parameters, draft.shape());
        return made("CreateListener", parameters.withTags(marks.tags(draft.mark())), "ListenerId");
    }

    private String made(String action, Parameters parameters, String id) {
        return api.change(action, parameters)
                .text(id)
                .orElseThrow(() -> new NetworkException(
                        NetworkException.Kind.OUTCOME_UNKNOWN, "the answer to clb:%s has no %s".formatted(action, id)));
    }

    @Override
    public void addTarget(String balancer, String groupId, TargetDraft target) {
        api.change("AddServerGroupBackendServers", addServer(Parameters.of("ServerGroupId", groupId), target));
    }

    private Parameters addServer(Parameters parameters, TargetDraft target) {
        boolean byIp = groupType == GroupType.IP;
        Optional<String> instance = byIp ? Optional.of(target.ip()) : target.interfaceId();
        return parameters
                .with("Servers.1.Type", byIp ? "ip" : "eni")
                .with(
                        "Servers.1.InstanceId",
                        instance.orElseThrow(() -> new NetworkException(
                                NetworkException.Kind.INVALID,
                                "no network interface of Volcengine is known for " + target.ip())))
                .with("Servers.1.Ip", target.ip())
                .with("Servers.1.Port", target.port())
                .with("Servers.1.Weight", WEIGHT)
                .with("Servers.1.Description", marks.description(target.uid()));
    }

    @Override
    public void removeTarget(String balancer, String groupId, Target target) {
        api.change(
                "RemoveServerGroupBackendServers",
                Parameters.of("ServerGroupId", groupId).with("ServerIds.1", target.id()));
    }

    @Override
    public void deleteListener(String balancer, Listener listener) {
        api.change("DeleteListener", Parameters.of("ListenerId", listener.id()));
    }

    @Override
    public void deleteGroup(String balancer, String groupId) {
        api.change("DeleteServerGroup", Parameters.of("ServerGroupId", groupId));
    }
}
