package io.berth.plugin.clb.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.cloud.service.ServiceView;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of one holder.
 *
 * @param service that has the pod's name, whoever made it
 * @param foreign ports of the claim's pool that Services have which are not ours; looked for only as long as the pod's
 *     own does not stand
 * @param leftover ports of it that Services of ours have which are another pod's, likewise
 */
record ServiceFacts(Optional<ServiceView> service, Map<Key, String> foreign, Map<Key, String> leftover) {
    static final ServiceFacts NOTHING = new ServiceFacts(Optional.empty(), Map.of(), Map.of());

    ServiceFacts {
        requireNonNull(service, "service is null");
        foreign = Map.copyOf(foreign);
        leftover = Map.copyOf(leftover);
    }
}
