package io.berth.tck.sim;

import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Plays scheduler, kubelets and node lifecycle: pods get a node and an IP, run, end within their grace. There are few
 * IPs, so that each is soon used again, also while the pod that had it is still shown with it.
 */
final class Cluster {
    private final Ground ground;
    private final int ips;
    private final Map<String, NodeView> nodes = new TreeMap<>();
    private final Map<String, PodRef> ipsInUse = new TreeMap<>();
    private final Map<String, String> ipOf = new TreeMap<>();
    private final Set<String> starting = new TreeSet<>();
    private final Set<String> ending = new TreeSet<>();
    private final List<Consumer<NodeView>> nodeWatchers = new ArrayList<>();
    private final List<Consumer<String>> nodeGoneWatchers = new ArrayList<>();
    private int nodesMade;

    Cluster(Ground ground, int nodes, int ips) {
        this.ground = ground;
        this.ips = ips;
        for (int i = 0; i < nodes; i++) {
            addNode();
        }
        ground.api().watch(change -> {
            if (!change.gone()) {
                see(change.pod());
            } else {
                release(change.pod().ref());
            }
        });
    }

    List<NodeView> nodes() {
        return new ArrayList<>(nodes.values());
    }

    void watchNodes(Consumer<NodeView> changed, Consumer<String> gone) {
        nodeWatchers.add(changed);
        nodeGoneWatchers.add(gone);
    }

    void addNode() {
        String name = "node-" + ++nodesMade;
        NodeView node = new NodeView(
                name,
                "n%03d".formatted(nodesMade),
                true,
                List.of(new NodeAddress("ExternalIP", "203.0.113." + nodesMade)),
                Map.of(),
                Map.of());
        nodes.put(name, node);
        List.copyOf(nodeWatchers).forEach(watcher -> watcher.accept(node));
        ground.api().pods().forEach(this::see);
    }

    /** The machine is lost: its pods run no more, and nobody says so. */
    void loseNode(String name) {
        nodes.remove(name);
        List.copyOf(nodeGoneWatchers).forEach(watcher -> watcher.accept(name));
        for (PodView pod : ground.api().pods()) {
            if (pod.nodeName().equals(Optional.of(name))) {
                free(pod.ref());
                // The node lifecycle controller evicts, and the pod garbage collector ends what no kubelet confirms.
                ground.time().after(ground.chance().millis(1000, 8000), () -> {
                    ground.api().delete(pod.ref(), Duration.ofSeconds(30));
                    ground.time()
                            .after(
                                    ground.chance().millis(2000, 20_000),
                                    () -> ground.api().delete(pod.ref(), Duration.ZERO));
                });
            }
        }
    }

    private boolean isLost(PodView pod) {
        return pod.nodeName().filter(name -> !nodes.containsKey(name)).isPresent();
    }

    private void see(PodView pod) {
        if (isLost(pod) || (pod.isFinished() && pod.deletion().isEmpty())) {
            return;
        }
        PodRef ref = pod.ref();
        if (pod.deletion().isPresent()) {
            if (ending.add(ref.uid())) {
                long most = Math.max(1, pod.deletion().get().grace().toMillis());
                ground.time().after(ground.chance().millis(1, (int) most), () -> end(ref));
            } else if (pod.deletion().get().grace().isZero()) {
                free(ref);
            }
            return;
        }
        if (pod.nodeName().isEmpty()) {
            if (starting.add(ref.uid())) {
                ground.time().after(ground.chance().millis(10, 600), () -> bind(ref));
            }
        }
    }

    private void bind(PodRef ref) {
        starting.remove(ref.uid());
        if (nodes.isEmpty()) {
            return;
        }
        List<String> fitting = ground.api()
                .read(ref)
                .map(pod -> nodes.keySet().stream()
                        .filter(name -> hasRoom(name, pod))
                        .toList())
                .orElse(List.of());
        if (fitting.isEmpty()) {
            if (ground.api().read(ref).isPresent() && starting.add(ref.uid())) {
                ground.time().after(ground.chance().millis(500, 2000), () -> bind(ref));
            }
            return;
        }
        String node = ground.chance().pick(fitting);
        ground.api().change(ref, draft -> {
            if (draft.view().nodeName().isEmpty() && draft.view().deletion().isEmpty()) {
                draft.node(node);
                ground.time().after(ground.chance().millis(100, 2500), () -> run(ref));
            }
        });
    }

    /** A host port is on a node only once. */
    private boolean hasRoom(String node, PodView pod) {
        Set<String> wanted = hostPorts(pod);
        return wanted.isEmpty()
                || ground.api().pods().stream()
                        .filter(other -> other.nodeName().equals(Optional.of(node)) && !other.isFinished())
                        .noneMatch(other -> hostPorts(other).stream().anyMatch(wanted::contains));
    }

    private static Set<String> hostPorts(PodView pod) {
        Set<String> ports = new TreeSet<>();
        pod.template()
                .containers()
                .forEach(container -> container
                        .ports()
                        .forEach(port ->
                                port.hostPort().ifPresent(number -> ports.add(port.protocol() + "/" + number))));
        return ports;
    }

    private void run(PodRef ref) {
        Optional<PodView> pod = ground.api().read(ref).filter(p -> !isLost(p) && Notes.isAlive(p));
        if (pod.isEmpty() || !pod.get().ips().isEmpty()) {
            return;
        }
        Optional<String> ip = freeIp();
        if (ip.isEmpty()) {
            ground.time().after(ground.chance().millis(500, 2000), () -> run(ref));
            return;
        }
        give(ref, ip.get());
    }

    private void give(PodRef ref, String ip) {
        ipsInUse.put(ip, ref);
        ipOf.put(ref.uid(), ip);
        ground.trace().add("kubelet", "%s runs at %s".formatted(ref, ip));
        ground.time().after(ground.chance().millis(0, 600), () -> {
            if (ref.equals(ipsInUse.get(ip))) {
                ground.far().podUp(ref, ip);
            }
        });
        ground.api()
                .read(ref)
                .ifPresent(pod -> pod.nodeName()
                        .map(nodes::get)
                        .ifPresent(node -> ground.far().runs(pod, node, ip)));
        ground.api().change(ref, draft -> draft.ip(ip).phase(PodView.Phase.RUNNING));
    }

    /** The sandbox is made anew: the same pod, another IP. */
    boolean restart(PodView pod) {
        Optional<String> ip = freeIp();
        if (ip.isEmpty() || !ipOf.containsKey(pod.uid()) || !Notes.isAlive(pod) || isLost(pod)) {
            return false;
        }
        free(pod.ref());
        give(pod.ref(), ip.get());
        return true;
    }

    /** The kubelet evicts: the pod has failed, its object stays. */
    boolean evict(PodView pod) {
        if (!Notes.isAlive(pod) || isLost(pod) || pod.nodeName().isEmpty()) {
            return false;
        }
        free(pod.ref());
        ground.api().change(pod.ref(), draft -> draft.phase(PodView.Phase.FAILED));
        return true;
    }

    private void end(PodRef ref) {
        free(ref);
        if (ground.chance().of(0.5)) {
            ground.api()
                    .change(
                            ref,
                            draft -> draft.phase(
                                    draft.view().phase() == PodView.Phase.RUNNING
                                            ? PodView.Phase.SUCCEEDED
                                            : draft.view().phase()));
        }
        ground.time().after(ground.chance().millis(0, 500), () -> ground.api().delete(ref, Duration.ZERO));
    }

    private void release(PodRef ref) {
        free(ref);
        ground.far().podGone(ref);
        starting.remove(ref.uid());
        ending.remove(ref.uid());
    }

    private void free(PodRef ref) {
        String ip = ipOf.remove(ref.uid());
        if (ip != null && ref.equals(ipsInUse.get(ip))) {
            ipsInUse.remove(ip);
            ground.far().podDown(ref, ip);
        }
    }

    /** The lowest free one mostly: used again as soon as can be. */
    private Optional<String> freeIp() {
        List<String> free = new ArrayList<>();
        for (int i = 1; i <= ips; i++) {
            String ip = "10.0.0." + i;
            if (!ipsInUse.containsKey(ip)) {
                free.add(ip);
            }
        }
        if (free.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                ground.chance().of(0.7) ? free.get(0) : ground.chance().pick(free));
    }
}
