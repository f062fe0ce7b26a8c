package io.berth.runtime;

import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.Admission;
import io.berth.spi.ClaimCodec;
import io.berth.spi.ContainerPort;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.NodeView;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.Proposal;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Site;
import io.berth.spi.Step;
import io.berth.spi.Subject;
import io.berth.spi.Usage;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Publishes the pod's IP and its node's address; claims nothing. Plugin {@code plain}, network type {@code Plain}. */
final class PlainPlugin implements NetworkPlugin<Integer, String, String> {
    private static final Option<Integer> PORT = Option.withDefault("Port", ValueType.port(), "80", "The port.");

    @Override
    public ConfigSchema<Integer> parameters(Dialect dialect) {
        return ConfigSchema.of("parameter", values -> values.get(PORT), PORT);
    }

    @Override
    public ClaimCodec<String> claims() {
        return ClaimCodec.none();
    }

    @Override
    public Set<Key> keys(Subject subject, Optional<String> claim) {
        return subject.name().startsWith("greedy") ? Set.of(new Key.Name("name", List.of("greedy"))) : Set.of();
    }

    @Override
    public Object watched(PodView pod) {
        return pod.annotations().getOrDefault("port-name", "");
    }

    @Override
    public Admission admit(PodTemplateView pod, Integer port, Usage usage) {
        if (port == 6666) {
            return new Admission.Refused(Reason.BAD_PARAMETERS, List.of("Port: 6666 is not for you"));
        }
        if (port == 6668) {
            return new Admission.Refused(Reason.POOL_FULL, List.of("every number is in use on every node"));
        }
        if (port == 6667) {
            throw new IllegalStateException("a fault of the plugin");
        }
        return new Admission.Edit(
                List.of(new Admission.PortEdit(
                        "game",
                        Optional.empty(),
                        ContainerPort.of(port, Protocol.TCP).onHost(7000))),
                Map.of("plain", "yes"));
    }

    @Override
    public Proposal<String> propose(Subject subject, Integer port, Optional<String> current, Ledger ledger) {
        if (subject.name().startsWith("named")) {
            Key host = new Key.Name("host", List.of("game.example.com"));
            return ledger.take(host)
                    .<Proposal<String>>map(other -> new Proposal.Postponed<>(Reason.KEY_TAKEN, "taken by " + other))
                    .orElseGet(() -> new Proposal.Nothing<>(Set.of(host)));
        }
        return subject.name().startsWith("thief")
                ? new Proposal.Nothing<>(Set.of(new Key.Name("host", List.of("stolen"))))
                : new Proposal.Nothing<>();
    }

    @Override
    public Step<String, String> decide(
            Held<String, String> held, Goal goal, Optional<Integer> port, Seen<String> seen) {
        if (goal != Goal.SERVE || held.pod().isEmpty()) {
            return Step.Reached.with(Addresses.NONE);
        }
        if (held.pod().get().ips().isEmpty()) {
            return new Step.Waiting<>(Reason.POD_HAS_NO_IP, "no IP yet", Duration.ZERO);
        }
        Optional<NodeView> node = held.node();
        if (node.isEmpty() || node.get().addresses().isEmpty()) {
            return new Step.Waiting<>(Reason.NO_NODE_ADDRESS, "the node has no address", Duration.ZERO);
        }
        String name = held.pod().get().annotations().getOrDefault("port-name", "80");
        List<Address.Port> ports = List.of(new Address.Port(name, Protocol.TCP, port.orElse(80)));
        return Step.Reached.with(new Addresses(
                List.of(Address.of(held.pod().get().ips().get(0).text(), ports)),
                List.of(Address.of(node.get().addresses().get(0).value(), ports))));
    }

    static final class Factory implements NetworkPluginFactory<Integer> {
        @Override
        public String plugin() {
            return "plain";
        }

        @Override
        public List<NetworkType> networkTypes() {
            return List.of(NetworkType.of("Plain", "plain"));
        }

        @Override
        public ConfigSchema<Integer> settings() {
            return ConfigSchema.of("setting", values -> 0);
        }

        @Override
        public NetworkPlugin<?, ?, ?> create(Integer settings, Site site) {
            return new PlainPlugin();
        }
    }
}
