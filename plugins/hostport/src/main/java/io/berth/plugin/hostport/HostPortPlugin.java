package io.berth.plugin.hostport;

import static java.util.Objects.requireNonNull;

import io.berth.plugin.hostport.PortMatch.Slot;
import io.berth.spi.Addresses;
import io.berth.spi.Admission;
import io.berth.spi.Capacity;
import io.berth.spi.ClaimCodec;
import io.berth.spi.ContainerView;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.NodeView;
import io.berth.spi.Numbers;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Proposal;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Step;
import io.berth.spi.Subject;
import io.berth.spi.Usage;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pod is reached at its node's address, at host ports that stand in its spec.
 *
 * <p>{@link #admit} proposes the numbers: the least used ones of a range, distinct within the pod. Host ports that the
 * pod sets itself are kept, and a pod that has all of its ports is left as it is. The spec of the created pod is the
 * claim; {@link #keys} reads it, {@link #decide} publishes it, and nothing is stored beside it.
 *
 * <p>Outside the pod nothing is made, so there is no gate: with {@link Goal#QUIET} and {@link Goal#DETACHED} the
 * address is no longer published, while the node's port stays open until the pod ends, and with {@link Goal#GONE}
 * nothing is left to do.
 *
 * <p>Ports that the user set and the parameters do not list are not published; where nothing is listed, or the
 * parameters can no longer be read, all host ports of the spec are.
 */
final class HostPortPlugin implements NetworkPlugin<HostPortParameters, Void, Void> {
    private static final int MOST_NAMED = 10;

    private final HostPortSettings settings;

    HostPortPlugin(HostPortSettings settings) {
        this.settings = requireNonNull(settings, "settings is null");
    }

    @Override
    public ConfigSchema<HostPortParameters> parameters(Dialect dialect) {
        return HostPortParameters.SCHEMA.spelled(dialect);
    }

    @Override
    public ClaimCodec<Void> claims() {
        return ClaimCodec.none();
    }

    /** One key per node, protocol and host port, from when the pod is scheduled until its containers have ended. */
    @Override
    public Set<Key> keys(Subject subject, Optional<Void> claim) {
        Set<Key> keys = new HashSet<>();
        if (subject instanceof PodView pod && !pod.isFinished()) {
            pod.nodeName().ifPresent(node -> {
                PoolId pool = new PoolId("host-port", "kubernetes", "cluster", node);
                for (ContainerView container : pod.template().containers()) {
                    container
                            .ports()
                            .forEach(port -> port.hostPort()
                                    .ifPresent(number ->
                                            keys.add(new Key.Port(pool, PortSpace.of(port.protocol()), number))));
                }
            });
        }
        return keys;
    }

    @Override
    public Admission admit(PodTemplateView pod, HostPortParameters parameters, Usage usage) {
        return PortDemand.beforeCreation(pod, parameters, settings).admit(usage);
    }

    /** Per range. Pods that use a number with different protocols can share a node, so the most used protocol counts. */
    @Override
    public List<Capacity> capacity(Usage usage) {
        return settings.ranges().all().entrySet().stream()
                .map(range -> capacity(range.getKey(), range.getValue(), usage))
                .toList();
    }

    private static Capacity capacity(String name, Numbers range, Usage usage) {
        int nodes = usage.schedulableNodes();
        long used = 0;
        long free = 0;
        for (int number = range.next(0); number >= 0; number = range.next(number + 1)) {
            int uses = 0;
            for (Protocol protocol : Protocol.values()) {
                uses = Math.max(uses, usage.count(protocol, number));
            }
            used += uses;
            free += Math.max(0, nodes - uses);
        }
        return new Capacity("range %s (%s)".formatted(name, range), (long) nodes * range.size(), used, free);
    }

    @Override
    public Proposal<Void> propose(
            Subject subject, HostPortParameters parameters, Optional<Void> current, Ledger ledger) {
        if (!(subject instanceof PodView pod)) {
            return new Proposal.Refused<>(
                    Reason.BAD_PARAMETERS,
                    List.of("a host port goes with its pod; choose another network type to keep an address"));
        }
        List<String> problems =
                PortDemand.created(pod.template(), parameters, settings).problems();
        return problems.isEmpty() ? new Proposal.Nothing<>() : new Proposal.Refused<>(Reason.BAD_PARAMETERS, problems);
    }

    @Override
    public Step<Void, Void> decide(
            Held<Void, Void> held, Goal goal, Optional<HostPortParameters> parameters, Seen<Void> seen) {
        if (goal != Goal.SERVE) {
            return Step.Reached.with(Addresses.NONE);
        }
        Optional<PodView> pod = held.pod();
        Optional<String> node = pod.flatMap(PodView::nodeName);
        if (pod.isEmpty() || node.isEmpty()) {
            return waiting(Reason.POD_NOT_SCHEDULED, "The pod has no node yet");
        }
        if (pod.get().ips().isEmpty()) {
            return waiting(Reason.POD_HAS_NO_IP, "The pod has no IP yet");
        }
        return serve(pod.get().template(), pod.get().ips().get(0), parameters, node.get(), held.node());
    }

    private Step<Void, Void> serve(
            PodTemplateView pod,
            IpAddress podIp,
            Optional<HostPortParameters> parameters,
            String nodeName,
            Optional<NodeView> node) {
        Optional<List<Slot>> slots = parameters
                .filter(given -> !given.ports().isEmpty())
                .map(given -> PortMatch.created(pod, given, settings.ranges()).slots());
        List<String> lacking = slots.orElse(List.of()).stream()
                .filter(Slot::isLacking)
                .map(slot -> "port " + slot.wanted())
                .toList();
        if (!lacking.isEmpty()) {
            return waiting(
                    Reason.HOST_PORT_MISSING,
                    "The pod's spec has no host port for %s; route the pod through the webhook or NetworkEngine.admit, and create it again"
                            .formatted(lacking.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                                    + (lacking.size() > MOST_NAMED ? " and others" : "")));
        }
        PublishedPorts ports =
                slots.map(found -> PublishedPorts.of(pod, found)).orElseGet(() -> PublishedPorts.all(pod));
        if (ports.isEmpty()) {
            return waiting(
                    Reason.HOST_PORT_MISSING,
                    "Neither ContainerPorts nor the pod's containers name a host port; list ports in ContainerPorts, and create the pod again");
        }
        Optional<String> address = node.flatMap(settings.addresses()::of);
        if (address.isEmpty() && !ports.onHost().isEmpty()) {
            return waiting(
                    Reason.NO_NODE_ADDRESS,
                    node.isEmpty()
                            ? "Node '%s' is not known".formatted(nodeName)
                            : "Node '%s' has none of %s; give it one, or change addressPreference"
                                    .formatted(nodeName, settings.addresses()));
        }
        return Step.Reached.with(ports.at(podIp.text(), address));
    }

    private static Step<Void, Void> waiting(Reason reason, String message) {
        return new Step.Waiting<>(reason, message, Duration.ZERO);
    }
}
