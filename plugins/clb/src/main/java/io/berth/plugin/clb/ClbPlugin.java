package io.berth.plugin.clb;

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
import io.berth.spi.PoolId;
import io.berth.spi.Proposal;
import io.berth.spi.Seen;
import io.berth.spi.Site;
import io.berth.spi.Step;
import io.berth.spi.Subject;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Each port of a pod is reached at a port of a load balancer that many pods share: by a slot of its own, which is a
 * listener with a group whose only target is the pod. Vendors differ by their {@link LoadBalancerRules} alone.
 *
 * <p>With {@link Goal#QUIET} the slot stays as it is, with {@link Goal#DETACHED} it stays without a target, and with
 * {@link Goal#GONE} it is taken down, or stays idle for the next pod where the settings say so.
 */
final class ClbPlugin implements NetworkPlugin<ClbParameters, ClbClaim, SlotFacts> {
    private final ClbSettings settings;
    private final LoadBalancerRules rules;
    private final Allotment allotment;

    ClbPlugin(ClbSettings settings, Site site, LoadBalancerRules rules) {
        this.settings = requireNonNull(settings, "settings is null");
        this.rules = requireNonNull(rules, "rules is null");
        this.allotment = new Allotment(settings, site, rules);
    }

    @Override
    public ConfigSchema<ClbParameters> parameters(Dialect dialect) {
        return ClbParameters.SCHEMA.spelled(dialect);
    }

    @Override
    public ClaimCodec<ClbClaim> claims() {
        return new ClbClaimCodec();
    }

    @Override
    public Set<Key> keys(Subject subject, Optional<ClbClaim> claim) {
        return claim.map(ClbClaim::keys).orElse(Set.of());
    }

    @Override
    public Proposal<ClbClaim> propose(
            Subject subject, ClbParameters parameters, Optional<ClbClaim> current, Ledger ledger) {
        return allotment.of(parameters, current, ledger);
    }

    @Override
    public Set<PoolId> pools(Held<ClbClaim, SlotFacts> held) {
        return SlotObservation.pools(held);
    }

    @Override
    public Map<Holder, SlotFacts> observe(Far far, Collection<Held<ClbClaim, SlotFacts>> held) {
        return new SlotObservation(far, rules, allotment.holdsWhole()).of(held);
    }

    @Override
    public Step<ClbClaim, SlotFacts> decide(
            Held<ClbClaim, SlotFacts> held, Goal goal, Optional<ClbParameters> parameters, Seen<SlotFacts> seen) {
        return new SlotDecision(rules, settings.keepsIdle(), held, goal, seen).next();
    }

    @Override
    public Stream<Found> inventory(Far far, PoolId pool) {
        return new SlotObservation(far, rules, allotment.holdsWhole()).everything(pool);
    }
}
