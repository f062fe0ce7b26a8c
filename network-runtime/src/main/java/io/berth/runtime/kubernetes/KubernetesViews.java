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
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
        Stream<Container> sidecars = present(spec.getInitContainers()).stream()
                .filter(container -> "Always".equals(container.getRestartPolicy()));
        return Stream.concat(present(spec.getContainers()).stream(), sidecars)
                .map(container -> new ContainerView(text(container.getName()), ports(container, hostNetwork)))
                .toList();
    }

    private static List<io.berth.spi.ContainerPort> ports(Container container, boolean hostNetwork) {
        return present(container.getPorts()).stream()
                .map(port -> port(port, hostNetwork))
                .flatMap(Optional::stream)
                .toList();
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
        return Stream.of(Protocol.values()).filter(p -> p.name().equals(text)).findFirst();
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
        Set<IpAddress> ips = new LinkedHashSet<>();
        Consumer<@Nullable String> add = ip -> {
            if (ip != null) {
                IpAddress.parse(ip).ifPresent(ips::add);
            }
        };
        // The same first one in both, by Kubernetes' own rule.
        add.accept(status.getPodIP());
        present(status.getPodIPs()).stream().map(PodIP::getIp).forEach(add);
        return List.copyOf(ips);
    }

    private static Optional<Instant> time(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
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

    private static <T> List<T> present(@Nullable Collection<T> items) {
        return items == null
                ? List.of()
                : items.stream().filter(Objects::nonNull).toList();
    }

    private static Map<String, String> texts(@Nullable Map<String, String> map) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (map != null) {
            map.forEach((key, value) -> {
                if (key != null && value != null) {
                    texts.put(key, value);
                }
            });
        }
        return texts;
    }
}
