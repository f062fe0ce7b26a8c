package io.berth.runtime;

import io.berth.runtime.status.ConfReader;
import io.berth.runtime.status.NetworkState;
import io.berth.runtime.status.NetworkStatus;
import io.berth.runtime.status.StatusCodec;
import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.IpAddress;
import io.berth.spi.NodeView;
import io.berth.spi.PodView;
import io.berth.spi.config.ConfigSchema.Both;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.Problem;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a pod says to us, and what we say on it: the annotations that games know. */
final class Contract {
    private final AnnotationKeys keys;
    private final ConfReader conf;
    private final StatusCodec statuses = new StatusCodec();

    Contract(AnnotationKeys keys) {
        this.keys = keys;
        this.conf = new ConfReader(keys.networkConf());
    }

    Optional<String> networkType(PodView pod) {
        return networkType(pod.annotations());
    }

    Optional<String> networkType(Map<String, String> annotations) {
        return Optional.ofNullable(annotations.get(keys.networkType())).filter(type -> !type.isBlank());
    }

    Optional<String> confText(PodView pod) {
        return confText(pod.annotations());
    }

    Optional<String> confText(Map<String, String> annotations) {
        return Optional.ofNullable(annotations.get(keys.networkConf())).filter(text -> !text.isBlank());
    }

    <P> Decoded<Both<P, PodOptions>> parameters(ServedType<P, ?, ?> type, Optional<String> confText) {
        return conf.read(confText.orElse("")).fold(type.parameters()::decode, Decoded.Bad::new);
    }

    /** What a debt has. */
    static <P> Decoded<Both<P, PodOptions>> noParameters() {
        return new Decoded.Bad<>(List.of(new Problem("", "a debt has no parameters")));
    }

    boolean showsReady(Ours shown) {
        return shown.status()
                .flatMap(statuses::read)
                .filter(status -> status.current() == NetworkState.READY)
                .isPresent();
    }

    /**
     * Whether the status is of this network type and every address in it is one that the pod or its node shows. Host
     * names of objects that the pod owns are not looked at: they live as long as it does.
     */
    boolean isShownBy(Ours shown, String type, PodView pod, Optional<NodeView> node) {
        Optional<NetworkStatus> status = shown.status().flatMap(statuses::read);
        if (status.isEmpty()
                || status.get().networkType().filter(name -> !name.equals(type)).isPresent()) {
            return false;
        }
        Set<String> ofPod = pod.ips().stream().map(IpAddress::text).collect(Collectors.toSet());
        Set<String> ofBoth = new HashSet<>(ofPod);
        node.ifPresent(on -> {
            on.addresses().forEach(address -> ofBoth.add(canonical(address.value())));
            on.annotations().values().forEach(value -> ofBoth.add(canonical(value)));
            on.labels().values().forEach(value -> ofBoth.add(canonical(value)));
        });
        Addresses addresses = status.get().addresses();
        return !addresses.internal().isEmpty()
                && isAmong(ofPod, addresses.internal())
                && isAmong(ofBoth, addresses.external());
    }

    private static boolean isAmong(Set<String> known, List<Address> addresses) {
        return addresses.stream().map(Address::ip).allMatch(ip -> ip.isEmpty() || known.contains(canonical(ip)));
    }

    private static String canonical(String text) {
        return IpAddress.parse(text.strip()).map(IpAddress::text).orElse(text.strip());
    }

    boolean differs(String wanted, Optional<String> shown) {
        return shown.isEmpty() || !statuses.sameMeaning(wanted, shown.get());
    }

    /** Times go on from what the pod shows, and so does what others have added. */
    String statusText(PodFile file, boolean ready, boolean desired, Addresses addresses, Instant now) {
        String type = file.bound == null ? "" : file.bound.type.name();
        return statuses.write(
                NetworkStatus.of(type, addresses, state(desired), state(ready)), now, file.shown.status());
    }

    private static NetworkState state(boolean ready) {
        return ready ? NetworkState.READY : NetworkState.NOT_READY;
    }
}
