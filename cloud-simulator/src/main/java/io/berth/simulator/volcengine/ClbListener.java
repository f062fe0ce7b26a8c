package io.berth.simulator.volcengine;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.OptionalLong;

/**
 * A listener.
 *
 * @param id {@code lsn-...}
 * @param protocol {@code TCP}, {@code UDP}, {@code HTTP} or {@code HTTPS}
 * @param port 0 for a range
 * @param startPort of a range, else 0
 * @param endPort of a range, else 0
 * @param settings what else it was made with, by the names of the request
 * @param activeAt from when it takes traffic
 * @param goneAt until when a deleted one still takes it
 */
public record ClbListener(
        String id,
        String name,
        String protocol,
        int port,
        int startPort,
        int endPort,
        String groupId,
        boolean enabled,
        Map<String, String> settings,
        Map<String, String> tags,
        long activeAt,
        OptionalLong goneAt) {
    public ClbListener {
        requireNonNull(id, "id is null");
        requireNonNull(name, "name is null");
        requireNonNull(protocol, "protocol is null");
        requireNonNull(groupId, "groupId is null");
        settings = Ordered.copy(settings);
        tags = Ordered.copy(tags);
        requireNonNull(goneAt, "goneAt is null");
    }

    /** {@code Creating}, {@code Active}, {@code Disabled} or {@code Deleting}. */
    public String status(long now) {
        if (goneAt.isPresent()) {
            return "Deleting";
        }
        if (activeAt - now > 0) {
            return "Creating";
        }
        return enabled ? "Active" : "Disabled";
    }

    boolean isGone(long now) {
        return goneAt.isPresent() && goneAt.getAsLong() - now <= 0;
    }

    int first() {
        return port == 0 ? startPort : port;
    }

    int last() {
        return port == 0 ? endPort : port;
    }

    /** TCP, HTTP and HTTPS share their ports, by Volcengine's reference of CreateListener. */
    boolean isUdp() {
        return protocol.equals("UDP");
    }

    boolean overlaps(ClbListener other) {
        return isUdp() == other.isUdp() && first() <= other.last() && other.first() <= last();
    }

    ClbListener deleted(long at) {
        return new ClbListener(
                id,
                name,
                protocol,
                port,
                startPort,
                endPort,
                groupId,
                enabled,
                settings,
                tags,
                activeAt,
                OptionalLong.of(at));
    }
}
