package io.berth.plugin.clb;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Protocol;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a pod says.
 *
 * @param balancers first choice first, each once
 * @param ports in the order given
 * @param scatter each of the balancers in turn, whatever the settings say
 * @param everyIngress all addresses of the balancer are published, not only the usual one
 */
record ClbParameters(List<String> balancers, List<Exposed> ports, boolean scatter, boolean everyIngress, Shape shape) {
    private static final int MOST_PORTS = 32;

    private static final Option<List<String>> LB_IDS = Option.required(
            "LbIds",
            ValueType.listOf(ValueType.text()),
            "The ids of the load balancers that the pod may be put on, between commas; first choice first.");
    private static final Option<List<Exposed>> PORT_PROTOCOLS = Option.required(
            "PortProtocols",
            ValueType.listOf(Exposed.type()),
            "The ports of the pod that are reached from outside: '80,81/UDP,82/TCPUDP'. The protocol is TCP (default),"
                    + " UDP, or TCPUDP for both on one number of the balancer.");
    private static final Option<Boolean> SAME_NUMBER = Option.withDefault(
            "SameNumber",
            ValueType.bool(),
            "false",
            "Whether '80/TCP,80/UDP' get one number of the balancer, as '80/TCPUDP' does. By default each gets its own.");
    private static final Option<Boolean> SCATTER = Option.withDefault(
            "EnableClbScatter",
            ValueType.bool(),
            "false",
            "Whether pods are put on each of the balancers in turn; else the type's setting 'spread' decides.");
    private static final Option<Boolean> EVERY_INGRESS = Option.withDefault(
            "EnableMultiIngress",
            ValueType.bool(),
            "false",
            "Whether every address of a balancer that has several is published; else only the usual one.");
    private static final Option<Optional<List<String>>> NOT_READY = Option.optional(
            "AllowNotReadyContainers",
            ValueType.listOf(ValueType.text()),
            "Containers whose update may leave the pod not ready while traffic goes on. A balancer that Berth itself"
                    + " writes sends traffic to the pod whatever its readiness, so there is nothing to do.");
    private static final Option<Boolean> FIXED = Option.withDefault(
            "Fixed",
            ValueType.bool(),
            "false",
            "Whether the pod keeps its ports when it is created again. Not kept yet: only false is accepted.");
    private static final Option<Boolean> NODE_PORTS = Option.withDefault(
            "AllocateLoadBalancerNodePorts",
            ValueType.bool(),
            "true",
            "Of Services that a controller makes listeners of; without a Service there is nothing to do.");
    private static final Option<Optional<String>> TRAFFIC_POLICY = Option.optional(
            "ExternalTrafficPolicyType",
            ValueType.text(),
            "Of Services that a controller makes listeners of; traffic goes to the pod itself, as with Local.");
    private static final Option<Optional<String>> ANNOTATIONS = Option.optional(
            "Annotations",
            ValueType.text(),
            "Of Services that a controller makes listeners of; without a Service there is nothing to do.");
    private static final Option<Optional<Duration>> IDLE_TIMEOUT = Option.optional(
            "IdleTimeout",
            wholeSeconds(),
            "After how long a silent connection is forgotten; by default the vendor's. For pods created from now on.");
    private static final Option<Optional<Duration>> CONNECTION_DRAIN = Option.optional(
            "ConnectionDrain",
            wholeSeconds(),
            "How long what is connected may stay when the pod goes; by default it is cut, where the vendor can.");

    static final ConfigSchema<ClbParameters> SCHEMA = ConfigSchema.of(
            "parameter",
            ClbParameters::read,
            Stream.concat(
                            Stream.of(
                                    LB_IDS,
                                    PORT_PROTOCOLS,
                                    SAME_NUMBER,
                                    SCATTER,
                                    EVERY_INGRESS,
                                    NOT_READY,
                                    FIXED,
                                    NODE_PORTS,
                                    TRAFFIC_POLICY,
                                    ANNOTATIONS,
                                    IDLE_TIMEOUT,
                                    CONNECTION_DRAIN),
                            HealthCheckOptions.ALL.stream())
                    .toArray(Option<?>[]::new));

    ClbParameters {
        balancers = List.copyOf(balancers);
        ports = List.copyOf(ports);
        requireNonNull(shape, "shape is null");
    }

    private static ClbParameters read(ConfigSchema.Values values) {
        List<String> problems = new ArrayList<>();
        List<Exposed> ports = values.get(PORT_PROTOCOLS);
        if (ports.size() > MOST_PORTS) {
            problems.add("PortProtocols has %d ports; give at most %d".formatted(ports.size(), MOST_PORTS));
        }
        if (values.get(FIXED)) {
            problems.add("Fixed: addresses that outlive their pod are not kept yet; give false, or leave it out");
        }
        Set<String> seen = new HashSet<>();
        for (Exposed port : ports) {
            for (Protocol protocol : port.protocols()) {
                if (!seen.add(port.containerPort() + "/" + protocol)) {
                    problems.add("PortProtocols names %d/%s more than once; name it once"
                            .formatted(port.containerPort(), protocol));
                }
            }
        }
        Shape shape = new Shape(
                HealthCheckOptions.read(values, problems), values.get(IDLE_TIMEOUT), values.get(CONNECTION_DRAIN));
        if (!problems.isEmpty()) {
            throw new BadValueException(problems.stream().distinct().toList());
        }
        return new ClbParameters(
                values.get(LB_IDS).stream().distinct().toList(),
                values.get(SAME_NUMBER) ? joined(ports) : ports,
                values.get(SCATTER),
                values.get(EVERY_INGRESS),
                shape);
    }

    private static List<Exposed> joined(List<Exposed> ports) {
        Map<Integer, Exposed> byPort = new LinkedHashMap<>();
        ports.forEach(port -> byPort.merge(port.containerPort(), port, Exposed::with));
        return List.copyOf(byPort.values());
    }

    private static ValueType<Duration> wholeSeconds() {
        ValueType<Duration> any = ValueType.duration();
        return new ValueType<>("whole seconds, such as 90s or 5m30s", text -> {
            Duration value = any.parse(text);
            if (value.toMillis() % 1000 != 0 || value.isZero()) {
                throw new BadValueException("%s has no whole seconds; give 1s or more".formatted(text));
            }
            return value;
        });
    }

    /** The balancers, as messages name them. */
    String balancersText() {
        return String.join(", ", balancers);
    }
}
