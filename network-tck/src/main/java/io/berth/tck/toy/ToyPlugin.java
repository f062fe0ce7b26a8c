package io.berth.tck.toy;

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
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Site;
import io.berth.spi.Step;
import io.berth.spi.Subject;
import io.berth.spi.Wish;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import io.berth.tck.toy.ToyParameters.Exposed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives each exposed port of a pod a listener of a toy balancer, with a group of its own behind it. */
public final class ToyPlugin implements NetworkPlugin<ToyParameters, ToyClaim, ToyFacts> {
    static final String KIND = "lb";

    private final ToySettings settings;
    private final Site site;

    public ToyPlugin(ToySettings settings, Site site) {
        this.settings = requireNonNull(settings, "settings is null");
        this.site = requireNonNull(site, "site is null");
    }

    @Override
    public ConfigSchema<ToyParameters> parameters(Dialect dialect) {
        return ToyParameters.SCHEMA.spelled(dialect);
    }

    @Override
    public ClaimCodec<ToyClaim> claims() {
        return new ToyClaimCodec();
    }

    @Override
    public Set<Key> keys(Subject subject, Optional<ToyClaim> claim) {
        return claim.map(ToyClaim::keys).orElse(Set.of());
    }

    @Override
    public Proposal<ToyClaim> propose(
            Subject subject, ToyParameters parameters, Optional<ToyClaim> current, Ledger ledger) {
        if (parameters.ports().size() > settings.numbers().size()) {
            return new Proposal.Refused<>(
                    Reason.BAD_PARAMETERS,
                    List.of("'Ports' has %d entries, and a balancer has %d numbers; give fewer, or widen 'range'"
                            .formatted(
                                    parameters.ports().size(),
                                    settings.numbers().size())));
        }
        List<PoolId> candidates =
                parameters.balancers().stream().map(this::pool).distinct().toList();
        return current.filter(claim -> candidates.contains(claim.pool()))
                .flatMap(claim -> extended(claim, parameters, ledger))
                .or(() -> fresh(candidates, parameters, ledger))
                .<Proposal<ToyClaim>>map(Proposal.Claim::new)
                .orElseGet(() -> new Proposal.Postponed<>(
                        Reason.POOL_FULL, "no room: " + ledger.take(candidates, wish(parameters.ports()))));
    }

    /** Numbers that still fit stay; for the other ports there are new ones, of the same balancer. */
    private Optional<ToyClaim> extended(ToyClaim current, ToyParameters parameters, Ledger ledger) {
        Map<Exposed, Integer> numbers = new LinkedHashMap<>();
        List<Exposed> without = new ArrayList<>();
        for (Exposed port : parameters.ports()) {
            Optional<Integer> number = current.numberOf(port)
                    .filter(n -> settings.numbers().contains(n) && takes(current.pool(), port, n, ledger));
            number.ifPresentOrElse(n -> numbers.put(port, n), () -> without.add(port));
        }
        if (!without.isEmpty()) {
            Optional<List<Integer>> more = ledger.take(List.of(current.pool()), wish(without))
                    .fold(granted -> Optional.of(granted.numbers()), full -> Optional.empty());
            if (more.isEmpty()) {
                return Optional.empty();
            }
            for (int i = 0; i < without.size(); i++) {
                numbers.put(without.get(i), more.get().get(i));
            }
        }
        ToyClaim claim = claim(current.pool(), parameters, numbers);
        return Optional.of(new ToyClaim(
                claim.pool(),
                claim.lines().stream()
                        .map(line -> current.lines().stream()
                                .filter(old -> old.protocol() == line.protocol()
                                        && old.number() == line.number()
                                        && old.containerPort() == line.containerPort())
                                .findFirst()
                                .orElse(line))
                        .toList()));
    }

    private static boolean takes(PoolId pool, Exposed port, int number, Ledger ledger) {
        return port.spaces().stream()
                .sorted()
                .allMatch(
                        space -> ledger.take(new Key.Port(pool, space, number)).isEmpty());
    }

    private Optional<ToyClaim> fresh(List<PoolId> candidates, ToyParameters parameters, Ledger ledger) {
        return ledger.take(candidates, wish(parameters.ports()))
                .fold(
                        granted -> {
                            Map<Exposed, Integer> numbers = new LinkedHashMap<>();
                            for (int i = 0; i < parameters.ports().size(); i++) {
                                numbers.put(
                                        parameters.ports().get(i),
                                        granted.numbers().get(i));
                            }
                            return Optional.of(claim(granted.pool(), parameters, numbers));
                        },
                        full -> Optional.empty());
    }

    private Wish wish(List<Exposed> ports) {
        return new Wish(ports.stream().map(Exposed::spaces).toList(), settings.numbers(), Wish.Spread.FIRST_FIT);
    }

    private static ToyClaim claim(PoolId pool, ToyParameters parameters, Map<Exposed, Integer> numbers) {
        List<ToyClaim.Line> lines = new ArrayList<>();
        for (Exposed port : parameters.ports()) {
            Integer number = numbers.get(port);
            if (number != null) {
                port.protocols()
                        .forEach(protocol ->
                                lines.add(new ToyClaim.Line(protocol, number, port.containerPort(), Optional.empty())));
            }
        }
        return new ToyClaim(pool, lines);
    }

    private PoolId pool(String balancer) {
        return site.pool(KIND, balancer);
    }

    @Override
    public Set<PoolId> pools(Held<ToyClaim, ToyFacts> held) {
        return poolsOf(held);
    }

    /** The balancers of all keys, old ones included, in a fixed order. */
    static Set<PoolId> poolsOf(Held<ToyClaim, ToyFacts> held) {
        return held.keys().stream()
                .flatMap(key -> key.inPool().stream())
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(PoolId::toString))));
    }

    @Override
    public Map<Holder, ToyFacts> observe(Far far, Collection<Held<ToyClaim, ToyFacts>> held) {
        return new ToyObservation(far, site.identity()).of(held);
    }

    @Override
    public Step<ToyClaim, ToyFacts> decide(
            Held<ToyClaim, ToyFacts> held, Goal goal, Optional<ToyParameters> parameters, Seen<ToyFacts> seen) {
        return new ToyDecision(site.identity(), held, goal, seen).next();
    }

    @Override
    public Stream<Found> inventory(Far far, PoolId pool) {
        return new ToyObservation(far, site.identity()).everything(pool);
    }
}
