package io.berth.plugin.clb;

import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.IpAddress;
import io.berth.spi.Protocol;
import io.berth.spi.cloud.loadbalancer.Balancer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A claim as clients are told of it: an address per port, as OpenKruiseGame publishes them. */
final class PublishedPorts {
    private PublishedPorts() {}

    static Addresses of(ClbClaim claim, Optional<IpAddress> pod, Optional<Balancer> balancer) {
        List<Balancer.Ingress> all = balancer.map(Balancer::ingresses).orElse(List.of());
        List<Balancer.Ingress> ingresses =
                claim.everyIngress() ? all : all.stream().limit(1).toList();
        List<Address> inside = new ArrayList<>();
        List<Address> outside = new ArrayList<>();
        for (ClbClaim.Line line : claim.lines()) {
            String name = Integer.toString(line.containerPort());
            for (Protocol protocol : line.front().transport().protocols()) {
                Address.Port within = new Address.Port(name, protocol, line.containerPort());
                Address.Port arriving =
                        new Address.Port(name, protocol, line.front().number());
                pod.ifPresent(ip -> inside.add(Address.of(ip.text(), List.of(within))));
                ingresses.forEach(
                        ingress -> outside.add(new Address(ingress.ip(), ingress.hostName(), List.of(arriving))));
            }
        }
        return new Addresses(inside, outside);
    }
}
