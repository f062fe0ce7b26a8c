package io.berth.plugin.nonedirect;

import io.berth.plugin.nonedirect.NoneDirectParameters.ListedPort;
import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.Admission;
import io.berth.spi.ClaimCodec;
import io.berth.spi.ContainerView;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.Proposal;
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Step;
import io.berth.spi.Subject;
import io.berth.spi.Usage;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.Excerpt;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pod's own IPs and container ports, inside and outside alike: one address per IP, the primary first, so that a
 * reader of the first address alone gets the one that Kubernetes calls the pod's. Holds no key, makes nothing, and
 * never asks for a host port.
 *
 * <p>A pod that declares no port is published with its IPs alone: they are what its clients need, and many images
 * declare none.
 *
 * <p>There is no gate to close: with {@link Goal#QUIET} and {@link Goal#DETACHED} the address is no longer published,
 * and who knows the IP still reaches it.
 */
final class NoneDirectPlugin implements NetworkPlugin<NoneDirectParameters, Void, Void> {
    /** So that a hostile annotation makes no message of megabytes. */
    private static final int MOST_PROBLEMS = 50;

    @Override
    public ConfigSchema<NoneDirectParameters> parameters(Dialect dialect) {
        return NoneDirectParameters.SCHEMA.spelled(dialect);
    }

    @Override
    public ClaimCodec<Void> claims() {
        return ClaimCodec.none();
    }

    @Override
    public Set<Key> keys(Subject subject, Optional<Void> claim) {
        return Set.of();
    }

    @Override
    public Admission admit(PodTemplateView pod, NoneDirectParameters parameters, Usage usage) {
        List<String> problems = unknownContainers(pod, parameters);
        return problems.isEmpty() ? Admission.none() : new Admission.Refused(Reason.BAD_PARAMETERS, problems);
    }

    @Override
    public Proposal<Void> propose(
            Subject subject, NoneDirectParameters parameters, Optional<Void> current, Ledger ledger) {
        if (!(subject instanceof PodView pod)) {
            return new Proposal.Refused<>(
                    Reason.BAD_PARAMETERS,
                    List.of("a pod's own IP goes with its pod; choose another network type to keep an address"));
        }
        List<String> problems = unknownContainers(pod.template(), parameters);
        return problems.isEmpty() ? new Proposal.Nothing<>() : new Proposal.Refused<>(Reason.BAD_PARAMETERS, problems);
    }

    @Override
    public Step<Void, Void> decide(
            Held<Void, Void> held, Goal goal, Optional<NoneDirectParameters> parameters, Seen<Void> seen) {
        if (goal != Goal.SERVE) {
            return Step.Reached.with(Addresses.NONE);
        }
        List<IpAddress.Family> families =
                parameters.map(NoneDirectParameters::families).orElse(List.of());
        List<IpAddress> ips = held.pod().map(pod -> chosen(pod.ips(), families)).orElse(List.of());
        if (ips.isEmpty()) {
            return new Step.Waiting<>(Reason.POD_HAS_NO_IP, missing(families), Duration.ZERO);
        }
        List<Address.Port> ports = held.pod()
                .map(pod -> ports(
                        pod.template(),
                        parameters.map(NoneDirectParameters::ports).orElse(List.of())))
                .orElse(List.of());
        List<Address> addresses =
                ips.stream().map(ip -> Address.of(ip.text(), ports)).toList();
        return Step.Reached.with(new Addresses(addresses, addresses));
    }

    private static List<IpAddress> chosen(List<IpAddress> ips, List<IpAddress.Family> families) {
        if (families.isEmpty()) {
            return ips;
        }
        return families.stream()
                .flatMap(family -> ips.stream().filter(ip -> ip.family() == family))
                .toList();
    }

    private static String missing(List<IpAddress.Family> families) {
        return families.isEmpty()
                ? "The pod has no IP yet"
                : "The pod has no IP of the families %s that IpFamilies asks for"
                        .formatted(families.stream()
                                .map(NoneDirectParameters::spelling)
                                .collect(Collectors.joining(", ")));
    }

    private static List<Address.Port> ports(PodTemplateView pod, List<ListedPort> listed) {
        Set<Address.Port> ports = new LinkedHashSet<>();
        if (listed.isEmpty()) {
            pod.containers()
                    .forEach(container -> container
                            .ports()
                            .forEach(port -> ports.add(new Address.Port(
                                    container.name() + "-" + port.number(), port.protocol(), port.number()))));
        }
        listed.forEach(port ->
                ports.add(new Address.Port(port.container() + "-" + port.number(), port.protocol(), port.number())));
        return List.copyOf(ports);
    }

    private static List<String> unknownContainers(PodTemplateView pod, NoneDirectParameters parameters) {
        Set<String> known = pod.containers().stream().map(ContainerView::name).collect(Collectors.toSet());
        String names =
                Excerpt.of(pod.containers().stream().map(ContainerView::name).collect(Collectors.joining(", ")));
        return parameters.ports().stream()
                .map(ListedPort::container)
                .distinct()
                .filter(name -> !known.contains(name))
                .limit(MOST_PROBLEMS)
                .map(name ->
                        "ContainerPorts: the pod has no container %s; it has %s".formatted(Excerpt.quoted(name), names))
                .toList();
    }
}
