package io.berth.plugin.clb.service;

import io.berth.plugin.clb.service.ServiceMark.Owned;
import io.berth.spi.Far;
import io.berth.spi.Found;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.Key;
import io.berth.spi.Occupant;
import io.berth.spi.PodRef;
import io.berth.spi.PoolId;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.service.ServiceSelection;
import io.berth.spi.cloud.service.ServiceType;
import io.berth.spi.cloud.service.ServiceView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One round of reads. A few Services are read one by one, many by a list of their namespace. What others have on the pool
 * is read only where a Service has still to find its place.
 */
final class ServiceObservation {
    private static final int ONE_BY_ONE = 10;

    private final Far far;
    private final ServiceShape shape;
    private final boolean whole;

    ServiceObservation(Far far, ServiceShape shape, boolean whole) {
        this.far = far;
        this.shape = shape;
        this.whole = whole;
    }

    /** The pools of all keys, old ones included, in a fixed order. */
    static Set<PoolId> pools(Held<ServiceClaim, ServiceFacts> held) {
        return held.keys().stream()
                .flatMap(key -> key.inPool().stream())
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(PoolId::toString))));
    }

    /** @param payer any of the pools: its cloud and account are asked */
    Map<Holder, ServiceFacts> of(Collection<Held<ServiceClaim, ServiceFacts>> held, PoolId payer) {
        Map<String, List<Held<ServiceClaim, ServiceFacts>>> byNamespace = new TreeMap<>();
        held.forEach(one -> byNamespace
                .computeIfAbsent(one.podRef().namespace(), namespace -> new ArrayList<>())
                .add(one));
        Map<Holder, ServiceFacts> facts = new LinkedHashMap<>();
        byNamespace.forEach((namespace, some) -> {
            Map<String, ServiceView> listed = some.size() > ONE_BY_ONE ? listed(namespace, payer) : Map.of();
            some.forEach(one -> {
                String name = one.podRef().name();
                Optional<ServiceView> service = Optional.ofNullable(listed.get(name))
                        .or(() -> far.ask(new ServiceCalls.ReadService(payer, namespace, name)));
                facts.put(one.holder(), facts(one, service, payer));
            });
        });
        return facts;
    }

    private Map<String, ServiceView> listed(String namespace, PoolId payer) {
        ServiceMark mark = shape.mark();
        Map<String, ServiceView> byName = new TreeMap<>();
        all(payer, ServiceSelection.labelled(namespace, ServiceMark.LABEL, mark.label()))
                .forEach(service -> byName.put(service.name(), service));
        return byName;
    }

    private List<ServiceView> all(PoolId payer, ServiceSelection which) {
        List<ServiceView> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<ServiceView> page = far.ask(new ServiceCalls.ListServices(payer, which, token));
            all.addAll(page.items());
            token = page.next();
        } while (token.isPresent());
        return all;
    }

    private ServiceFacts facts(Held<ServiceClaim, ServiceFacts> held, Optional<ServiceView> service, PoolId payer) {
        Map<Key, String> foreign = new LinkedHashMap<>();
        Map<Key, String> leftover = new LinkedHashMap<>();
        Optional<ServiceClaim> claim = held.claim().filter(one -> held.pod().isPresent());
        if (claim.isPresent() && !stands(claim.get(), service, held.podRef())) {
            for (ServiceView other : others(payer)) {
                if (isOwn(other, held.podRef())) {
                    continue;
                }
                boolean ours = shape.mark().isOurs(other);
                shape.stands(other, claim.get().pool(), claim.get().whole())
                        .forEach(key -> (ours ? leftover : foreign).put(key, other.namespace() + "/" + other.name()));
            }
        }
        return new ServiceFacts(service, foreign, leftover);
    }

    private static boolean isOwn(ServiceView other, PodRef pod) {
        return other.namespace().equals(pod.namespace()) && other.name().equals(pod.name());
    }

    /** It is as it should be, and the controller has given it its place. */
    private boolean stands(ServiceClaim claim, Optional<ServiceView> service, PodRef pod) {
        return service.filter(seen -> shape.mark().of(seen, pod) == Owned.OWN && !seen.deleting())
                .filter(seen -> shape.controller().isEmpty() || !seen.ingress().isEmpty())
                .filter(seen -> shape.repair(shape.draft(ServicePlan.of(claim), pod, true), seen)
                        .isEmpty())
                .isPresent();
    }

    /** A controller lets no Service take what another one has, so ours need not be looked at there. */
    private List<ServiceView> others(PoolId payer) {
        ServiceMark mark = shape.mark();
        return all(
                payer,
                shape.controller().isPresent()
                        ? ServiceSelection.others(ServiceType.LOAD_BALANCER, ServiceMark.LABEL, mark.label())
                        : ServiceSelection.ALL);
    }

    Stream<Found> everything(PoolId pool) {
        return all(pool, ServiceSelection.ALL).stream()
                .flatMap(service -> shape.stands(service, pool, whole).stream()
                        .map(key -> new Found(
                                key,
                                shape.mark().isOurs(service),
                                ServiceMark.podOf(service).map(Occupant.Pod::new),
                                Instant.EPOCH)));
    }
}
