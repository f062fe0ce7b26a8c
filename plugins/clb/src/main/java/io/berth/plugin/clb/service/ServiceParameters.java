package io.berth.plugin.clb.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.IpAddress;
import io.berth.spi.Protocol;
import io.berth.spi.cloud.service.ControllerRules;
import io.berth.spi.cloud.service.ServiceForm;
import io.berth.spi.cloud.service.TrafficPolicy;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Excerpt;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a pod says.
 *
 * @param pools ids of load balancers, or external IPs: first choice first, each once; none where there are no pools
 * @param ports in the order given
 * @param scatter each of the pools in turn, whatever the settings say
 */
record ServiceParameters(List<String> pools, List<PodPort> ports, boolean scatter, ServiceTraits traits) {
    private static final int MOST_PORTS = 32;

    ServiceParameters {
        pools = List.copyOf(pools);
        ports = List.copyOf(ports);
        requireNonNull(traits, "traits is null");
    }

    /** The parameters that Services of this form have. */
    static ConfigSchema<ServiceParameters> schema(ServiceForm form) {
        return form.fold(
                balanced -> new OfBalanced(balanced.controller()).schema(),
                external -> new OfExternalIps().schema(),
                node -> new OfNodePort().schema());
    }

    private static Option<List<PodPort>> portProtocols(boolean sctp) {
        return Option.required(
                "PortProtocols",
                ValueType.listOf(PodPort.type(sctp)),
                "The ports of the pod that are reached from outside: '80,81/UDP,82/TCPUDP'. The protocol is TCP (default),"
                        + (sctp ? " UDP, SCTP," : " UDP,")
                        + " or TCPUDP for both on one number.");
    }

    private static Option<Boolean> flag(String name, boolean by, String doc) {
        return Option.withDefault(name, ValueType.bool(), Boolean.toString(by), doc);
    }

    private static Option<Boolean> sameNumber() {
        return flag(
                "SameNumber",
                false,
                "Whether '80/TCP,80/UDP' get one number, as '80/TCPUDP' does. By default each gets its own.");
    }

    private static Option<Boolean> scattered() {
        return flag(
                "EnableClbScatter",
                false,
                "Whether pods are put on each of the pools in turn; else the type's setting 'spread' decides.");
    }

    private static Option<Optional<List<String>>> notReady() {
        return Option.optional(
                "AllowNotReadyContainers",
                ValueType.listOf(ValueType.text()),
                "Containers whose update may leave the pod not ready while traffic goes on. Where any is named, traffic"
                        + " reaches the pod whatever its readiness (publishNotReadyAddresses).");
    }

    private static Option<TrafficPolicy> trafficPolicy() {
        return Option.withDefault(
                "ExternalTrafficPolicyType",
                ValueType.oneOf(TrafficPolicy.class, TrafficPolicy::text),
                TrafficPolicy.CLUSTER.text(),
                "Which nodes pass traffic on: all of them (Cluster), or only the pod's own (Local), where the pod sees its"
                        + " clients' addresses.");
    }

    private static boolean publishes(Optional<List<String>> notReady) {
        return notReady.isPresent();
    }

    private static List<PodPort> checked(List<PodPort> ports) {
        List<String> problems = new ArrayList<>();
        if (ports.size() > MOST_PORTS) {
            problems.add("PortProtocols has %d ports; give at most %d".formatted(ports.size(), MOST_PORTS));
        }
        Set<String> seen = new HashSet<>();
        for (PodPort port : ports) {
            for (Protocol protocol : port.protocols()) {
                if (!seen.add(port.containerPort() + "/" + protocol)) {
                    problems.add("PortProtocols names %d/%s more than once; name it once"
                            .formatted(port.containerPort(), protocol));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new BadValueException(problems.stream().distinct().toList());
        }
        return ports;
    }

    private static List<PodPort> joined(List<PodPort> ports) {
        Map<Integer, PodPort> byPort = new LinkedHashMap<>();
        ports.forEach(port -> byPort.merge(port.containerPort(), port, PodPort::with));
        return List.copyOf(byPort.values());
    }

    /** Of a load balancer whose controller reads annotations. */
    private static final class OfBalanced {
        private final Option<List<String>> ids = Option.required(
                "LbIds",
                ValueType.listOf(ValueType.text()),
                "The ids of the load balancers that the pod may be put on, between commas; first choice first.");
        private final Option<List<PodPort>> ports = portProtocols(false);
        private final Option<Boolean> sameNumber = sameNumber();
        private final Option<Boolean> scatter = scattered();
        private final Option<Boolean> everyIngress = flag(
                "EnableMultiIngress",
                false,
                "Whether every address of a load balancer that has several is published; else only the first.");
        private final Option<Optional<List<String>>> notReady = notReady();
        private final Option<Boolean> nodePorts = flag(
                "AllocateLoadBalancerNodePorts",
                true,
                "Whether the Service gets node ports too. A cluster has few of them (30000-32767), and a load balancer that"
                        + " reaches pods directly needs none.");
        private final Option<TrafficPolicy> policy = trafficPolicy();
        private final Option<Map<String, String>> annotations = Option.withDefault(
                "Annotations",
                UserAnnotations.type(),
                "",
                "More annotations of the Service, for its controller: 'key:value,key:value'.");
        private final ControllerRules controller;

        OfBalanced(ControllerRules controller) {
            this.controller = controller;
        }

        ConfigSchema<ServiceParameters> schema() {
            List<Option<?>> options = new ArrayList<>(
                    List.of(ids, ports, sameNumber, scatter, everyIngress, notReady, nodePorts, policy, annotations));
            options.addAll(controller.parameters());
            return ConfigSchema.of("parameter", this::read, options.toArray(Option<?>[]::new));
        }

        private ServiceParameters read(ConfigSchema.Values values) {
            List<PodPort> given = checked(values.get(ports));
            Map<String, String> own = values.get(annotations);
            if (own.containsKey(controller.balancerAnnotation())) {
                throw new BadValueException("Annotations sets %s, which is chosen for the pod; leave it out"
                        .formatted(controller.balancerAnnotation()));
            }
            Map<String, String> special = new TreeMap<>();
            for (Option<String> option : controller.parameters()) {
                String value = values.get(option);
                if (!option.defaultText().equals(Optional.of(value))) {
                    special.put(option.name(), value);
                }
            }
            return new ServiceParameters(
                    values.get(ids).stream().distinct().toList(),
                    values.get(sameNumber) ? joined(given) : given,
                    values.get(scatter),
                    new ServiceTraits(
                            values.get(everyIngress),
                            publishes(values.get(notReady)),
                            values.get(nodePorts) ? Optional.empty() : Optional.of(false),
                            values.get(policy),
                            special,
                            own));
        }
    }

    private static final class OfExternalIps {
        private final Option<List<String>> ips = Option.required(
                "LbIds",
                ValueType.listOf(new ValueType<>("an IP address", OfExternalIps::ip)),
                "The external IPs that the pod may be put on, between commas; first choice first. They have to be routed to"
                        + " the nodes. Kubernetes deprecates externalIPs (1.37 warns), and a cluster may refuse them.");
        private final Option<List<PodPort>> ports = portProtocols(true);
        private final Option<Boolean> sameNumber = sameNumber();
        private final Option<Boolean> scatter = scattered();
        private final Option<Optional<List<String>>> notReady = notReady();
        private final Option<TrafficPolicy> policy = trafficPolicy();

        private static String ip(String text) {
            return IpAddress.parse(text)
                    .map(IpAddress::text)
                    .orElseThrow(() -> new BadValueException(
                            "%s is not an IP address; give one such as 203.0.113.10".formatted(Excerpt.quoted(text))));
        }

        ConfigSchema<ServiceParameters> schema() {
            return ConfigSchema.of("parameter", this::read, ips, ports, sameNumber, scatter, notReady, policy);
        }

        private ServiceParameters read(ConfigSchema.Values values) {
            List<PodPort> given = checked(values.get(ports));
            return new ServiceParameters(
                    values.get(ips).stream().distinct().toList(),
                    values.get(sameNumber) ? joined(given) : given,
                    values.get(scatter),
                    traits(values.get(notReady), values.get(policy)));
        }
    }

    private static final class OfNodePort {
        private final Option<List<PodPort>> ports = portProtocols(true);
        private final Option<Optional<List<String>>> notReady = notReady();
        private final Option<TrafficPolicy> policy = trafficPolicy();

        ConfigSchema<ServiceParameters> schema() {
            return ConfigSchema.of("parameter", this::read, ports, notReady, policy);
        }

        private ServiceParameters read(ConfigSchema.Values values) {
            return new ServiceParameters(
                    List.of(), checked(values.get(ports)), false, traits(values.get(notReady), values.get(policy)));
        }
    }

    private static ServiceTraits traits(Optional<List<String>> notReady, TrafficPolicy policy) {
        return new ServiceTraits(false, publishes(notReady), Optional.empty(), policy, Map.of(), Map.of());
    }
}
