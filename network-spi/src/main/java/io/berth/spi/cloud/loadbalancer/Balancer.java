package io.berth.spi.cloud.loadbalancer;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A load balancer as it was seen.
 *
 * @param ingresses where clients reach it, the usual one first; several where it has several addresses
 * @param detail for people, where the state is not {@link State#ACTIVE}: what the vendor says, and what to do
 */
public record Balancer(List<Ingress> ingresses, State state, String detail) {
    public enum State {
        /** It serves, and can be changed. */
        ACTIVE,
        /** It serves, is being changed, and can be changed again by itself soon. */
        CHANGING,
        /** It cannot be used until a human acts: stopped, locked for a bill, or not to be shared. */
        UNUSABLE
    }

    /**
     * @param ip empty where there is only a host name
     * @param hostName by which clients reach it, where the vendor gives one
     */
    public record Ingress(String ip, Optional<String> hostName) {
        public Ingress {
            requireNonNull(ip, "ip is null");
            requireNonNull(hostName, "hostName is null");
        }

        public static Ingress ip(String ip) {
            return new Ingress(ip, Optional.empty());
        }

        public static Ingress hostName(String name) {
            return new Ingress("", Optional.of(name));
        }
    }

    public Balancer {
        ingresses = List.copyOf(ingresses);
        requireNonNull(state, "state is null");
        requireNonNull(detail, "detail is null");
    }

    public static Balancer active(List<Ingress> ingresses) {
        return new Balancer(ingresses, State.ACTIVE, "");
    }
}
