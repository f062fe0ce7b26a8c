package io.berth.tck.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.PodRef;
import io.berth.spi.cloud.service.ServiceDraft;
import io.berth.spi.cloud.service.ServiceIngress;
import io.berth.spi.cloud.service.ServicePort;
import io.berth.spi.cloud.service.ServiceType;
import io.berth.spi.cloud.service.ServiceView;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.VirtualTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The Services of a cluster as they truly are. A controller gives a load balancer's port to the Service that asked for it
 * first, writes the balancer's address into its status a while later, and keeps a deleted Service until it has cleaned
 * up; a garbage collector takes what has no owner any more. Used by one thread.
 */
final class PlayedServices {
    /** One port of one load balancer, and the Service that has it. */
    private record Slot(String balancer, String front) {}

    private final VirtualTime time;
    private final Chance chance;
    private final Map<String, String> balancers;
    private final SortedMap<String, ServiceView> services = new TreeMap<>();
    private final Map<Slot, String> listeners = new LinkedHashMap<>();
    private final Set<String> ours = new TreeSet<>();
    private final Set<String> gone = new HashSet<>();
    private Runnable watcher = () -> {};
    private int made;
    private int nodePort = 30_000;

    /** @param balancers the load balancers by id, each with its address */
    PlayedServices(VirtualTime time, Chance chance, Map<String, String> balancers) {
        this.time = requireNonNull(time, "time is null");
        this.chance = requireNonNull(chance, "chance is null");
        this.balancers = Map.copyOf(balancers);
    }

    /** @param changed called after each change that no request has made */
    void watch(Runnable changed) {
        watcher = changed;
    }

    List<ServiceView> all() {
        return List.copyOf(services.values());
    }

    Optional<ServiceView> read(String namespace, String name) {
        return Optional.ofNullable(services.get(namespace + "/" + name));
    }

    /** An operator has made it. */
    boolean isOurs(ServiceView service) {
        return ours.contains(service.uid());
    }

    /** Whether the load balancer sends what comes to this port to the Service. */
    boolean isServed(ServiceView service, ServicePort port) {
        return slot(service, port).map(listeners::get).equals(Optional.of(service.uid()));
    }

    // Requests.

    ServiceView create(ServiceDraft draft, boolean byUs) {
        String key = draft.namespace() + "/" + draft.name();
        if (services.containsKey(key)) {
            throw new NetworkException(Kind.CONFLICT, "services '%s' already exists".formatted(draft.name()));
        }
        String uid = "s%04d".formatted(++made);
        ServiceView view = view(draft, uid, Optional.empty());
        if (byUs) {
            ours.add(uid);
        }
        put(view);
        if (gone.contains(draft.owner().uid())) {
            collect(uid);
        }
        return view;
    }

    ServiceView replace(ServiceDraft draft, String uid, String resourceVersion) {
        ServiceView there = read(draft.namespace(), draft.name())
                .filter(one -> one.uid().equals(uid) && one.resourceVersion().equals(resourceVersion))
                .orElseThrow(() -> new NetworkException(Kind.CONFLICT, "the object has been modified"));
        ServiceView view = view(draft, uid, Optional.of(there));
        put(view);
        return view;
    }

    void delete(String namespace, String name, String uid) {
        ServiceView there = read(namespace, name)
                .filter(one -> one.uid().equals(uid))
                .orElseThrow(() -> new NetworkException(Kind.CONFLICT, "services '%s' is gone".formatted(name)));
        remove(there);
    }

    private ServiceView view(ServiceDraft draft, String uid, Optional<ServiceView> before) {
        Map<String, String> annotations =
                new TreeMap<>(before.map(ServiceView::annotations).orElse(Map.of()));
        annotations.keySet().removeAll(draft.removed());
        annotations.putAll(draft.annotations());
        Map<String, String> labels =
                new TreeMap<>(before.map(ServiceView::labels).orElse(Map.of()));
        labels.putAll(draft.labels());
        boolean allocates = draft.type() == ServiceType.NODE_PORT;
        List<ServicePort> ports = draft.ports().stream()
                .map(port -> allocates ? numbered(port, before) : port)
                .toList();
        return new ServiceView(
                draft.namespace(),
                draft.name(),
                uid,
                Integer.toString(++made),
                before.map(ServiceView::deleting).orElse(false),
                before.map(ServiceView::owners).orElse(List.of(draft.owner())),
                labels,
                annotations,
                draft.type(),
                draft.selector(),
                ports,
                draft.externalIps(),
                draft.loadBalancerClass(),
                draft.allocateNodePorts(),
                draft.trafficPolicy(),
                draft.publishNotReadyAddresses(),
                before.filter(one -> draft.type() == ServiceType.LOAD_BALANCER)
                        .map(ServiceView::ingress)
                        .orElse(List.of()));
    }

    private ServicePort numbered(ServicePort port, Optional<ServiceView> before) {
        OptionalInt number = before.stream()
                .flatMap(service -> service.ports().stream())
                .filter(old -> old.protocol() == port.protocol() && old.port() == port.port())
                .findFirst()
                .map(ServicePort::nodePort)
                .orElseGet(() -> OptionalInt.of(nodePort++));
        return new ServicePort(port.name(), port.protocol(), port.port(), port.targetPort(), number);
    }

    // People.

    /** Somebody else makes one. */
    void putForeign(ServiceDraft draft) {
        if (read(draft.namespace(), draft.name()).isEmpty()) {
            create(draft, false);
        }
    }

    void change(ServiceView view, Map<String, String> selector) {
        put(new ServiceView(
                view.namespace(),
                view.name(),
                view.uid(),
                Integer.toString(++made),
                view.deleting(),
                view.owners(),
                view.labels(),
                view.annotations(),
                view.type(),
                selector,
                view.ports(),
                view.externalIps(),
                view.loadBalancerClass(),
                view.allocateNodePorts(),
                view.trafficPolicy(),
                view.publishNotReadyAddresses(),
                view.ingress()));
    }

    /** The garbage collector comes some time. */
    void podGone(PodRef pod) {
        gone.add(pod.uid());
        services.values().stream()
                .filter(service ->
                        service.owners().stream().anyMatch(owner -> owner.uid().equals(pod.uid())))
                .map(ServiceView::uid)
                .toList()
                .forEach(this::collect);
    }

    private void collect(String uid) {
        time.after(
                chance.millis(200, 4000),
                () -> byUid(uid).ifPresent(service -> {
                    remove(service);
                    watcher.run();
                }));
    }

    // The controller.

    private void put(ServiceView view) {
        services.put(view.namespace() + "/" + view.name(), view);
        if (!view.deleting()) {
            if (view.ingress().isEmpty()) {
                later(view.uid());
            } else {
                // A change of what is served is played at once: its end cannot be seen from outside.
                serve(view);
            }
        }
        free(view);
    }

    private void later(String uid) {
        time.after(
                chance.millis(100, 2500),
                () -> byUid(uid).ifPresent(service -> {
                    if (service.type() == ServiceType.LOAD_BALANCER
                            && service.ingress().isEmpty()
                            && !service.deleting()) {
                        serve(service);
                        watcher.run();
                    }
                }));
    }

    private void serve(ServiceView service) {
        String address = balancers.get(service.annotations().getOrDefault(PlayedForm.BALANCER, ""));
        boolean clear = service.ports().stream()
                .flatMap(port -> slot(service, port).stream())
                .map(listeners::get)
                .allMatch(holder -> holder == null || holder.equals(service.uid()));
        if (service.type() != ServiceType.LOAD_BALANCER || address == null) {
            return;
        }
        if (!clear) {
            if (!service.ingress().isEmpty()) {
                services.put(service.namespace() + "/" + service.name(), with(service, service.deleting(), List.of()));
            }
            later(service.uid());
            return;
        }
        service.ports().forEach(port -> slot(service, port).ifPresent(slot -> listeners.put(slot, service.uid())));
        if (service.ingress().isEmpty()) {
            services.put(
                    service.namespace() + "/" + service.name(),
                    with(service, service.deleting(), List.of(ServiceIngress.at(address))));
        }
    }

    /** What the Service asks for no more. */
    private void free(ServiceView service) {
        Set<Slot> wanted = new HashSet<>();
        service.ports().forEach(port -> slot(service, port).ifPresent(wanted::add));
        listeners
                .entrySet()
                .removeIf(entry -> entry.getValue().equals(service.uid()) && !wanted.contains(entry.getKey()));
    }

    private void remove(ServiceView service) {
        boolean cleans = service.type() == ServiceType.LOAD_BALANCER;
        if (!cleans) {
            services.remove(service.namespace() + "/" + service.name());
            return;
        }
        if (service.deleting()) {
            return;
        }
        services.put(service.namespace() + "/" + service.name(), with(service, true, service.ingress()));
        time.after(
                chance.millis(100, 2500),
                () -> byUid(service.uid()).ifPresent(there -> {
                    listeners.values().removeIf(there.uid()::equals);
                    services.remove(there.namespace() + "/" + there.name());
                    watcher.run();
                }));
    }

    private ServiceView with(ServiceView view, boolean deleting, List<ServiceIngress> ingress) {
        return new ServiceView(
                view.namespace(),
                view.name(),
                view.uid(),
                Integer.toString(++made),
                deleting,
                view.owners(),
                view.labels(),
                view.annotations(),
                view.type(),
                view.selector(),
                view.ports(),
                view.externalIps(),
                view.loadBalancerClass(),
                view.allocateNodePorts(),
                view.trafficPolicy(),
                view.publishNotReadyAddresses(),
                ingress);
    }

    private Optional<ServiceView> byUid(String uid) {
        return services.values().stream()
                .filter(service -> service.uid().equals(uid))
                .findFirst();
    }

    private static Optional<Slot> slot(ServiceView service, ServicePort port) {
        return service.type() == ServiceType.LOAD_BALANCER
                ? Optional.ofNullable(service.annotations().get(PlayedForm.BALANCER))
                        .map(balancer -> new Slot(balancer, port.protocol() + "/" + port.port()))
                : Optional.empty();
    }
}
