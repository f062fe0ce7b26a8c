package io.berth.plugin.clb;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Proposal;
import io.berth.spi.Reason;
import io.berth.spi.Site;
import io.berth.spi.Wish;
import io.berth.spi.Wish.Spread;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules.BothOnOne;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Which ports of which balancer a pod is promised: the pure part of a proposal. */
final class Allotment {
    static final String KIND = "lb";

    private final ClbSettings settings;
    private final Site site;
    private final LoadBalancerRules rules;

    Allotment(ClbSettings settings, Site site, LoadBalancerRules rules) {
        this.settings = requireNonNull(settings, "settings is null");
        this.site = requireNonNull(site, "site is null");
        this.rules = requireNonNull(rules, "rules is null");
    }

    Proposal<ClbClaim> of(ClbParameters parameters, Optional<ClbClaim> current, Ledger ledger) {
        List<String> problems = problems(parameters);
        if (!problems.isEmpty()) {
            return new Proposal.Refused<>(Reason.BAD_PARAMETERS, problems);
        }
        List<PoolId> allowed = parameters.balancers().stream().map(this::pool).toList();
        List<PoolId> open =
                allowed.stream().filter(pool -> !settings.isCordoned(pool.id())).toList();
        int listeners = listeners(parameters.ports());
        List<PoolId> roomy =
                open.stream().filter(pool -> takes(pool, listeners, ledger)).toList();
        return current.filter(claim -> allowed.contains(claim.pool()) && claim.whole() == holdsWhole())
                .flatMap(claim -> extended(claim, parameters, ledger))
                .or(() -> roomy.isEmpty() ? Optional.empty() : fresh(roomy, parameters, ledger))
                .<Proposal<ClbClaim>>map(Proposal.Claim::new)
                .orElseGet(() -> new Proposal.Postponed<>(Reason.POOL_FULL, noRoom(open, parameters, ledger)));
    }

    private int listeners(List<Exposed> ports) {
        return ports.stream()
                .mapToInt(port -> rules.listeners(port.protocols()).size())
                .sum();
    }

    private OptionalInt quota() {
        return settings.listeners().map(OptionalInt::of).orElse(rules.listenersPerBalancer());
    }

    private boolean takes(PoolId pool, int more, Ledger ledger) {
        return quota().isEmpty() || ledger.held(pool) + more <= quota().getAsInt();
    }

    private String noRoom(List<PoolId> open, ClbParameters parameters, Ledger ledger) {
        if (open.isEmpty()) {
            return "all of the pod's balancers are cordoned: %s; name another one, or take one out of 'cordoned'"
                    .formatted(parameters.balancersText());
        }
        List<String> rooms = new ArrayList<>();
        List<PoolId> roomy = new ArrayList<>();
        for (PoolId pool : open) {
            if (takes(pool, listeners(parameters.ports()), ledger)) {
                roomy.add(pool);
            } else {
                rooms.add("%s: %d of %d listeners are held".formatted(pool, ledger.held(pool), quota().getAsInt()));
            }
        }
        if (!roomy.isEmpty()) {
            rooms.add(ledger.take(roomy, wish(parameters.ports(), parameters)).toString());
        }
        return "no balancer has room for %s: %s"
                .formatted(
                        parameters.ports().stream().map(Exposed::toString).collect(Collectors.joining(", ")),
                        String.join("; ", rooms));
    }

    // What cannot be served at all.

    private List<String> problems(ClbParameters parameters) {
        Set<String> problems = new LinkedHashSet<>();
        if (quota().isPresent() && listeners(parameters.ports()) > quota().getAsInt()) {
            problems.add("PortProtocols needs %d listeners, and a balancer takes %d; give fewer, or raise 'listeners'"
                    .formatted(listeners(parameters.ports()), quota().getAsInt()));
        }
        if (parameters.ports().size() > settings.numbers().size()) {
            problems.add("PortProtocols has %d ports, and a balancer has %d numbers; give fewer, or widen 'range'"
                    .formatted(parameters.ports().size(), settings.numbers().size()));
        }
        for (Exposed port : parameters.ports()) {
            if (port.protocols().size() > 1 && holdsWhole() && rules.bothOnOne() != BothOnOne.JOINED) {
                problems.add(("PortProtocols: %s needs TCP and UDP on one number, which this cloud refuses in most"
                                + " accounts; give %d/TCP,%d/UDP, or set 'sharedNumbers: true' if yours may")
                        .formatted(port, port.containerPort(), port.containerPort()));
            }
            for (Transport transport : rules.listeners(port.protocols())) {
                problems.addAll(rules.shapes().problems(parameters.shape(), transport));
            }
        }
        return List.copyOf(problems);
    }

    /** Whether a number is held for both protocols. */
    boolean holdsWhole() {
        return switch (rules.bothOnOne()) {
            case JOINED -> true;
            case APART -> !settings.sharedNumbers().orElse(true);
            case IF_ALLOWED -> !settings.sharedNumbers().orElse(false);
        };
    }

    // What was promised before.

    /** Numbers that still fit stay; for the other ports there are new ones, of the same balancer. */
    private Optional<ClbClaim> extended(ClbClaim current, ClbParameters parameters, Ledger ledger) {
        Map<Exposed, Integer> numbers = new LinkedHashMap<>();
        List<Exposed> without = new ArrayList<>();
        for (Exposed port : parameters.ports()) {
            numberOf(port, current)
                    .filter(number -> settings.numbers().contains(number) && takes(current, port, number, ledger))
                    .ifPresentOrElse(number -> numbers.put(port, number), () -> without.add(port));
        }
        if (!without.isEmpty() && !takes(current.pool(), listeners(without), ledger)) {
            return Optional.empty();
        }
        if (!without.isEmpty()) {
            Optional<List<Integer>> more = ledger.take(List.of(current.pool()), wish(without, parameters))
                    .fold(granted -> Optional.of(granted.numbers()), full -> Optional.empty());
            if (more.isEmpty()) {
                return Optional.empty();
            }
            for (int i = 0; i < without.size(); i++) {
                numbers.put(without.get(i), more.get().get(i));
            }
        }
        return Optional.of(claim(current.pool(), parameters, numbers));
    }

    /** The number that the claim has for this port, with all of its protocols and no other. */
    private Optional<Integer> numberOf(Exposed port, ClbClaim claim) {
        List<Transport> wanted = rules.listeners(port.protocols());
        Map<Integer, List<Transport>> found = new LinkedHashMap<>();
        claim.lines().stream()
                .filter(line -> line.containerPort() == port.containerPort())
                .forEach(line -> found.computeIfAbsent(line.front().number(), n -> new ArrayList<>())
                        .add(line.front().transport()));
        return found.entrySet().stream()
                .filter(entry -> entry.getValue().equals(wanted))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private boolean takes(ClbClaim claim, Exposed port, int number, Ledger ledger) {
        return spaces(port).stream()
                .sorted()
                .allMatch(space ->
                        ledger.take(new Key.Port(claim.pool(), space, number)).isEmpty());
    }

    // What is promised anew.

    private Optional<ClbClaim> fresh(List<PoolId> open, ClbParameters parameters, Ledger ledger) {
        return ledger.take(open, wish(parameters.ports(), parameters))
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

    private Wish wish(List<Exposed> ports, ClbParameters parameters) {
        return new Wish(
                ports.stream().map(this::spaces).toList(),
                settings.numbers(),
                parameters.scatter() ? Spread.SCATTER : settings.spread());
    }

    private Set<PortSpace> spaces(Exposed port) {
        return holdsWhole()
                ? Set.of(PortSpace.ANY)
                : port.protocols().stream().map(PortSpace::of).collect(Collectors.toUnmodifiableSet());
    }

    private ClbClaim claim(PoolId pool, ClbParameters parameters, Map<Exposed, Integer> numbers) {
        List<ClbClaim.Line> lines = new ArrayList<>();
        for (Exposed port : parameters.ports()) {
            int number = requireNonNull(numbers.get(port), "a port has no number");
            rules.listeners(port.protocols())
                    .forEach(transport ->
                            lines.add(new ClbClaim.Line(new Front(transport, number), port.containerPort())));
        }
        return new ClbClaim(pool, lines, holdsWhole(), parameters.everyIngress(), parameters.shape());
    }

    private PoolId pool(String balancer) {
        return site.pool(KIND, balancer);
    }
}
