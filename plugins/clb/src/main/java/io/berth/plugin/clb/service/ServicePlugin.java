package io.berth.plugin.clb.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.ClaimCodec;
import io.berth.spi.Far;
import io.berth.spi.Found;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.Proposal;
import io.berth.spi.Seen;
import io.berth.spi.Site;
import io.berth.spi.Step;
import io.berth.spi.Subject;
import io.berth.spi.cloud.service.ServiceForm;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Each pod has a Service of its own name, owned by the pod; others make of it what leads to the pod.
 *
 * <p>With {@link Goal#QUIET} it stays as it is (Kubernetes itself sends nothing new to a pod that is going), with {@link
 * Goal#DETACHED} it stays and selects no pod, and with {@link Goal#GONE} it is deleted. Where the ports are those of a
 * shared pool they are claimed; where the API server chooses them, nothing is claimed.
 */
public final class ServicePlugin implements NetworkPlugin<ServiceParameters, ServiceClaim, ServiceFacts> {
    private final Site site;
    private final ServiceShape shape;
    private final ServiceAllotment allotment;
    private final boolean pooled;

    /** @param form of the Services that the site's network type makes */
    public ServicePlugin(PoolSettings settings, Site site, ServiceForm form) {
        this.site = requireNonNull(site, "site is null");
        this.shape = new ServiceShape(form, new ServiceMark(site.identity()));
        this.pooled = form.fold(balanced -> true, external -> true, node -> false);
        this.allotment = new ServiceAllotment(settings, site, pooled);
    }

    @Override
    public ConfigSchema<ServiceParameters> parameters(Dialect dialect) {
        return ServiceParameters.schema(shape.form()).spelled(dialect);
    }

    @Override
    public ClaimCodec<ServiceClaim> claims() {
        return new ServiceClaimCodec();
    }

    @Override
    public Set<Key> keys(Subject subject, Optional<ServiceClaim> claim) {
        return claim.map(ServiceClaim::keys).orElse(Set.of());
    }

    @Override
    public Proposal<ServiceClaim> propose(
            Subject subject, ServiceParameters parameters, Optional<ServiceClaim> current, Ledger ledger) {
        return allotment.of(subject, parameters, current, ledger);
    }

    @Override
    public Object watched(PodView pod) {
        return ServiceShape.canBeFound(pod);
    }

    @Override
    public Set<PoolId> pools(Held<ServiceClaim, ServiceFacts> held) {
        return pooled
                ? ServiceObservation.pools(held)
                : Set.of(site.pool("service", held.podRef().namespace()));
    }

    @Override
    public Map<Holder, ServiceFacts> observe(Far far, Collection<Held<ServiceClaim, ServiceFacts>> held) {
        return held.stream()
                .findFirst()
                .flatMap(this::payer)
                .map(payer -> new ServiceObservation(far, shape, allotment.holdsWhole()).of(held, payer))
                .orElse(Map.of());
    }

    private Optional<PoolId> payer(Held<ServiceClaim, ServiceFacts> held) {
        return pools(held).stream().findFirst();
    }

    @Override
    public Step<ServiceClaim, ServiceFacts> decide(
            Held<ServiceClaim, ServiceFacts> held,
            Goal goal,
            Optional<ServiceParameters> parameters,
            Seen<ServiceFacts> seen) {
        PoolId payer =
                payer(held).orElseGet(() -> site.pool("service", held.podRef().namespace()));
        return new ServiceDecision(shape, allotment, payer, held, goal, parameters, seen).next();
    }

    @Override
    public Stream<Found> inventory(Far far, PoolId pool) {
        return pooled ? new ServiceObservation(far, shape, allotment.holdsWhole()).everything(pool) : Stream.empty();
    }
}
