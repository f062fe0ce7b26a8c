package io.berth.plugin.clb.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.OwnerView;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.cloud.service.ControllerRules;
import io.berth.spi.cloud.service.ServiceDraft;
import io.berth.spi.cloud.service.ServiceForm;
import io.berth.spi.cloud.service.ServicePort;
import io.berth.spi.cloud.service.ServiceType;
import io.berth.spi.cloud.service.ServiceView;
import io.berth.spi.cloud.service.TrafficPolicy;
import io.berth.spi.config.Option;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Plans as Services, and Services compared with them. */
record ServiceShape(ServiceForm form, ServiceMark mark) {
    /** The label by which a Service finds one pod; StatefulSets and OpenKruise's workloads write it. */
    static final String POD_NAME = "statefulset.kubernetes.io/pod-name";

    /** A selector that no pod has: the Service stays, and with it the listener, and leads nowhere. */
    static final String DETACHED = ServiceMark.PREFIX + "detached";

    /** Which annotations users have asked for, so that they go when they are asked for no more. */
    static final String USERS = ServiceMark.PREFIX + "user-annotations";

    private record Place(ServicePort port, String target) {
        static Set<Place> of(List<ServicePort> ports) {
            return ports.stream()
                    .map(port -> new Place(
                            new ServicePort("", port.protocol(), port.port(), "", OptionalInt.empty()),
                            port.targetPort()))
                    .collect(Collectors.toSet());
        }
    }

    ServiceShape {
        requireNonNull(form, "form is null");
        requireNonNull(mark, "mark is null");
    }

    static boolean canBeFound(PodView pod) {
        return pod.name().equals(pod.labels().get(POD_NAME));
    }

    /** @param attached traffic reaches the pod */
    ServiceDraft draft(ServicePlan plan, PodRef pod, boolean attached) {
        Map<String, String> labels = new TreeMap<>(mark.labels());
        Map<String, String> annotations = new TreeMap<>();
        controller().ifPresent(controller -> {
            labels.putAll(controller.labels());
            annotations.putAll(
                    controller.annotations(plan.pool().map(PoolId::id).orElse(""), values(controller, plan.traits())));
        });
        annotations.putAll(plan.traits().annotations());
        if (!plan.traits().annotations().isEmpty()) {
            annotations.put(
                    USERS,
                    String.join(",", new TreeSet<>(plan.traits().annotations().keySet())));
        }
        annotations.putAll(mark.annotations());
        Optional<String> ip = isExternal() ? plan.pool().map(PoolId::id) : Optional.empty();
        return new ServiceDraft(
                pod.namespace(),
                pod.name(),
                new OwnerView("v1", "Pod", pod.name(), pod.uid()),
                labels,
                annotations,
                Set.of(),
                form.fold(
                        balanced -> ServiceType.LOAD_BALANCER,
                        external -> ServiceType.CLUSTER_IP,
                        node -> ServiceType.NODE_PORT),
                Map.of(attached ? POD_NAME : DETACHED, pod.name()),
                plan.lines().stream().map(ServiceShape::port).toList(),
                ip.stream().toList(),
                Optional.empty(),
                plan.traits().nodePorts(),
                Optional.of(plan.traits().trafficPolicy()),
                plan.traits().publishNotReady());
    }

    private static ServicePort port(ServiceClaim.Line line) {
        return new ServicePort(
                line.containerPort() + "-" + line.protocol().name().toLowerCase(Locale.ROOT),
                line.protocol(),
                line.number(),
                Integer.toString(line.containerPort()),
                OptionalInt.empty());
    }

    private static Map<String, String> values(ControllerRules controller, ServiceTraits traits) {
        Map<String, String> values = new TreeMap<>();
        for (Option<String> option : controller.parameters()) {
            option.defaultText().ifPresent(text -> values.put(option.name(), text));
        }
        values.putAll(traits.controller());
        return values;
    }

    Optional<ControllerRules> controller() {
        return form.fold(
                balanced -> Optional.of(balanced.controller()), external -> Optional.empty(), node -> Optional.empty());
    }

    private boolean isExternal() {
        return form.fold(balanced -> false, external -> true, node -> false);
    }

    // What there is.

    /** The change that makes it so; empty where it is so already. */
    Optional<ServiceDraft> repair(ServiceDraft wanted, ServiceView seen) {
        Set<String> removed = new TreeSet<>(obsolete(seen));
        removed.removeAll(wanted.annotations().keySet());
        removed.retainAll(seen.annotations().keySet());
        boolean fits = removed.isEmpty()
                && seen.type() == wanted.type()
                && seen.selector().equals(wanted.selector())
                && hasPorts(wanted, seen)
                && Set.copyOf(seen.externalIps()).equals(Set.copyOf(wanted.externalIps()))
                && seen.publishNotReadyAddresses() == wanted.publishNotReadyAddresses()
                && seen.trafficPolicy().orElse(TrafficPolicy.CLUSTER)
                        == wanted.trafficPolicy().orElse(TrafficPolicy.CLUSTER)
                && allocates(seen) == wanted.allocateNodePorts().orElse(true)
                && bears(wanted, seen);
        return fits ? Optional.empty() : Optional.of(wanted.without(removed));
    }

    private static boolean hasPorts(ServiceDraft wanted, ServiceView seen) {
        return seen.ports().size() == wanted.ports().size()
                && Place.of(seen.ports()).equals(Place.of(wanted.ports()));
    }

    /** Only a load balancer's Service has a say in this. */
    private static boolean allocates(ServiceView seen) {
        return seen.type() != ServiceType.LOAD_BALANCER
                || seen.allocateNodePorts().orElse(true);
    }

    /** What OpenKruiseGame has made needs no mark of ours as long as nothing else has to be changed. */
    private boolean bears(ServiceDraft wanted, ServiceView seen) {
        Map<String, String> labels = new TreeMap<>(wanted.labels());
        Map<String, String> annotations = new TreeMap<>(wanted.annotations());
        if (mark.isOkgs(seen)) {
            mark.labels().keySet().forEach(labels::remove);
            mark.annotations().keySet().forEach(annotations::remove);
            annotations.remove(USERS);
        }
        return seen.labels().entrySet().containsAll(labels.entrySet())
                && seen.annotations().entrySet().containsAll(annotations.entrySet());
    }

    private Set<String> obsolete(ServiceView seen) {
        Set<String> keys = new HashSet<>(controller()
                .filter(controller -> !mark.isOkgs(seen))
                .map(ControllerRules::written)
                .orElse(Set.of()));
        String users = seen.annotations().getOrDefault(USERS, "");
        if (!users.isEmpty()) {
            keys.addAll(List.of(users.split(",")));
            keys.add(USERS);
        }
        return keys;
    }

    /** Another pool, or no port that is as it should be: there is nothing in it to be kept. */
    boolean isOther(ServiceDraft wanted, ServiceView seen) {
        Set<Place> kept = new HashSet<>(Place.of(seen.ports()));
        kept.retainAll(Place.of(wanted.ports()));
        return kept.isEmpty()
                || !poolId(seen)
                        .equals(controller()
                                .map(controller ->
                                        Optional.ofNullable(wanted.annotations().get(controller.balancerAnnotation())))
                                .orElse(wanted.externalIps().stream().findFirst()));
    }

    /** The pool that a Service of this form asks for, whoever made it. */
    Optional<String> poolId(ServiceView seen) {
        return controller()
                .map(controller -> Optional.ofNullable(seen.annotations().get(controller.balancerAnnotation())))
                .orElse(seen.externalIps().stream().findFirst());
    }

    /** The ports of this pool that the Service stands on, or asks for. */
    Set<Key.Port> stands(ServiceView seen, PoolId pool, boolean whole) {
        boolean asks = isExternal()
                ? seen.externalIps().contains(pool.id())
                : seen.type() == ServiceType.LOAD_BALANCER && poolId(seen).equals(Optional.of(pool.id()));
        return asks
                ? seen.ports().stream()
                        .map(port ->
                                new Key.Port(pool, whole ? PortSpace.ANY : PortSpace.of(port.protocol()), port.port()))
                        .collect(Collectors.toSet())
                : Set.of();
    }
}
