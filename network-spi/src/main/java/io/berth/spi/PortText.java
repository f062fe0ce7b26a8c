package io.berth.spi;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.BadValueException;
import io.berth.spi.config.Excerpt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code port[/protocol]}: the port not read yet, since it may be a word, and the protocols that it stands for: TCP
 * where none is named, two for {@code TCPUDP}.
 *
 * @param container which container, for messages
 * @param protocols at least one; they iterate in the order of the constants
 */
public record PortText(String container, String port, Set<Protocol> protocols) {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");

    public PortText {
        requireNonNull(container, "container is null");
        requireNonNull(port, "port is null");
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("A port needs a protocol");
        }
        // In the order of the constants, which a copy of a set does not keep.
        protocols = Collections.unmodifiableSet(EnumSet.copyOf(protocols));
    }

    /** @throws BadValueException if the protocol is none */
    public static PortText parse(String container, String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new PortText(container, text, Set.of(Protocol.TCP));
        }
        PortText named = new PortText(container, text.substring(0, slash).strip(), Set.of(Protocol.TCP));
        String protocol = text.substring(slash + 1).strip();
        return switch (protocol) {
            case "TCP" -> named;
            case "UDP" -> named.over(Set.of(Protocol.UDP));
            case "SCTP" -> named.over(Set.of(Protocol.SCTP));
            case "TCPUDP" -> named.over(Set.of(Protocol.TCP, Protocol.UDP));
            default ->
                throw named.bad(Excerpt.quoted(protocol) + " is not a protocol", "give TCP, UDP, TCPUDP or SCTP");
        };
    }

    /**
     * @param words what the plugin takes beside a number
     * @throws BadValueException if it is no number from 1 to 65535
     */
    public int number(String... words) {
        if (!NUMBER.matcher(port).matches() || Integer.parseInt(port) > 65_535) {
            List<String> accepted = new ArrayList<>(List.of("give a number from 1 to 65535"));
            accepted.addAll(List.of(words));
            throw bad(Excerpt.quoted(port) + " is not a port", String.join(" or ", accepted));
        }
        return Integer.parseInt(port);
    }

    /**
     * A problem of this port, with the container in it.
     *
     * @param what quotes no more than an {@link Excerpt} does
     */
    public BadValueException bad(String what, String remedy) {
        return new BadValueException("%s (container %s); %s".formatted(what, Excerpt.quoted(container), remedy));
    }

    private PortText over(Set<Protocol> others) {
        return new PortText(container, port, others);
    }
}
