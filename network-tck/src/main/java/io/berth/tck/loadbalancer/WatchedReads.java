package io.berth.tck.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.berth.spi.cloud.loadbalancer.Balancer;
import io.berth.spi.cloud.loadbalancer.Group;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Remembers what the last lists of each balancer have shown. */
final class WatchedReads implements LoadBalancerReads {
    private final LoadBalancerReads port;
    private final Map<String, Set<String>> listeners = new TreeMap<>();
    private final Map<String, Set<String>> groups = new TreeMap<>();
    private final Map<String, Set<String>> targets = new TreeMap<>();

    WatchedReads(LoadBalancerReads port) {
        this.port = requireNonNull(port, "port is null");
    }

    boolean hasShownListener(String balancer, String id) {
        return listeners.getOrDefault(balancer, Set.of()).contains(id);
    }

    boolean hasShownGroup(String balancer, String id) {
        return groups.getOrDefault(balancer, Set.of()).contains(id);
    }

    /** Or the group was not read. */
    boolean hasShownTarget(String balancer, String groupId, String ip) {
        Set<String> shown = targets.get(balancer + "/" + groupId);
        return shown == null || shown.contains(ip);
    }

    @Override
    public Balancer balancer(String balancer) {
        return port.balancer(balancer);
    }

    @Override
    public Page<Listener> listeners(String balancer, Optional<String> token) {
        Page<Listener> page = port.listeners(balancer, token);
        remember(listeners, balancer, token, page.items().stream().map(Listener::id));
        return page;
    }

    @Override
    public Page<Group> groups(String balancer, Optional<String> token) {
        Page<Group> page = port.groups(balancer, token);
        remember(groups, balancer, token, page.items().stream().map(Group::id));
        return page;
    }

    private static void remember(
            Map<String, Set<String>> shown, String balancer, Optional<String> token, Stream<String> ids) {
        Set<String> all = token.isEmpty() ? new TreeSet<>() : shown.getOrDefault(balancer, new TreeSet<>());
        ids.forEach(all::add);
        shown.put(balancer, all);
    }

    @Override
    public Optional<List<Target>> targets(String balancer, String groupId) {
        Optional<List<Target>> read = port.targets(balancer, groupId);
        Set<String> ips = new TreeSet<>();
        read.ifPresent(all -> all.forEach(target -> ips.add(target.ip())));
        targets.put(balancer + "/" + groupId, ips);
        return read;
    }

    @Override
    public Map<String, SlotMark> marks(String balancer, Set<String> ids) {
        return port.marks(balancer, ids);
    }

    @Override
    public Map<String, String> interfaces(String balancer, Set<String> ips) {
        return port.interfaces(balancer, ips);
    }

    @Override
    public Map<String, Target.State> health(String balancer, Listener listener) {
        return port.health(balancer, listener);
    }
}
