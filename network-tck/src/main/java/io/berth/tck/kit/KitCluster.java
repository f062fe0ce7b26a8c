package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import io.berth.tck.sim.ApiServer;
import io.berth.tck.sim.VirtualTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Plays scheduler and kubelets, on a good day: no host port twice on a node, and each IP used again soon. */
final class KitCluster {
    private static final Duration SOON = Duration.ofMillis(100);

    private final VirtualTime time;
    private final ApiServer api;
    private final Outside outside;
    private final List<NodeView> nodes = List.of(node("node-1", "203.0.113.1"), node("node-2", "203.0.113.2"));
    private final Map<String, PodRef> ips = new LinkedHashMap<>();
    private final Set<String> starting = new TreeSet<>();
    private final Set<String> ending = new TreeSet<>();

    KitCluster(VirtualTime time, ApiServer api, Outside outside) {
        this.time = requireNonNull(time, "time is null");
        this.api = requireNonNull(api, "api is null");
        this.outside = requireNonNull(outside, "outside is null");
        api.watch(change -> see(change.pod(), change.gone()));
    }

    private static NodeView node(String name, String address) {
        return new NodeView(
                name, "uid-" + name, true, List.of(new NodeAddress("ExternalIP", address)), Map.of(), Map.of());
    }

    List<NodeView> nodes() {
        return nodes;
    }

    private void see(PodView pod, boolean gone) {
        if (gone) {
            free(pod.ref());
            outside.podGone(pod.ref());
        } else if (pod.deletion().isPresent()) {
            if (ending.add(pod.uid())) {
                time.after(SOON, () -> {
                    free(pod.ref());
                    api.delete(pod.ref(), Duration.ZERO);
                });
            }
        } else if (pod.nodeName().isEmpty() && starting.add(pod.uid())) {
            time.after(SOON, () -> bind(pod.ref()));
        }
    }

    private void bind(PodRef ref) {
        Optional<PodView> pod = api.read(ref).filter(found -> found.deletion().isEmpty());
        if (pod.isEmpty()) {
            return;
        }
        Optional<NodeView> node = nodes.stream()
                .filter(one -> hostPorts(pod.get()).noneMatch(port -> isUsed(one, port)))
                .findFirst();
        if (node.isEmpty()) {
            time.after(SOON, () -> bind(ref));
            return;
        }
        api.change(ref, draft -> draft.node(node.get().name()));
        time.after(SOON, () -> run(ref));
    }

    private void run(PodRef ref) {
        if (api.read(ref).filter(pod -> pod.deletion().isEmpty()).isEmpty()) {
            return;
        }
        int last = 1;
        while (ips.containsKey("10.0.0." + last)) {
            last++;
        }
        String ip = "10.0.0." + last;
        ips.put(ip, ref);
        outside.podUp(ref, ip);
        api.change(ref, draft -> draft.ip(ip).phase(PodView.Phase.RUNNING));
    }

    /** Its containers end, and the object stays. */
    void finish(PodRef ref) {
        free(ref);
        api.change(ref, draft -> draft.phase(PodView.Phase.SUCCEEDED));
    }

    private void free(PodRef ref) {
        ips.entrySet().removeIf(entry -> {
            if (!entry.getValue().equals(ref)) {
                return false;
            }
            outside.podDown(ref, entry.getKey());
            return true;
        });
    }

    private static Stream<ContainerPort> hostPorts(PodView pod) {
        return pod.template().containers().stream()
                .map(ContainerView::ports)
                .flatMap(List::stream)
                .filter(port -> port.hostPort().isPresent());
    }

    private boolean isUsed(NodeView node, ContainerPort wanted) {
        return wanted.hostPort().stream()
                .anyMatch(
                        number -> on(node, wanted.protocol(), number).findAny().isPresent());
    }

    private Stream<PodView> on(NodeView node, Protocol protocol, int number) {
        return api.pods().stream()
                .filter(pod -> !pod.isFinished() && pod.nodeName().equals(Optional.of(node.name())))
                .filter(pod -> hostPorts(pod)
                        .anyMatch(port ->
                                port.protocol() == protocol && port.hostPort().equals(Optional.of(number))));
    }

    /** The IPs of the pods that a client reaches at this address. */
    Set<String> behind(String address, Protocol protocol, int port) {
        Set<String> found = new TreeSet<>(outside.behind(address, protocol, port));
        if (ips.containsKey(address)) {
            found.add(address);
        }
        nodes.stream()
                .filter(node ->
                        node.addresses().stream().anyMatch(one -> one.value().equals(address)))
                .flatMap(node -> on(node, protocol, port))
                .forEach(pod -> pod.ips().forEach(ip -> found.add(ip.text())));
        return found;
    }
}
