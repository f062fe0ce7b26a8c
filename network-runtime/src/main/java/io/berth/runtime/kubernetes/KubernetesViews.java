package io.berth.runtime.kubernetes;

import io.berth.spi.ContainerView;
import io.berth.spi.IpAddress;
import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.berth.spi.OwnerView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.PodView.Deletion;
import io.berth.spi.PodView.Phase;
import io.berth.spi.Protocol;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pods and nodes as the engine sees them. No method throws, whatever the object: a field that is missing or cannot be
 * meant is left out, and the rest is kept, since an API server without validation stores anything and one odd pod must
 * not hide the others.
 */
public final class KubernetesViews {
    /** What a cordon puts on a node. */
    private static final String CORDONED = "node.kubernetes.io/unschedulable";

    private KubernetesViews() {}

    public static PodView pod(Pod pod) {
        ObjectMeta meta = meta(pod.getMetadata());
        PodSpec spec = spec(pod);
        PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        String namespace = text(meta.getNamespace());
        return new PodView(
                new PodRef(namespace, text(meta.getName()), text(meta.getUid())),
                text(meta.getResourceVersion()),
                template(pod, namespace),
                time(meta.getCreationTimestamp()).orElse(Instant.EPOCH),
                deletion(meta),
                Set.copyOf(present(meta.getFinalizers())),
                Optional.ofNullable(spec.getNodeName()).filter(name -> !name.isEmpty()),
                phase(status.getPhase()),
                ips(status));
    }

    /**
     * A pod that is about to be created.
     *
     * @param namespace where it will be created: the pod itself may not say it yet
     */
    public static PodTemplateView template(Pod pod, String namespace) {
        ObjectMeta meta = meta(pod.getMetadata());
        PodSpec spec = spec(pod);
        boolean hostNetwork = Boolean.TRUE.equals(spec.getHostNetwork());
        return new PodTemplateView(
                namespace,
                Optional.ofNullable(meta.getName()).filter(name -> !name.isEmpty()),
                texts(meta.getLabels()),
                texts(meta.getAnnotations()),
                hostNetwork,
                containers(spec, hostNetwork),
                controller(meta));
    }

    /**
     * Schedulable is what is not cordoned. Whether the node is Ready does not count: that passes, and a cordon says that
     * the pods have to go. Nor do other taints, since pods may tolerate them.
     */
    public static NodeView node(Node node) {
        ObjectMeta meta = meta(node.getMetadata());
        NodeSpec spec = node.getSpec() == null ? new NodeSpec() : node.getSpec();
        boolean cordoned = Boolean.TRUE.equals(spec.getUnschedulable())
                || present(spec.getTaints()).stream().map(Taint::getKey).anyMatch(CORDONED::equals);
        List<NodeAddress> addresses = new ArrayList<>();
        if (node.getStatus() != null) {
            present(node.getStatus().getAddresses()).forEach(address -> {
                if (address.getType() != null && address.getAddress() != null) {
                    addresses.add(new NodeAddress(address.getType(), address.getAddress()));
                }
            });
        }
        return new NodeView(
                text(meta.getName()),
                text(meta.getUid()),
                !cordoned,
                addresses,
                texts(meta.getLabels()),
                texts(meta.getAnnotations()));
    }

    /** The containers that run as long as the pod: those of the spec, then the sidecars, each in the spec's order. */
    private static List<ContainerView> containers(PodSpec spec, boolean hostNetwork) {
        List<ContainerView> containers = new ArrayList<>();
        for (Container container : present(spec.getContainers())) {
            containers.add(new ContainerView(text(container.getName()), ports(container, hostNetwork)));
        }
        for (Container container : present(spec.getInitContainers())) {
            if ("Always".equals(container.getRestartPolicy())) {
                containers.add(new ContainerView(text(container.getName()), ports(container, hostNetwork)));
            }
        }
        return containers;
    }

    private static List<io.berth.spi.ContainerPort> ports(Container container, boolean hostNetwork) {
        List<io.berth.spi.ContainerPort> ports = new ArrayList<>();
        for (ContainerPort port : present(container.getPorts())) {
            port(port, hostNetwork).ifPresent(ports::add);
        }
        return ports;
    }

    /** Empty for one that no API server takes. */
    static Optional<io.berth.spi.ContainerPort> port(ContainerPort port, boolean hostNetwork) {
        Optional<Integer> number = portNumber(port.getContainerPort());
        Optional<Protocol> protocol = protocol(port.getProtocol());
        if (number.isEmpty() || protocol.isEmpty()) {
            return Optional.empty();
        }
        // An API server sets the host port itself; the embedded one does not.
        Optional<Integer> hostPort = portNumber(port.getHostPort()).or(() -> hostNetwork ? number : Optional.empty());
        return Optional.of(new io.berth.spi.ContainerPort(
                Optional.ofNullable(port.getName()).filter(name -> !name.isEmpty()),
                number.get(),
                protocol.get(),
                hostPort));
    }

    private static Optional<Integer> portNumber(@Nullable Integer number) {
        return Optional.ofNullable(number).filter(n -> n >= 1 && n <= 65_535);
    }

    private static Optional<Protocol> protocol(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.of(Protocol.TCP);
        }
        return switch (text) {
            case "TCP" -> Optional.of(Protocol.TCP);
            case "UDP" -> Optional.of(Protocol.UDP);
            case "SCTP" -> Optional.of(Protocol.SCTP);
            default -> Optional.empty();
        };
    }

    private static Optional<OwnerView> controller(ObjectMeta meta) {
        return present(meta.getOwnerReferences()).stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .map(owner -> new OwnerView(
                        text(owner.getApiVersion()),
                        text(owner.getKind()),
                        text(owner.getName()),
                        text(owner.getUid())));
    }

    private static Optional<Deletion> deletion(ObjectMeta meta) {
        if (meta.getDeletionTimestamp() == null) {
            return Optional.empty();
        }
        Long grace = meta.getDeletionGracePeriodSeconds();
        // A time that cannot be read has passed: nothing may keep a pod for ever.
        return Optional.of(new Deletion(
                time(meta.getDeletionTimestamp()).orElse(Instant.EPOCH),
                Duration.ofSeconds(grace == null ? 0 : Math.min(Math.max(0, grace), Integer.MAX_VALUE))));
    }

    private static Phase phase(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Phase.PENDING;
        }
        return switch (text) {
            case "Pending" -> Phase.PENDING;
            case "Running" -> Phase.RUNNING;
            case "Succeeded" -> Phase.SUCCEEDED;
            case "Failed" -> Phase.FAILED;
            default -> Phase.UNKNOWN;
        };
    }

    private static List<IpAddress> ips(PodStatus status) {
        // The same first one in both, by Kubernetes' own rule.
        Set<String> texts = new LinkedHashSet<>();
        texts.add(text(status.getPodIP()));
        for (PodIP ip : present(status.getPodIPs())) {
            texts.add(text(ip.getIp()));
        }
        List<IpAddress> ips = new ArrayList<>();
        for (String text : texts) {
            IpAddress.parse(text).ifPresent(ips::add);
        }
        return ips;
    }

    private static Optional<Instant> time(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(isPlainUtc(text) ? plainUtc(text) : Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** {@code 2026-01-01T00:00:00Z}: what every API server writes. The JDK's parser is for all the rest, and slow. */
    private static boolean isPlainUtc(String text) {
        String form = "dddd-dd-ddTdd:dd:ddZ";
        if (text.length() != form.length()) {
            return false;
        }
        for (int i = 0; i < form.length(); i++) {
            char c = text.charAt(i);
            if (form.charAt(i) == 'd' ? c < '0' || c > '9' : c != form.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Instant plainUtc(String text) {
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19))
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static ObjectMeta meta(@Nullable ObjectMeta meta) {
        return meta == null ? new ObjectMeta() : meta;
    }

    private static PodSpec spec(Pod pod) {
        return pod.getSpec() == null ? new PodSpec() : pod.getSpec();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static <T> Collection<T> present(@Nullable Collection<T> items) {
        if (items == null) {
            return List.of();
        }
        for (T item : items) {
            if (item == null) {
                return items.stream().filter(Objects::nonNull).toList();
            }
        }
        return items;
    }

    private static Map<String, String> texts(@Nullable Map<String, String> map) {
        if (map == null) {
            return Map.of();
        }
        for (Map.Entry<String, String> entry : map.entrySet()) {
            if (entry.getKey() == null || entry.getValue() == null) {
                return map.entrySet().stream()
                        .filter(e -> e.getKey() != null && e.getValue() != null)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            }
        }
        return map;
    }
}
