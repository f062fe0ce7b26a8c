package io.berth.tck.toy;

import io.berth.spi.ReadPort;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the toy's far side can be asked. Lists show a write late; a read by id shows it at once. */
public interface ToyReads extends ReadPort {
    /** The IP at which clients reach the balancer. */
    String address(String balancer);

    ToyApi.Page<ToyApi.Listener> listeners(String balancer, Optional<String> token);

    ToyApi.Page<ToyApi.Group> groups(String balancer, Optional<String> token);

    Optional<ToyApi.Group> group(String balancer, String groupId);

    /** The network interface that has the IP, for those that have one. At most {@link ToyApi#IPS_A_CALL} IPs. */
    Map<String, String> interfaces(Set<String> ips);
}
