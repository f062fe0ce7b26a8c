package io.berth.simulator.volcengine;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A group of servers.
 *
 * @param id {@code rsp-...}
 * @param type {@code instance} or {@code ip}
 */
public record ServerGroup(String id, String name, String type, Map<String, String> tags, List<Backend> backends) {
    public ServerGroup {
        requireNonNull(id, "id is null");
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        tags = Ordered.copy(tags);
        backends = List.copyOf(backends);
    }

    ServerGroup with(List<Backend> more) {
        List<Backend> all = new ArrayList<>(backends);
        all.addAll(more);
        return new ServerGroup(id, name, type, tags, all);
    }

    ServerGroup without(List<String> ids) {
        return new ServerGroup(
                id,
                name,
                type,
                tags,
                backends.stream().filter(backend -> !ids.contains(backend.id())).toList());
    }
}
