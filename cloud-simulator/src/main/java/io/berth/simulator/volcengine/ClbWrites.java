package io.berth.simulator.volcengine;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the changes do. Each gives the new estate and the answer, or is refused and changes nothing. */
final class ClbWrites {
    record Done(Estate estate, ObjectNode result) {}

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int SERVERS_AT_ONCE = 20;

    private final VolcengineRules rules;
    private final Function<String, String> newId;

    /** @param newId of the prefix that it begins with */
    ClbWrites(VolcengineRules rules, Function<String, String> newId) {
        this.rules = requireNonNull(rules, "rules is null");
        this.newId = requireNonNull(newId, "newId is null");
    }

    Done createGroup(Estate estate, Query query, long now) {
        Clb balancer = balancer(estate, query);
        String type = query.oneOf("Type", List.of("instance", "ip"), "instance");
        query.oneOf("AddressIpVersion", List.of("ipv4", "ipv6"), "ipv4");
        query.description("Description");
        String name = query.name("ServerGroupName", "rsp");
        Map<String, String> tags = query.tags();
        List<Backend> servers = servers(estate, query, type, now);
        checkChangeable(balancer, now);
        if (balancer.groups().size() >= rules.groupsPerBalancer()) {
            throw Refusal.quota("ServerGroup", rules.groupsPerBalancer());
        }
        String id = newId.apply("rsp-");
        return done(
                estate,
                balancer.with(new ServerGroup(id, name, type, tags, servers)),
                now,
                JSON.objectNode().put("ServerGroupId", id));
    }

    Done addServers(Estate estate, Query query, long now) {
        String id = query.required("ServerGroupId");
        Clb balancer = estate.ownerOfGroup(id).orElseThrow(() -> Refusal.notFound("InvalidServerGroup", id));
        ServerGroup group = requireNonNull(balancer.groups().get(id));
        List<Backend> servers = servers(estate, query, group.type(), now);
        if (servers.isEmpty()) {
            throw Refusal.missing("Servers");
        }
        checkChangeable(balancer, now);
        for (Backend server : servers) {
            if (group.backends().stream().anyMatch(server::isSamePlace)) {
                throw Refusal.wrong("InvalidServer.Duplicate", "The server is in the group already.");
            }
        }
        ObjectNode result = JSON.objectNode();
        ArrayNode ids = result.putArray("ServerIds");
        servers.forEach(server -> ids.add(server.id()));
        return done(estate, balancer.with(group.with(servers)), now, result);
    }

    private static List<String> serverIds(Query query) {
        List<String> ids = query.list("ServerIds", SERVERS_AT_ONCE);
        if (ids.isEmpty()) {
            throw Refusal.missing("ServerIds");
        }
        return ids;
    }

    Done removeServers(Estate estate, Query query, long now) {
        String id = query.required("ServerGroupId");
        List<String> ids = serverIds(query);
        Clb balancer = estate.ownerOfGroup(id).orElseThrow(() -> Refusal.notFound("InvalidServerGroup", id));
        ServerGroup group = requireNonNull(balancer.groups().get(id));
        checkChangeable(balancer, now);
        List<String> there = group.backends().stream().map(Backend::id).toList();
        if (!there.containsAll(ids)) {
            throw Refusal.wrong("InvalidServerGroup.ServerMismatch", "Not all servers are in the group.");
        }
        return done(estate, balancer.with(group.without(ids)), now, JSON.objectNode());
    }

    Done createListener(Estate estate, Query query, long now) {
        Clb balancer = balancer(estate, query);
        ClbListener listener = ListenerRequest.read(
                query, newId.apply("lsn-"), now + rules.lock().toNanos());
        if (!balancer.groups().containsKey(listener.groupId())) {
            throw Refusal.notFound("InvalidServerGroup", listener.groupId());
        }
        checkChangeable(balancer, now);
        if (balancer.listeners().values().stream().anyMatch(listener::overlaps)) {
            throw Refusal.wrong(
                    "InvalidListener.Duplicate",
                    "Another listener of the load balancer takes port %d.".formatted(listener.first()));
        }
        if (balancer.listeners().size() >= rules.listenersPerBalancer()) {
            throw Refusal.quota("Listener", rules.listenersPerBalancer());
        }
        return done(estate, balancer.with(listener), now, JSON.objectNode().put("ListenerId", listener.id()));
    }

    Done deleteListener(Estate estate, Query query, long now) {
        String id = query.required("ListenerId");
        Clb balancer = estate.ownerOfListener(id).orElseThrow(() -> Refusal.notFound("InvalidListener", id));
        checkChangeable(balancer, now);
        ClbListener listener = requireNonNull(balancer.listeners().get(id));
        return done(estate, balancer.with(listener.deleted(now + rules.lock().toNanos())), now, JSON.objectNode());
    }

    Done deleteGroup(Estate estate, Query query, long now) {
        String id = query.required("ServerGroupId");
        Clb balancer = estate.ownerOfGroup(id).orElseThrow(() -> Refusal.notFound("InvalidServerGroup", id));
        checkChangeable(balancer, now);
        if (balancer.listeners().values().stream()
                .anyMatch(listener -> listener.groupId().equals(id))) {
            throw Refusal.wrong("InvalidServerGroupListener.InUse", "The server group is used by a listener.");
        }
        return done(estate, balancer.withoutGroup(id), now, JSON.objectNode());
    }

    private static Clb balancer(Estate estate, Query query) {
        String id = query.required("LoadBalancerId");
        Clb balancer = estate.balancers().get(id);
        if (balancer == null) {
            throw Refusal.notFound("InvalidLoadBalancer", id);
        }
        return balancer;
    }

    private static void checkChangeable(Clb balancer, long now) {
        if (balancer.serviceManaged()) {
            // The vendor's own spelling.
            throw new Refusal(
                    403, 0, "InvalidResourceType.ServcieManaged", "The resource is managed by another service.");
        }
        String status = balancer.status(now);
        boolean open = status.equals("Active") || status.equals("Inactive");
        if (!open || balancer.isLocked(now) || !balancer.lockReason().isEmpty()) {
            throw Refusal.wrong(
                    "InvalidLoadBalancer.InvalidStatus",
                    "The load balancer %s is in the status %s.".formatted(balancer.id(), status));
        }
    }

    /** Any change keeps the whole balancer busy. */
    private Done done(Estate estate, Clb balancer, long now, ObjectNode result) {
        return new Done(estate.with(balancer.locked(now + rules.lock().toNanos())), result);
    }

    private List<Backend> servers(Estate estate, Query query, String groupType, long now) {
        List<String> allowed = groupType.equals("ip") ? List.of("ip") : List.of("ecs", "eni");
        List<Backend> servers = new ArrayList<>();
        for (Query server : query.structs("Servers", SERVERS_AT_ONCE)) {
            String type = server.oneOf("Type", allowed);
            String instance = server.required("InstanceId");
            String ip =
                    type.equals("ip") ? instance : server.text("Ip").orElseGet(() -> primaryIp(estate, type, instance));
            if (type.equals("eni")) {
                checkInterface(estate, instance, ip);
            }
            Backend backend = new Backend(
                    newId.apply("rs-"),
                    type,
                    instance,
                    ip,
                    server.number("Port", 1, 65_535),
                    server.number("Weight", 0, 100, 100),
                    server.description("Description"),
                    now);
            if (servers.stream().anyMatch(backend::isSamePlace)) {
                throw Refusal.wrong("InvalidServer.Duplicate", "A server comes twice.");
            }
            servers.add(backend);
        }
        return servers;
    }

    private static String primaryIp(Estate estate, String type, String instance) {
        Eni eni = type.equals("eni") ? estate.interfaces().get(instance) : null;
        if (eni == null || eni.ips().isEmpty()) {
            throw Refusal.notFound("InvalidInstance", instance);
        }
        return eni.ips().get(0);
    }

    private static void checkInterface(Estate estate, String id, String ip) {
        Eni eni = estate.interfaces().get(id);
        if (eni == null) {
            throw Refusal.notFound("InvalidInstance", id);
        }
        if (!eni.ips().contains(ip)) {
            throw Refusal.wrong("InvalidInstance.IpMismatch", "The network interface does not have this IP.");
        }
    }
}
