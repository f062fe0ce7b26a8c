package io.berth.cloud.kubernetes;

import io.berth.spi.OwnerView;
import io.berth.spi.Protocol;
import io.berth.spi.cloud.service.ServiceDraft;
import io.berth.spi.cloud.service.ServiceIngress;
import io.berth.spi.cloud.service.ServicePort;
import io.berth.spi.cloud.service.ServiceType;
import io.berth.spi.cloud.service.ServiceView;
import io.berth.spi.cloud.service.TrafficPolicy;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.fabric8.kubernetes.api.model.ServiceStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Services as fabric8 has them, and as the SPI has them. Anything that may be missing is taken as Kubernetes does. */
final class ServiceObjects {
    private ServiceObjects() {}

    // What was read.

    static ServiceView view(Service service) {
        ObjectMeta meta = service.getMetadata();
        ServiceSpec spec = service.getSpec() == null ? new ServiceSpec() : service.getSpec();
        return new ServiceView(
                text(meta.getNamespace()),
                text(meta.getName()),
                text(meta.getUid()),
                text(meta.getResourceVersion()),
                meta.getDeletionTimestamp() != null,
                list(meta.getOwnerReferences()).stream()
                        .map(ServiceObjects::owner)
                        .toList(),
                map(meta.getLabels()),
                map(meta.getAnnotations()),
                constant(ServiceType.values(), ServiceType::text, spec.getType())
                        .orElse(ServiceType.CLUSTER_IP),
                map(spec.getSelector()),
                list(spec.getPorts()).stream()
                        .flatMap(port -> port(port).stream())
                        .toList(),
                list(spec.getExternalIPs()),
                Optional.ofNullable(spec.getLoadBalancerClass()),
                Optional.ofNullable(spec.getAllocateLoadBalancerNodePorts()),
                constant(TrafficPolicy.values(), TrafficPolicy::text, spec.getExternalTrafficPolicy()),
                Boolean.TRUE.equals(spec.getPublishNotReadyAddresses()),
                ingress(service.getStatus()));
    }

    private static OwnerView owner(OwnerReference reference) {
        return new OwnerView(
                text(reference.getApiVersion()),
                text(reference.getKind()),
                text(reference.getName()),
                text(reference.getUid()));
    }

    private static Optional<ServicePort> port(io.fabric8.kubernetes.api.model.ServicePort port) {
        String name = port.getProtocol() == null ? "TCP" : port.getProtocol();
        Integer number = port.getPort();
        IntOrString target = port.getTargetPort();
        Object value = target == null ? null : target.getValue();
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.name().equals(name) && number != null)
                .findFirst()
                .map(protocol -> new ServicePort(
                        text(port.getName()),
                        protocol,
                        Objects.requireNonNullElse(number, 0),
                        Objects.toString(value == null ? number : value),
                        port.getNodePort() == null || port.getNodePort() == 0
                                ? OptionalInt.empty()
                                : OptionalInt.of(port.getNodePort())));
    }

    private static List<ServiceIngress> ingress(@Nullable ServiceStatus status) {
        LoadBalancerStatus balancer = status == null ? null : status.getLoadBalancer();
        return balancer == null
                ? List.of()
                : list(balancer.getIngress()).stream()
                        .map(ServiceObjects::ingress)
                        .toList();
    }

    private static ServiceIngress ingress(LoadBalancerIngress one) {
        List<String> errors = list(one.getPorts()).stream()
                .filter(port -> port.getError() != null && !port.getError().isEmpty())
                .map(port -> "%s/%s: %s".formatted(port.getPort(), port.getProtocol(), port.getError()))
                .toList();
        return new ServiceIngress(
                text(one.getIp()), Optional.ofNullable(one.getHostname()).filter(name -> !name.isEmpty()), errors);
    }

    // What is written.

    static Service create(ServiceDraft draft) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(draft.namespace())
                .withName(draft.name())
                .withLabels(new HashMap<>(draft.labels()))
                .withAnnotations(new HashMap<>(draft.annotations()))
                .withOwnerReferences(reference(draft.owner()))
                .endMetadata()
                .withSpec(spec(draft, new ServiceSpec()))
                .build();
    }

    /** The Service as it was read, and in it only what the draft names. */
    static Service merged(ServiceDraft draft, Service read) {
        Map<String, String> annotations = new HashMap<>(map(read.getMetadata().getAnnotations()));
        annotations.keySet().removeAll(draft.removed());
        annotations.putAll(draft.annotations());
        Map<String, String> labels = new HashMap<>(map(read.getMetadata().getLabels()));
        labels.putAll(draft.labels());
        List<OwnerReference> owners = new ArrayList<>(list(read.getMetadata().getOwnerReferences()));
        if (owners.stream().noneMatch(owner -> draft.owner().uid().equals(owner.getUid()))) {
            owners.add(reference(draft.owner()));
        }
        return new ServiceBuilder(read)
                .editMetadata()
                .withAnnotations(annotations)
                .withLabels(labels)
                .withOwnerReferences(owners)
                .endMetadata()
                .withSpec(spec(draft, read.getSpec() == null ? new ServiceSpec() : read.getSpec()))
                .build();
    }

    /** The pod may go although the Service is still there: blockOwnerDeletion would hold up a foreground deletion. */
    private static OwnerReference reference(OwnerView owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.apiVersion())
                .withKind(owner.kind())
                .withName(owner.name())
                .withUid(owner.uid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }

    private static ServiceSpec spec(ServiceDraft draft, ServiceSpec before) {
        ServiceSpecBuilder spec = new ServiceSpecBuilder(before)
                .withType(draft.type().text())
                .withSelector(new HashMap<>(draft.selector()))
                .withPorts(draft.ports().stream()
                        .map(port -> port(port, list(before.getPorts()), draft.type()))
                        .toList())
                .withExternalIPs(draft.externalIps())
                .withPublishNotReadyAddresses(draft.publishNotReadyAddresses());
        draft.loadBalancerClass().ifPresent(spec::withLoadBalancerClass);
        if (draft.type() == ServiceType.LOAD_BALANCER) {
            draft.allocateNodePorts().ifPresent(spec::withAllocateLoadBalancerNodePorts);
            if (draft.allocateNodePorts().isEmpty()
                    && Boolean.FALSE.equals(before.getAllocateLoadBalancerNodePorts())) {
                spec.withAllocateLoadBalancerNodePorts(true);
            }
        }
        // Older API servers take the field on other types only; Cluster is what they do without it.
        boolean usual = draft.type() == ServiceType.CLUSTER_IP && before.getExternalTrafficPolicy() == null;
        draft.trafficPolicy()
                .filter(policy -> !usual || policy != TrafficPolicy.CLUSTER)
                .map(TrafficPolicy::text)
                .ifPresent(spec::withExternalTrafficPolicy);
        return spec.build();
    }

    private static io.fabric8.kubernetes.api.model.ServicePort port(
            ServicePort wanted, List<io.fabric8.kubernetes.api.model.ServicePort> before, ServiceType type) {
        Optional<io.fabric8.kubernetes.api.model.ServicePort> same = before.stream()
                .filter(old -> port(old).stream()
                        .anyMatch(view -> view.protocol() == wanted.protocol()
                                && view.targetPort().equals(wanted.targetPort())))
                .findFirst();
        ServicePortBuilder port = same.map(ServicePortBuilder::new).orElseGet(ServicePortBuilder::new);
        if (same.map(io.fabric8.kubernetes.api.model.ServicePort::getName).isEmpty()) {
            port.withName(wanted.name());
        }
        if (type == ServiceType.CLUSTER_IP) {
            port.withNodePort(null);
        }
        wanted.nodePort().ifPresent(port::withNodePort);
        return port.withProtocol(wanted.protocol().name())
                .withPort(wanted.port())
                .withTargetPort(target(wanted.targetPort()))
                .build();
    }

    private static IntOrString target(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? new IntOrString(Integer.parseInt(text))
                : new IntOrString(text);
    }

    private static <E> Optional<E> constant(
            E[] all, java.util.function.Function<E, String> spelling, @Nullable String text) {
        return Arrays.stream(all)
                .filter(one -> spelling.apply(one).equals(text))
                .findFirst();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static <E> List<E> list(@Nullable List<E> list) {
        return list == null ? List.of() : list;
    }

    private static Map<String, String> map(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
