package io.berth.simulator.volcengine;

import static java.util.Objects.requireNonNull;

/**
 * A server of a group.
 *
 * @param id {@code rs-...}
 * @param type {@code ecs}, {@code eni} or {@code ip}
 * @param instanceId of the instance or network interface; the IP where the type is {@code ip}
 * @param addedAt on the clock that the cloud was given
 */
public record Backend(
        String id, String type, String instanceId, String ip, int port, int weight, String description, long addedAt) {
    public Backend {
        requireNonNull(id, "id is null");
        requireNonNull(type, "type is null");
        requireNonNull(instanceId, "instanceId is null");
        requireNonNull(ip, "ip is null");
        requireNonNull(description, "description is null");
    }

    boolean isSamePlace(Backend other) {
        return instanceId.equals(other.instanceId) && ip.equals(other.ip) && port == other.port;
    }
}
