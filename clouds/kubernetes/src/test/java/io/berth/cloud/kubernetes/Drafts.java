package io.berth.cloud.kubernetes;

import io.berth.spi.OwnerView;
import io.berth.spi.Protocol;
import io.berth.spi.cloud.service.ServiceDraft;
import io.berth.spi.cloud.service.ServicePort;
import io.berth.spi.cloud.service.ServiceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Services to be written in tests. */
final class Drafts {
    static final String LABEL = "example.com/of";

    /** What has no owner is garbage. */
    static final String OWNER = "owner";

    private Drafts() {}

    static ServiceDraft balanced(String namespace, String name, String ownerUid) {
        return new ServiceDraft(
                namespace,
                name,
                new OwnerView("v1", "ConfigMap", OWNER, ownerUid),
                Map.of(LABEL, "us"),
                Map.of("example.com/id", "clb-1"),
                Set.of(),
                ServiceType.LOAD_BALANCER,
                Map.of("app", name),
                List.of(port("80-tcp", Protocol.TCP, 7000, "80"), port("81-udp", Protocol.UDP, 7001, "81")),
                List.of(),
                Optional.empty(),
                Optional.of(false),
                Optional.empty(),
                true);
    }

    static ServicePort port(String name, Protocol protocol, int number, String target) {
        return new ServicePort(name, protocol, number, target, OptionalInt.empty());
    }

    /** The same Service, with other ports and an annotation less. */
    static ServiceDraft changed(ServiceDraft of, Set<String> removed, List<ServicePort> ports) {
        return new ServiceDraft(
                of.namespace(),
                of.name(),
                of.owner(),
                of.labels(),
                Map.of(),
                removed,
                of.type(),
                Map.of("app", "other"),
                ports,
                of.externalIps(),
                of.loadBalancerClass(),
                Optional.empty(),
                of.trafficPolicy(),
                false);
    }
}
