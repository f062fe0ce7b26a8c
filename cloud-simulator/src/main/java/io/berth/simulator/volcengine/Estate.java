package io.berth.simulator.volcengine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that an account has in a region. */
public record Estate(Map<String, Clb> balancers, Map<String, Eni> interfaces) {
    static final Estate EMPTY = new Estate(Map.of(), Map.of());

    public Estate {
        balancers = Ordered.copy(balancers);
        interfaces = Ordered.copy(interfaces);
    }

    /** @throws IllegalArgumentException if there is none of this id */
    public Clb balancer(String id) {
        Clb balancer = balancers.get(id);
        if (balancer == null) {
            throw new IllegalArgumentException("There is no " + id);
        }
        return balancer;
    }

    Estate with(Clb balancer) {
        return new Estate(Ordered.with(balancers, balancer.id(), balancer), interfaces);
    }

    Estate withoutBalancer(String id) {
        return new Estate(Ordered.without(balancers, id), interfaces);
    }

    Estate with(Eni eni) {
        return new Estate(balancers, Ordered.with(interfaces, eni.id(), eni));
    }

    /** Without what is gone by then. */
    Estate at(long now) {
        Estate shown = this;
        for (Clb balancer : balancers.values()) {
            if (balancer.hasGone(now)) {
                shown = shown.with(balancer.at(now));
            }
        }
        return shown;
    }

    Optional<Clb> ownerOfListener(String listener) {
        return balancers.values().stream()
                .filter(balancer -> balancer.listeners().containsKey(listener))
                .findFirst();
    }

    Optional<Clb> ownerOfGroup(String group) {
        return balancers.values().stream()
                .filter(balancer -> balancer.groups().containsKey(group))
                .findFirst();
    }

    boolean hasIp(String ip) {
        return interfaces.values().stream().anyMatch(eni -> eni.ips().contains(ip));
    }

    /** To whom a packet that arrives there goes: one of these. */
    List<Backend> answering(String address, String protocol, int port, long now) {
        return balancers.values().stream()
                .filter(balancer -> balancer.eip().equals(address)
                        || balancer.eniAddresses().contains(address))
                .filter(balancer -> balancer.status().equals("Active"))
                .flatMap(balancer -> balancer.listeners().values().stream()
                        .filter(listener -> !listener.isGone(now)
                                && listener.activeAt() - now <= 0
                                && listener.enabled()
                                && listener.isUdp() == protocol.equals("UDP")
                                && listener.first() <= port
                                && port <= listener.last())
                        .flatMap(listener ->
                                Optional.ofNullable(balancer.groups().get(listener.groupId())).stream())
                        .flatMap(group -> group.backends().stream())
                        .filter(backend -> backend.weight() > 0))
                .toList();
    }
}
