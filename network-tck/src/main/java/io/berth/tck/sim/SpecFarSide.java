package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Providers;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.Identity;
import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.config.NameValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The far side of a network type that holds nothing outside: the pods themselves, where they run. Nobody can put
 * anything there, and nothing is left of a pod that is gone.
 */
public final class SpecFarSide implements FarSide {
    /** Where a client finds a pod. */
    public enum At {
        /** At its own IP. */
        POD,
        /** At its host ports, on the address of its node. */
        NODE
    }

    /**
     * The network type.
     *
     * @param good values of {@code network-conf}, each with the ports of {@link SpecFarSide#containers} that it asks for
     * @param bad those that have to be refused
     */
    public record Type(
            NetworkPluginFactory<?> plugin,
            String name,
            List<NameValue> settings,
            At at,
            Map<String, List<ContainerPort>> good,
            List<String> bad) {
        public Type {
            requireNonNull(plugin, "plugin is null");
            requireNonNull(name, "name is null");
            settings = List.copyOf(settings);
            requireNonNull(at, "at is null");
            good = Map.copyOf(good);
            bad = List.copyOf(bad);
        }
    }

    private record Running(PodView pod, NodeView node, String ip) {}

    private static final String CONF = "game.kruise.io/network-conf";

    private final Type type;
    private final Map<String, Running> running = new TreeMap<>();

    public SpecFarSide(Type type) {
        this.type = requireNonNull(type, "type is null");
    }

    @Override
    public String networkType() {
        return type.name();
    }

    @Override
    public Equipment equip(Identity identity, Gate gate) {
        return new Equipment(
                Providers.of(List.of(type.plugin()), List.of()),
                Map.of(type.name(), type.settings()),
                List.of(),
                Map.of());
    }

    @Override
    public boolean holdsOutside() {
        return false;
    }

    @Override
    public List<ContainerView> containers() {
        return List.of(new ContainerView(
                "game", List.of(ContainerPort.of(80, Protocol.TCP), ContainerPort.of(81, Protocol.UDP))));
    }

    /** Nothing is ever sent to it. */
    @Override
    public void judge(Judge judge) {}

    @Override
    public void mood(Mood mood) {}

    @Override
    public String goodConf(Chance chance) {
        return chance.pick(type.good().keySet().stream().sorted().toList());
    }

    @Override
    public String badConf(Chance chance) {
        return chance.pick(type.bad());
    }

    @Override
    public void runs(PodView pod, NodeView node, String ip) {
        running.put(pod.uid(), new Running(pod, node, ip));
    }

    @Override
    public void podUp(PodRef pod, String ip) {}

    @Override
    public void podDown(PodRef pod, String ip) {
        if (Optional.ofNullable(running.get(pod.uid()))
                .filter(was -> was.ip().equals(ip))
                .isPresent()) {
            running.remove(pod.uid());
        }
    }

    @Override
    public Optional<Meddling> meddle(Chance chance) {
        return Optional.empty();
    }

    @Override
    public void tidy() {}

    @Override
    public List<Marked> marked() {
        return List.of();
    }

    @Override
    public Set<String> reach(String address, Protocol protocol, int port) {
        Set<String> ips = new TreeSet<>();
        running.values().stream()
                .filter(one -> type.at() == At.POD
                        ? one.ip().equals(address)
                        : isAddressOf(one.node(), address) && hasHostPort(one.pod(), protocol, port))
                .forEach(one -> ips.add(one.ip()));
        return ips;
    }

    private static boolean isAddressOf(NodeView node, String address) {
        return node.addresses().stream().anyMatch(one -> one.value().equals(address));
    }

    private static boolean hasHostPort(PodView pod, Protocol protocol, int port) {
        return ports(pod)
                .anyMatch(one -> one.protocol() == protocol && one.hostPort().equals(Optional.of(port)));
    }

    private static Stream<ContainerPort> ports(PodView pod) {
        return pod.template().containers().stream().flatMap(one -> one.ports().stream());
    }

    @Override
    public boolean fits(PodView pod, List<Door> doors) {
        List<ContainerPort> asked = type.good().getOrDefault(conf(pod), List.of());
        return doors.size() == asked.size()
                && doors.stream().allMatch(door -> asked.stream().anyMatch(port -> isFor(door, pod, port)));
    }

    private boolean isFor(Door door, PodView pod, ContainerPort port) {
        if (door.protocol() != port.protocol()) {
            return false;
        }
        return type.at() == At.POD
                ? door.port() == port.number()
                        && pod.ips().stream().map(IpAddress::text).anyMatch(door.ip()::equals)
                : ports(pod)
                        .anyMatch(own -> own.number() == port.number()
                                && own.protocol() == port.protocol()
                                && own.hostPort().equals(Optional.of(door.port())));
    }

    private static String conf(PodView pod) {
        return pod.annotations().getOrDefault(CONF, "");
    }

    @Override
    public boolean wasHiddenFrom(String sender, Key key) {
        return false;
    }

    @Override
    public boolean isForeign(Key key) {
        return false;
    }

    @Override
    public boolean canBeFreed(Set<Key> keys) {
        return true;
    }

    @Override
    public boolean explains(Reason reason, PodView pod, Set<Key> held) {
        return switch (reason) {
            case BAD_PARAMETERS -> type.bad().contains(conf(pod));
            // It was let in when no replica answered, or asks for another port now.
            case HOST_PORT_MISSING ->
                type.at() == At.NODE
                        && ports(pod).anyMatch(port -> port.hostPort().isEmpty());
            default -> false;
        };
    }
}
