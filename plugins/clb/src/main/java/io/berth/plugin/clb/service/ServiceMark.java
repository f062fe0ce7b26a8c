package io.berth.plugin.clb.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Identity;
import io.berth.spi.OwnerView;
import io.berth.spi.PodRef;
import io.berth.spi.cloud.service.ServiceView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** How a Service tells whose it is: who made it by label and annotations, for which pod by its owner's UID. */
record ServiceMark(Identity identity) {
    static final String PREFIX = "network.berth.io/";

    /** By which ours are listed; its value fits into a label whatever the identity is. */
    static final String LABEL = PREFIX + "service-of";

    private static final String CLUSTER = PREFIX + "cluster-id";
    private static final String OPERATOR = PREFIX + "operator-id";

    /** On every Service that OpenKruiseGame makes; one of them. */
    private static final String OKG_HASH = "game.kruise.io/network-config-hash";

    private static final String OKG_SERVICE_HASH = "game.kruise.io/svc-hash";

    /** Whose a Service of a pod's name is. */
    enum Owned {
        /** It was made for this pod: by us, or by OpenKruiseGame. */
        OWN,
        /** We have made it for a pod that had the name before. */
        FORMER,
        FOREIGN
    }

    ServiceMark {
        requireNonNull(identity, "identity is null");
    }

    String label() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((identity.clusterId() + "\n" + identity.operatorId()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    Map<String, String> labels() {
        return Map.of(LABEL, label());
    }

    Map<String, String> annotations() {
        return Map.of(CLUSTER, identity.clusterId(), OPERATOR, identity.operatorId());
    }

    /** Annotations prove; the label alone does so where only they were taken off. */
    boolean isOurs(ServiceView service) {
        return service.annotations().entrySet().containsAll(annotations().entrySet())
                || label().equals(service.labels().get(LABEL));
    }

    /** OpenKruiseGame has made it, and we have not changed it since. */
    boolean isOkgs(ServiceView service) {
        return !isOurs(service)
                && (service.annotations().containsKey(OKG_HASH)
                        || service.annotations().containsKey(OKG_SERVICE_HASH));
    }

    Owned of(ServiceView service, PodRef pod) {
        Optional<OwnerView> owner = service.owners().stream()
                .filter(one -> one.kind().equals("Pod") && one.name().equals(pod.name()))
                .findFirst();
        boolean known = isOurs(service) || isOkgs(service);
        if (known && owner.filter(one -> one.uid().equals(pod.uid())).isPresent()) {
            return Owned.OWN;
        }
        return owner.isPresent() && known ? Owned.FORMER : Owned.FOREIGN;
    }

    /** The pod that it was made for, if a pod owns it. */
    static Optional<PodRef> podOf(ServiceView service) {
        return service.owners().stream()
                .filter(one -> one.kind().equals("Pod"))
                .findFirst()
                .map(one -> new PodRef(service.namespace(), one.name(), one.uid()));
    }
}
