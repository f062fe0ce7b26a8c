package io.berth.plugin.clb.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Proposal;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.Site;
import io.berth.spi.Subject;
import io.berth.spi.Wish;
import io.berth.spi.Wish.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which ports of which pool a pod is promised: the pure part of a proposal. */
final class ServiceAllotment {
    static final String KIND = "lb";

    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");

    private final PoolSettings settings;
    private final Site site;
    private final boolean pooled;

    ServiceAllotment(PoolSettings settings, Site site, boolean pooled) {
        this.settings = requireNonNull(settings, "settings is null");
        this.site = requireNonNull(site, "site is null");
        this.pooled = pooled;
    }

    Proposal<ServiceClaim> of(
            Subject subject, ServiceParameters parameters, Optional<ServiceClaim> current, Ledger ledger) {
        List<String> problems = problems(subject, parameters);
        if (!problems.isEmpty()) {
            return new Proposal.Refused<>(Reason.BAD_PARAMETERS, problems);
        }
        if (!pooled) {
            return new Proposal.Nothing<>();
        }
        List<PoolId> allowed = parameters.pools().stream().map(this::pool).toList();
        List<PoolId> open = allowed.stream()
                .filter(pool -> !settings.cordoned().test(pool.id()))
                .toList();
        return current.filter(claim -> allowed.contains(claim.pool()) && claim.whole() == holdsWhole())
                .flatMap(claim -> extended(claim, parameters, ledger))
                .or(() -> current.isPresent() ? Optional.empty() : asBefore(subject, allowed, parameters, ledger))
                .or(() -> open.isEmpty() ? Optional.empty() : fresh(open, parameters, ledger))
                .<Proposal<ServiceClaim>>map(Proposal.Claim::new)
                .orElseGet(() -> new Proposal.Postponed<>(Reason.POOL_FULL, noRoom(open, parameters, ledger)));
    }

    PoolId pool(String id) {
        return site.pool(KIND, id);
    }

    /** Whether a number is held for all protocols. */
    boolean holdsWhole() {
        return !settings.sharedNumbers();
    }

    boolean gives(int number) {
        return settings.numbers().contains(number);
    }

    private String noRoom(List<PoolId> open, ServiceParameters parameters, Ledger ledger) {
        if (open.isEmpty()) {
            return "all of the pod's pools are cordoned: %s; name another one, or take one out of 'cordoned'"
                    .formatted(String.join(", ", parameters.pools()));
        }
        return "no pool has room for %s: %s"
                .formatted(
                        parameters.ports().stream().map(PodPort::toString).collect(Collectors.joining(", ")),
                        ledger.take(open, wish(parameters.ports(), parameters)));
    }

    // What cannot be served at all.

    private List<String> problems(Subject subject, ServiceParameters parameters) {
        List<String> problems = new ArrayList<>();
        if (pooled && parameters.ports().size() > settings.numbers().size()) {
            problems.add("PortProtocols has %d ports, and a pool has %d numbers; give fewer, or widen 'range'"
                    .formatted(parameters.ports().size(), settings.numbers().size()));
        }
        if (!SERVICE_NAME.matcher(subject.name()).matches()) {
            problems.add(
                    ("the pod's name '%s' cannot be a Service's, which has the same: give the pod a name of at most"
                                    + " 63 lower-case letters, digits and dashes")
                            .formatted(subject.name()));
        }
        if (subject instanceof PodView pod && !ServiceShape.canBeFound(pod)) {
            problems.add(unfindable(pod));
        }
        return problems;
    }

    static String unfindable(PodView pod) {
        return ("the pod has no label %s: %s, by which its Service would find it; pods of StatefulSets and of OpenKruise's"
                        + " workloads have it, on others something has to set it")
                .formatted(ServiceShape.POD_NAME, pod.name());
    }

    // What was promised before.

    /** Numbers that still fit stay; for the other ports there are new ones, of the same pool. */
    private Optional<ServiceClaim> extended(ServiceClaim current, ServiceParameters parameters, Ledger ledger) {
        Map<PodPort, Integer> numbers = new LinkedHashMap<>();
        List<PodPort> without = new ArrayList<>();
        for (PodPort port : parameters.ports()) {
            numberOf(port, current)
                    .filter(number -> gives(number) && takes(current.pool(), port, number, ledger))
                    .ifPresentOrElse(number -> numbers.put(port, number), () -> without.add(port));
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
        return Optional.of(claim(current.pool(), parameters.ports(), parameters, numbers));
    }

    /** The number that the claim has for this port, with all of its protocols and no other. */
    private static Optional<Integer> numberOf(PodPort port, ServiceClaim claim) {
        Map<Integer, Set<Protocol>> found = new TreeMap<>();
        claim.lines().stream()
                .filter(line -> line.containerPort() == port.containerPort())
                .forEach(line -> found.computeIfAbsent(line.number(), n -> EnumSet.noneOf(Protocol.class))
                        .add(line.protocol()));
        return found.entrySet().stream()
                .filter(entry -> entry.getValue().equals(port.protocols()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private boolean takes(PoolId pool, PodPort port, int number, Ledger ledger) {
        return spaces(port).stream()
                .sorted()
                .allMatch(
                        space -> ledger.take(new Key.Port(pool, space, number)).isEmpty());
    }

    /** The numbers under which the pod is known already, since its Service has them; new ones for its other ports. */
    private Optional<ServiceClaim> asBefore(
            Subject subject, List<PoolId> allowed, ServiceParameters parameters, Ledger ledger) {
        if (!(subject instanceof PodView pod)) {
            return Optional.empty();
        }
        PublishedBefore before = PublishedBefore.of(pod);
        Map<PodPort, Integer> numbers = new LinkedHashMap<>();
        for (PodPort port : parameters.ports()) {
            before.number(port).filter(this::gives).ifPresent(number -> numbers.put(port, number));
        }
        if (numbers.isEmpty() || Set.copyOf(numbers.values()).size() < numbers.size()) {
            return Optional.empty();
        }
        List<PodPort> known = List.copyOf(numbers.keySet());
        return allowed.stream()
                .sorted(Comparator.comparing(pool -> !before.addresses().contains(pool.id())))
                .filter(pool ->
                        known.stream().allMatch(port -> takes(pool, port, numbers.getOrDefault(port, 0), ledger)))
                .findFirst()
                .flatMap(pool -> extended(claim(pool, known, parameters, numbers), parameters, ledger));
    }

    // What is promised anew.

    private Optional<ServiceClaim> fresh(List<PoolId> open, ServiceParameters parameters, Ledger ledger) {
        return ledger.take(open, wish(parameters.ports(), parameters))
                .fold(
                        granted -> {
                            Map<PodPort, Integer> numbers = new LinkedHashMap<>();
                            for (int i = 0; i < parameters.ports().size(); i++) {
                                numbers.put(
                                        parameters.ports().get(i),
                                        granted.numbers().get(i));
                            }
                            return Optional.of(claim(granted.pool(), parameters.ports(), parameters, numbers));
                        },
                        full -> Optional.empty());
    }

    private Wish wish(List<PodPort> ports, ServiceParameters parameters) {
        return new Wish(
                ports.stream().map(this::spaces).toList(),
                settings.numbers(),
                parameters.scatter() ? Spread.SCATTER : settings.spread());
    }

    private Set<PortSpace> spaces(PodPort port) {
        return holdsWhole()
                ? Set.of(PortSpace.ANY)
                : port.protocols().stream().map(PortSpace::of).collect(Collectors.toUnmodifiableSet());
    }

    private ServiceClaim claim(
            PoolId pool, List<PodPort> ports, ServiceParameters parameters, Map<PodPort, Integer> numbers) {
        List<ServiceClaim.Line> lines = new ArrayList<>();
        for (PodPort port : ports) {
            int number = requireNonNull(numbers.get(port), "a port has no number");
            port.protocols()
                    .forEach(protocol -> lines.add(new ServiceClaim.Line(protocol, number, port.containerPort())));
        }
        return new ServiceClaim(pool, lines, holdsWhole(), parameters.traits());
    }
}
