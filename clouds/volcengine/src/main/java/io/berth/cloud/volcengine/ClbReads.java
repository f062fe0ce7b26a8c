package io.berth.cloud.volcengine;

import static java.util.Objects.requireNonNull;

import io.berth.cloud.volcengine.VolcengineSettings.GroupType;
import io.berth.spi.NetworkException;
import io.berth.spi.cloud.loadbalancer.Balancer;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.Group;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be seen of a CLB. */
final class ClbReads implements LoadBalancerReads {
    private static final int LAST_PORT = 65_535;

    private final OpenApi api;
    private final ClbMarks marks;
    private final VolcengineSettings.Scope scope;
    private final GroupType groupType;

    ClbReads(OpenApi api, ClbMarks marks, VolcengineSettings.Scope scope, GroupType groupType) {
        this.api = requireNonNull(api, "api is null");
        this.marks = requireNonNull(marks, "marks is null");
        this.scope = requireNonNull(scope, "scope is null");
        this.groupType = requireNonNull(groupType, "groupType is null");
    }

    @Override
    public Balancer balancer(String balancer) {
        Reply reply = api.find("DescribeLoadBalancerAttributes", Parameters.of("LoadBalancerId", balancer))
                .orElseThrow(() -> new NetworkException(
                        NetworkException.Kind.INVALID,
                        "there is no load balancer %s in this region of the account; name one that there is"
                                .formatted(balancer)));
        checkIsAbout("LoadBalancerId", balancer, reply);
        List<Balancer.Ingress> ingresses =
                addresses(reply).stream().map(Balancer.Ingress::ip).toList();
        BalancerStatus status = BalancerStatus.of(reply);
        return new Balancer(ingresses, status.state(), status.detail());
    }

    private static void checkIsAbout(String field, String id, Reply reply) {
        if (!reply.textOrEmpty(field).equals(id)) {
            throw new NetworkException(
                    NetworkException.Kind.UNAVAILABLE, "the answer is not about %s, which was asked for".formatted(id));
        }
    }

    /** The public ones first. */
    private static Set<String> addresses(Reply reply) {
        Set<String> addresses = new LinkedHashSet<>();
        reply.text("EipAddress").ifPresent(addresses::add);
        reply.objects("EniAddresses").forEach(one -> one.text("EipAddress").ifPresent(addresses::add));
        reply.text("EniAddress").ifPresent(addresses::add);
        reply.objects("EniAddresses").forEach(one -> one.text("EniAddress").ifPresent(addresses::add));
        return addresses;
    }

    @Override
    public Page<Listener> listeners(String balancer, Optional<String> token) {
        NumberedPage page = NumberedPage.of(token);
        Reply reply = api.read("DescribeListeners", page.add(Parameters.of("LoadBalancerId", balancer)));
        return page.page(
                reply, reply.objects("Listeners").stream().map(this::listener).toList(), Listener::id);
    }

    private Listener listener(Reply reply) {
        int port = reply.number("Port", 0);
        // Port 0 stands for a range, and without one for all ports.
        int first = within(port > 0 ? port : reply.number("StartPort", 0), 1);
        int last = within(port > 0 ? port : reply.number("EndPort", 0), LAST_PORT);
        return new Listener(
                reply.textOrEmpty("ListenerId"),
                new Front(transport(reply.textOrEmpty("Protocol")), first),
                Math.max(first, last),
                reply.text("ServerGroupId"),
                marks.mark(reply.tags()),
                state(reply));
    }

    private static int within(int port, int otherwise) {
        return port >= 1 && port <= LAST_PORT ? port : otherwise;
    }

    private static Transport transport(String protocol) {
        return switch (protocol) {
            case "UDP" -> Transport.UDP;
            case "TCP", "HTTP", "HTTPS" -> Transport.TCP;
            // One that came later: whatever it takes, nothing of ours is put on its port.
            default -> Transport.TCP_UDP;
        };
    }

    private static Listener.State state(Reply reply) {
        return switch (reply.textOrEmpty("Status")) {
            case "Active" ->
                reply.textOrEmpty("Enabled").equals("off") ? Listener.State.STOPPED : Listener.State.RUNNING;
            case "Disabled" -> Listener.State.STOPPED;
            default -> Listener.State.CHANGING;
        };
    }

    @Override
    public Page<Group> groups(String balancer, Optional<String> token) {
        NumberedPage page = NumberedPage.of(token);
        Reply reply = api.read("DescribeServerGroups", page.add(Parameters.of("LoadBalancerId", balancer)));
        return page.page(
                reply,
                reply.objects("ServerGroups").stream()
                        .map(group -> new Group(group.textOrEmpty("ServerGroupId"), marks.mark(group.tags())))
                        .toList(),
                Group::id);
    }

    @Override
    public Optional<List<Target>> targets(String balancer, String groupId) {
        Optional<Reply> found = api.find("DescribeServerGroupAttributes", Parameters.of("ServerGroupId", groupId));
        found.ifPresent(reply -> checkIsAbout("ServerGroupId", groupId, reply));
        return found.filter(reply ->
                        reply.text("LoadBalancerId").map(balancer::equals).orElse(true))
                .map(reply ->
                        reply.objects("Servers").stream().map(this::target).toList());
    }

    private Target target(Reply server) {
        boolean byName = List.of("eni", "ip").contains(server.textOrEmpty("Type"));
        return new Target(
                server.textOrEmpty("ServerId"),
                server.text("Ip").orElse(server.textOrEmpty("InstanceId")),
                server.number("Port", 0),
                byName ? server.text("InstanceId") : Optional.empty(),
                marks.occupant(server.textOrEmpty("Description")),
                // A weight of 0 is somebody's way to keep traffic off.
                server.number("Weight", 1) > 0 ? Target.State.SERVING : Target.State.UNHEALTHY);
    }

    /** An IP that several interfaces have, in several VPCs, is left out: which one is meant only the setting can say. */
    @Override
    public Map<String, String> interfaces(String balancer, Set<String> ips) {
        if (groupType == GroupType.IP) {
            Map<String, String> themselves = new LinkedHashMap<>();
            ips.forEach(ip -> themselves.put(ip, ip));
            return themselves;
        }
        Parameters parameters = new Parameters()
                .withEach("PrivateIpAddresses", ips.stream().sorted().toList())
                .with("PageSize", VolcengineCloudFactory.INTERFACES_AT_ONCE);
        scope.vpcId().ifPresent(vpc -> parameters.with("VpcId", vpc));
        scope.projectName().ifPresent(project -> parameters.with("ProjectName", project));
        Map<String, String> found = new LinkedHashMap<>();
        Set<String> twice = new HashSet<>();
        for (Reply eni : api.readVpc("DescribeNetworkInterfaces", parameters).objects("NetworkInterfaceSets")) {
            for (Reply ip : eni.object("PrivateIpSets").objects("PrivateIpSet")) {
                String address = ip.textOrEmpty("PrivateIpAddress");
                if (ips.contains(address) && found.put(address, eni.textOrEmpty("NetworkInterfaceId")) != null) {
                    twice.add(address);
                }
            }
        }
        found.keySet().removeAll(twice);
        return found;
    }

    @Override
    public Map<String, Target.State> health(String balancer, Listener listener) {
        Optional<Reply> reply = api.find(
                "DescribeListenerHealth",
                Parameters.of("ListenerId", listener.id()).with("PageSize", NumberedPage.SIZE));
        Map<String, Target.State> health = new LinkedHashMap<>();
        reply.stream()
                .flatMap(found -> found.objects("Results").stream())
                .forEach(result -> health.put(
                        result.textOrEmpty("ServerId"),
                        switch (result.textOrEmpty("Status")) {
                            case "Up" -> Target.State.SERVING;
                            case "Down" -> Target.State.UNHEALTHY;
                            default -> Target.State.STARTING;
                        }));
        return health;
    }
}
