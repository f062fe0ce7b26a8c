package io.berth.plugin.hostport;

import static java.util.Objects.requireNonNull;

import io.berth.spi.PortText;
import io.berth.spi.Protocol;
import io.berth.spi.config.Excerpt;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One entry of {@code ContainerPorts}: {@code port[/protocol][=policy]}.
 *
 * @param number where the container listens; empty: at the host port ({@code SameAsHost}), whatever it becomes
 * @param protocols all of them on one host port
 */
record WantedPort(String container, Optional<Integer> number, Set<Protocol> protocols, PortPolicy policy) {
    private static final String SAME_AS_HOST = "SameAsHost";

    WantedPort {
        requireNonNull(container, "container is null");
        requireNonNull(number, "number is null");
        protocols = Collections.unmodifiableSet(EnumSet.copyOf(protocols));
        requireNonNull(policy, "policy is null");
    }

    static WantedPort parse(String container, String text) {
        int equals = text.indexOf('=');
        PortText port = PortText.parse(container, (equals < 0 ? text : text.substring(0, equals)).strip());
        PortPolicy policy = PortPolicy.parse(
                port, equals < 0 ? "" : text.substring(equals + 1).strip());
        if (!port.port().equals(SAME_AS_HOST)) {
            return new WantedPort(container, Optional.of(port.number(SAME_AS_HOST)), port.protocols(), policy);
        }
        if (policy.range().isEmpty()) {
            throw port.bad(
                    "%s cannot be %s".formatted(SAME_AS_HOST, policy.kind()),
                    "write the number instead, or leave the policy away");
        }
        return new WantedPort(
                container,
                Optional.empty(),
                port.protocols(),
                PortPolicy.ofRange(PortPolicy.Kind.PASSTHROUGH, policy.range().get()));
    }

    boolean is(PortPolicy.Kind kind) {
        return policy.kind() == kind;
    }

    /** Whether the container has to listen at the host port, wherever it listens now. */
    boolean isMoved(boolean hostNetwork) {
        return is(PortPolicy.Kind.PASSTHROUGH) || (hostNetwork && is(PortPolicy.Kind.DYNAMIC));
    }

    /** For messages: {@code 80/TCP+UDP of container 'game'}. */
    @Override
    public String toString() {
        return "%s/%s of container %s"
                .formatted(
                        number.map(Object::toString).orElse(SAME_AS_HOST),
                        protocols.stream().map(Protocol::name).collect(Collectors.joining("+")),
                        Excerpt.quoted(container));
    }
}
