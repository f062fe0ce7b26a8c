package io.berth.plugin.clb.service;

import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.IpAddress;
import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.berth.spi.cloud.service.ServiceIngress;
import io.berth.spi.cloud.service.ServicePort;
import io.berth.spi.cloud.service.ServiceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan as clients are told of it: an address per port, as OpenKruiseGame publishes them. */
final class PublishedServices {
    /** As OpenKruiseGame chooses: names before addresses, outside before inside, of several the last. */
    private static final List<String> PREFERENCE = List.of("ExternalDNS", "ExternalIP", "InternalDNS", "InternalIP");

    private PublishedServices() {}

    /** At the addresses that the controller has told. */
    static Addresses balanced(ServicePlan plan, Optional<IpAddress> pod, List<ServiceIngress> all) {
        List<ServiceIngress> told =
                plan.traits().everyIngress() ? all : all.stream().limit(1).toList();
        List<Address> inside = new ArrayList<>();
        List<Address> outside = new ArrayList<>();
        for (ServiceClaim.Line line : plan.lines()) {
            pod.ifPresent(ip -> inside.add(Address.of(ip.text(), List.of(within(line)))));
            told.forEach(ingress ->
                    outside.add(new Address(ingress.ip(), ingress.hostName(), List.of(port(line, line.number())))));
        }
        return new Addresses(inside, outside);
    }

    static Addresses external(ServicePlan plan, Optional<IpAddress> pod) {
        return balanced(
                plan,
                pod,
                plan.pool().map(pool -> ServiceIngress.at(pool.id())).stream().toList());
    }

    static Addresses onNode(ServicePlan plan, Optional<IpAddress> pod, String node, ServiceView service) {
        List<Address> inside = new ArrayList<>();
        List<Address> outside = new ArrayList<>();
        for (ServiceClaim.Line line : plan.lines()) {
            pod.ifPresent(ip -> inside.add(Address.of(ip.text(), List.of(within(line)))));
            nodePort(service, line).ifPresent(number -> outside.add(Address.of(node, List.of(port(line, number)))));
        }
        return new Addresses(inside, outside);
    }

    static Optional<Integer> nodePort(ServiceView service, ServiceClaim.Line line) {
        return service.ports().stream()
                .filter(port -> port.protocol() == line.protocol() && port.port() == line.number())
                .map(ServicePort::nodePort)
                .filter(number -> number.isPresent() && number.getAsInt() > 0)
                .map(number -> number.getAsInt())
                .findFirst();
    }

    private static Address.Port within(ServiceClaim.Line line) {
        return port(line, line.containerPort());
    }

    private static Address.Port port(ServiceClaim.Line line, int number) {
        return new Address.Port(Integer.toString(line.containerPort()), line.protocol(), number);
    }

    /** Empty: the node has no usable address. */
    static Optional<String> address(NodeView node) {
        for (String type : PREFERENCE) {
            List<String> of = node.addresses().stream()
                    .filter(address ->
                            address.type().equals(type) && !address.value().isBlank())
                    .map(NodeAddress::value)
                    .filter(value ->
                            type.endsWith("DNS") || IpAddress.parse(value).isPresent())
                    .toList();
            if (!of.isEmpty()) {
                return Optional.of(of.get(of.size() - 1));
            }
        }
        return Optional.empty();
    }
}
