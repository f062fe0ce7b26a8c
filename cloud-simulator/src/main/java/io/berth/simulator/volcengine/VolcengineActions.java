package io.berth.simulator.volcengine;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.simulator.VendorRequest;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be asked for, and with which parameters. */
final class VolcengineActions {
    @FunctionalInterface
    interface Read {
        ObjectNode run(ClbReads.View view, Query query);
    }

    @FunctionalInterface
    interface Write {
        ClbWrites.Done run(Estate estate, Query query, long now);
    }

    /**
     * @param parameters their names; what is none of them is refused, so that no misspelt one passes unseen
     * @param late whether it may show the past
     */
    record Action(String service, Pattern parameters, boolean late, Optional<Read> read, Optional<Write> write) {}

    private static final String VERSION = "2020-04-01";
    private static final String PAGE = "|PageNumber|PageSize";
    private static final String TAGS = "|Tags\\.[0-9]+\\.(Key|Value)";
    private static final String SERVERS = "|Servers\\.[0-9]+\\.(Type|InstanceId|Ip|Port|Weight|Description)";

    private final Map<String, Action> actions;

    VolcengineActions(ClbReads reads, ClbWrites writes) {
        actions = Map.ofEntries(
                entry("DescribeLoadBalancerAttributes", read("LoadBalancerId", ClbReads::balancer)),
                entry("DescribeListenerAttributes", read("ListenerId", ClbReads::listener)),
                entry("DescribeServerGroupAttributes", read("ServerGroupId", ClbReads::group)),
                entry("DescribeListenerHealth", read("ListenerId" + PAGE, reads::health)),
                entry(
                        "DescribeListeners",
                        list("clb", "LoadBalancerId|ListenerIds\\.[0-9]+|Protocol" + PAGE, ClbReads::listeners)),
                entry(
                        "DescribeServerGroups",
                        list("clb", "LoadBalancerId|ServerGroupIds\\.[0-9]+" + PAGE, ClbReads::groups)),
                entry(
                        "DescribeNetworkInterfaces",
                        list(
                                "vpc",
                                "NetworkInterfaceIds\\.[0-9]+|PrivateIpAddresses\\.[0-9]+|VpcId|ProjectName" + PAGE,
                                ClbReads::interfaces)),
                entry(
                        "CreateServerGroup",
                        write(
                                "LoadBalancerId|ServerGroupName|Description|Type|AddressIpVersion" + SERVERS + TAGS,
                                writes::createGroup)),
                entry("AddServerGroupBackendServers", write("ServerGroupId" + SERVERS, writes::addServers)),
                entry(
                        "RemoveServerGroupBackendServers",
                        write("ServerGroupId|ServerIds\\.[0-9]+", writes::removeServers)),
                entry("DeleteServerGroup", write("ServerGroupId", writes::deleteGroup)),
                entry(
                        "CreateListener",
                        write(
                                "LoadBalancerId|ListenerName|Description|Protocol|Port|StartPort|EndPort|ServerGroupId"
                                        + "|Enabled|Scheduler|EstablishedTimeout|ConnectionDrainEnabled"
                                        + "|ConnectionDrainTimeout|HealthCheck\\.(Enabled|Interval|Timeout|Port"
                                        + "|HealthyThreshold|UnhealthyThreshold|UdpRequest|UdpExpect|Domain|Method|URI"
                                        + "|HttpCode)" + TAGS,
                                writes::createListener)),
                entry("DeleteListener", write("ListenerId", writes::deleteListener)));
    }

    private static Action read(String parameters, Read read) {
        return new Action("clb", Pattern.compile(parameters), false, Optional.of(read), Optional.empty());
    }

    private static Action list(String service, String parameters, Read read) {
        return new Action(service, Pattern.compile(parameters), true, Optional.of(read), Optional.empty());
    }

    private static Action write(String parameters, Write write) {
        return new Action("clb", Pattern.compile(parameters), false, Optional.empty(), Optional.of(write));
    }

    Action of(VendorRequest request, String service) {
        String name = request.parameter("Action").orElse("");
        Action action = actions.get(name);
        if (action == null
                || !action.service().equals(service)
                || !request.parameter("Version").equals(Optional.of(VERSION))
                || !request.method().equals("GET")) {
            throw new Refusal(
                    404,
                    100_008,
                    "InvalidActionOrVersion",
                    "Could not find operation %s for version %s of %s."
                            .formatted(name, request.parameter("Version").orElse(""), service));
        }
        for (String given : request.query().keySet().stream().sorted().toList()) {
            boolean known = given.equals("Action")
                    || given.equals("Version")
                    || action.parameters().matcher(given).matches();
            if (!known) {
                throw Refusal.parameter(given, "of " + name);
            }
        }
        return action;
    }
}
