package io.berth.plugin.hostport;

import static java.util.Objects.requireNonNull;

import io.berth.spi.PortText;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.Excerpt;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a port gets its host port: the part of an entry after {@code =}.
 *
 * @param range where the number comes from; empty for those that are given none
 * @param hostPort the one of {@link Kind#STATIC}
 */
record PortPolicy(Kind kind, Optional<String> range, Optional<Integer> hostPort) {
    enum Kind {
        /** A number of a range. */
        DYNAMIC("Dynamic"),
        /** The number that the user names. */
        STATIC("Static"),
        /** A number of a range, at which the container listens as well. */
        PASSTHROUGH("Passthrough"),
        /** No host port: the pod's own IP and the container's port are published. */
        NONE("None");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static final PortPolicy DYNAMIC = ofRange(Kind.DYNAMIC, PortRanges.DEFAULT);
    static final PortPolicy NONE = new PortPolicy(Kind.NONE, Optional.empty(), Optional.empty());

    PortPolicy {
        requireNonNull(kind, "kind is null");
        requireNonNull(range, "range is null");
        requireNonNull(hostPort, "hostPort is null");
    }

    static PortPolicy ofRange(Kind kind, String range) {
        return new PortPolicy(kind, Optional.of(range), Optional.empty());
    }

    static PortPolicy fixed(int hostPort) {
        return new PortPolicy(Kind.STATIC, Optional.empty(), Optional.of(hostPort));
    }

    /**
     * @param port whose policy it is
     * @param text empty: as if there were none
     * @throws BadValueException if it is no policy
     */
    static PortPolicy parse(PortText port, String text) {
        if (text.isEmpty()) {
            return DYNAMIC;
        }
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).strip();
        String argument = colon < 0 ? "" : text.substring(colon + 1).strip();
        Kind kind = Arrays.stream(Kind.values())
                .filter(known -> known.text.equals(name))
                .findFirst()
                .orElseThrow(() -> port.bad(
                        Excerpt.quoted(name) + " is not a policy",
                        "give one of "
                                + Arrays.stream(Kind.values())
                                        .map(Kind::toString)
                                        .collect(Collectors.joining(", "))));
        return switch (kind) {
            case DYNAMIC, PASSTHROUGH -> ofRange(kind, argument.isEmpty() ? PortRanges.DEFAULT : argument);
            case STATIC -> {
                if (argument.isEmpty()) {
                    throw port.bad(Excerpt.quoted(text) + " lacks the host port", "write it as '=Static:7777'");
                }
                yield fixed(new PortText(port.container(), argument, port.protocols()).number());
            }
            case NONE -> {
                if (!argument.isEmpty()) {
                    throw port.bad(Excerpt.quoted(text) + " says too much", "write '=None'");
                }
                yield NONE;
            }
        };
    }
}
