package io.berth.tck.toy;

import io.berth.spi.PortSpace;
import io.berth.spi.Protocol;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a pod says: which balancers it may be put on, and which of its ports are exposed. */
public record ToyParameters(List<String> balancers, List<Exposed> ports) {
    /** @param protocols one, or both on one number */
    public record Exposed(int containerPort, List<Protocol> protocols) {
        public Exposed {
            protocols = List.copyOf(protocols);
            if (protocols.isEmpty()) {
                throw new IllegalArgumentException("A port needs a protocol");
            }
        }

        Set<PortSpace> spaces() {
            return protocols.stream().map(PortSpace::of).collect(Collectors.toSet());
        }
    }

    private static final int MOST_PORTS = 16;

    private static final Option<List<String>> LB_IDS = Option.required(
            "LbIds",
            ValueType.listOf(ValueType.text()),
            "The balancers that the pod may be put on, first choice first.");
    private static final Option<List<Exposed>> PORTS = Option.required(
            "Ports",
            ValueType.listOf(new ValueType<>("a port such as 80/TCP, 81/UDP or 82/TCPUDP", ToyParameters::exposed)),
            "The ports of the pod that are exposed.");

    static final ConfigSchema<ToyParameters> SCHEMA = ConfigSchema.of("parameter", ToyParameters::read, LB_IDS, PORTS);

    public ToyParameters {
        balancers = List.copyOf(balancers);
        ports = List.copyOf(ports);
    }

    private static ToyParameters read(ConfigSchema.Values values) {
        ToyParameters parameters = new ToyParameters(values.get(LB_IDS), values.get(PORTS));
        if (parameters.ports().size() > MOST_PORTS) {
            throw new BadValueException("'Ports' has %d entries; give at most %d"
                    .formatted(parameters.ports().size(), MOST_PORTS));
        }
        Set<String> seen = new HashSet<>();
        for (Exposed port : parameters.ports()) {
            for (Protocol protocol : port.protocols()) {
                if (!seen.add(port.containerPort() + "/" + protocol)) {
                    throw new BadValueException(
                            "'Ports' names %d/%s twice; give each port once".formatted(port.containerPort(), protocol));
                }
            }
        }
        return parameters;
    }

    private static Exposed exposed(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length > 2) {
            throw new BadValueException("'%s' is no port; give it as 80/TCP".formatted(text));
        }
        int port = ValueType.port().parse(parts[0]);
        String protocol = parts.length == 1 ? "TCP" : parts[1];
        return new Exposed(
                port,
                switch (protocol) {
                    case "TCP" -> List.of(Protocol.TCP);
                    case "UDP" -> List.of(Protocol.UDP);
                    case "TCPUDP" -> List.of(Protocol.TCP, Protocol.UDP);
                    default ->
                        throw new BadValueException(
                                "'%s' is no protocol; give TCP, UDP or TCPUDP, as in %d/UDP".formatted(protocol, port));
                });
    }
}
