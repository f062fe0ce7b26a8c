package io.berth.simulator.volcengine;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The answers to those who only ask. */
final class ClbReads {
    /** What there is to see, and when. */
    record View(Estate estate, long now) {}

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Set<String> unwell;

    /** @param unwell the IPs that fail their checks although they are there */
    ClbReads(Set<String> unwell) {
        this.unwell = requireNonNull(unwell, "unwell is null");
    }

    static ObjectNode balancer(View view, Query query) {
        Clb balancer = balancer(view.estate(), query.required("LoadBalancerId"));
        ObjectNode result = JSON.objectNode()
                .put("LoadBalancerId", balancer.id())
                .put("LoadBalancerName", balancer.id())
                .put("Type", balancer.eip().isEmpty() ? "private" : "public")
                .put("Status", balancer.status(view.now()))
                .put("BusinessStatus", balancer.lockReason().isEmpty() ? "Normal" : "FinancialLocked")
                .put("LockReason", balancer.lockReason())
                .put("EipAddress", balancer.eip())
                .put("EniAddress", balancer.eniAddresses().stream().findFirst().orElse(""))
                .put("ModificationProtectionStatus", "NonProtection")
                .put("ServiceManaged", balancer.serviceManaged());
        ArrayNode addresses = result.putArray("EniAddresses");
        balancer.eniAddresses().forEach(address -> addresses.addObject().put("EniAddress", address));
        ArrayNode listeners = result.putArray("Listeners");
        balancer.listeners()
                .values()
                .forEach(listener ->
                        listeners.addObject().put("ListenerId", listener.id()).put("ListenerName", listener.name()));
        ArrayNode groups = result.putArray("ServerGroups");
        balancer.groups()
                .values()
                .forEach(group ->
                        groups.addObject().put("ServerGroupId", group.id()).put("ServerGroupName", group.name()));
        return result;
    }

    static ObjectNode listeners(View view, Query query) {
        Clb balancer = balancer(view.estate(), query.required("LoadBalancerId"));
        List<String> ids = query.list("ListenerIds", 100);
        Predicate<ClbListener> wanted = listener -> (ids.isEmpty() || ids.contains(listener.id()))
                && query.text("Protocol").map(listener.protocol()::equals).orElse(true);
        return page(
                query,
                "Listeners",
                balancer.listeners().values().stream().filter(wanted).toList(),
                listener -> listener(balancer, listener, view.now()));
    }

    static ObjectNode listener(View view, Query query) {
        String id = query.required("ListenerId");
        Clb balancer = view.estate().ownerOfListener(id).orElseThrow(() -> Refusal.notFound("InvalidListener", id));
        return listener(balancer, requireNonNull(balancer.listeners().get(id)), view.now());
    }

    static ObjectNode groups(View view, Query query) {
        Clb balancer = balancer(view.estate(), query.required("LoadBalancerId"));
        List<String> ids = query.list("ServerGroupIds", 100);
        List<ServerGroup> wanted = balancer.groups().values().stream()
                .filter(group -> ids.isEmpty() || ids.contains(group.id()))
                .toList();
        // No LoadBalancerId: only the read of one group has it.
        return page(query, "ServerGroups", wanted, ClbReads::group);
    }

    static ObjectNode group(View view, Query query) {
        String id = query.required("ServerGroupId");
        Clb balancer = view.estate().ownerOfGroup(id).orElseThrow(() -> Refusal.notFound("InvalidServerGroup", id));
        ServerGroup group = requireNonNull(balancer.groups().get(id));
        ObjectNode result = group(group).put("LoadBalancerId", balancer.id());
        ArrayNode servers = result.putArray("Servers");
        group.backends()
                .forEach(backend -> servers.addObject()
                        .put("ServerId", backend.id())
                        .put("InstanceId", backend.instanceId())
                        .put("Type", backend.type())
                        .put("Ip", backend.ip())
                        .put("Port", backend.port())
                        .put("Weight", backend.weight())
                        .put("Description", backend.description()));
        ArrayNode listeners = result.putArray("Listeners");
        balancer.listeners().values().stream()
                .filter(listener -> listener.groupId().equals(id))
                .forEach(listener -> listeners.add(listener.id()));
        return result;
    }

    /** A server is told of once its first check is over. */
    ObjectNode health(View view, Query query) {
        String id = query.required("ListenerId");
        Clb balancer = view.estate().ownerOfListener(id).orElseThrow(() -> Refusal.notFound("InvalidListener", id));
        ClbListener listener = requireNonNull(balancer.listeners().get(id));
        boolean checks = "on".equals(listener.settings().get("HealthCheck.Enabled"));
        long interval = Long.parseLong(listener.settings().getOrDefault("HealthCheck.Interval", "2"));
        List<Backend> known = balancer.groups().containsKey(listener.groupId())
                ? requireNonNull(balancer.groups().get(listener.groupId())).backends().stream()
                        .filter(backend -> !checks || backend.addedAt() + interval * 1_000_000_000L - view.now() <= 0)
                        .toList()
                : List.of();
        Predicate<Backend> isUp = backend -> !checks
                || (!unwell.contains(backend.ip())
                        && (!backend.type().equals("eni") || view.estate().hasIp(backend.ip())));
        return page(
                        query,
                        "Results",
                        known,
                        backend -> JSON.objectNode()
                                .put("ServerId", backend.id())
                                .put("InstanceId", backend.instanceId())
                                .put("Type", backend.type())
                                .put("Ip", backend.ip())
                                .put("Port", backend.port())
                                .put("ServerGroupId", listener.groupId())
                                .put("RuleNumber", 0)
                                .put("Status", isUp.test(backend) ? "Up" : "Down"))
                .put("Status", known.stream().allMatch(isUp) ? "Active" : "Error")
                .put("UnHealthyCount", known.stream().filter(isUp.negate()).count());
    }

    static ObjectNode interfaces(View view, Query query) {
        List<String> ids = query.list("NetworkInterfaceIds", 100);
        List<String> ips = query.list("PrivateIpAddresses", 100);
        Predicate<Eni> wanted = eni -> (ids.isEmpty() || ids.contains(eni.id()))
                && (ips.isEmpty() || eni.ips().stream().anyMatch(ips::contains))
                && query.text("VpcId").map(eni.vpcId()::equals).orElse(true);
        return page(
                query,
                "NetworkInterfaceSets",
                view.estate().interfaces().values().stream().filter(wanted).toList(),
                ClbReads::eni);
    }

    private static Clb balancer(Estate estate, String id) {
        Clb balancer = estate.balancers().get(id);
        if (balancer == null) {
            throw Refusal.notFound("InvalidLoadBalancer", id);
        }
        return balancer;
    }

    /** The newest first, so that what is made or deleted between two pages moves the rest. */
    private static <T> ObjectNode page(Query query, String name, List<T> all, Function<T, ObjectNode> shown) {
        int number = query.number("PageNumber", 1, Integer.MAX_VALUE, 1);
        int size = query.number("PageSize", 1, 100, 10);
        List<T> newestFirst = new ArrayList<>(all);
        Collections.reverse(newestFirst);
        ObjectNode result = JSON.objectNode()
                .put("TotalCount", all.size())
                .put("PageNumber", number)
                .put("PageSize", size);
        ArrayNode items = result.putArray(name);
        newestFirst.stream().skip((number - 1L) * size).limit(size).map(shown).forEach(items::add);
        return result;
    }

    private static ObjectNode listener(Clb balancer, ClbListener listener, long now) {
        ObjectNode shown = JSON.objectNode()
                .put("ListenerId", listener.id())
                .put("ListenerName", listener.name())
                .put("LoadBalancerId", balancer.id())
                .put("Protocol", listener.protocol())
                .put("Port", listener.port())
                .put("StartPort", listener.startPort())
                .put("EndPort", listener.endPort())
                .put("ServerGroupId", listener.groupId())
                .put("Status", listener.status(now))
                .put("Enabled", listener.enabled() ? "on" : "off")
                .put("Description", listener.settings().getOrDefault("Description", ""));
        ObjectNode check = shown.putObject("HealthCheck");
        check.put("Enabled", listener.settings().getOrDefault("HealthCheck.Enabled", "on"));
        tags(shown, listener.tags());
        return shown;
    }

    private static ObjectNode group(ServerGroup group) {
        ObjectNode shown = JSON.objectNode()
                .put("ServerGroupId", group.id())
                .put("ServerGroupName", group.name())
                .put("Type", group.type());
        tags(shown, group.tags());
        return shown;
    }

    private static void tags(ObjectNode shown, Map<String, String> tags) {
        ArrayNode list = shown.putArray("Tags");
        tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
    }

    private static ObjectNode eni(Eni eni) {
        ObjectNode shown = JSON.objectNode()
                .put("NetworkInterfaceId", eni.id())
                .put("VpcId", eni.vpcId())
                .put("Type", "secondary")
                .put("Status", "InUse")
                .put("PrimaryIpAddress", eni.ips().stream().findFirst().orElse(""));
        ArrayNode ips = shown.putObject("PrivateIpSets").putArray("PrivateIpSet");
        for (int i = 0; i < eni.ips().size(); i++) {
            ips.addObject().put("PrivateIpAddress", eni.ips().get(i)).put("Primary", i == 0);
        }
        return shown;
    }
}
