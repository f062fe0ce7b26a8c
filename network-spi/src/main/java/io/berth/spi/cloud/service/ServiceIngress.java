package io.berth.spi.cloud.service;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * An address that the cloud's controller has written into {@code status.loadBalancer}.
 *
 * @param ip empty where there is a host name only
 * @param portErrors what is wrong with which port, as the controller says it; few controllers do
 */
public record ServiceIngress(String ip, Optional<String> hostName, List<String> portErrors) {
    public ServiceIngress {
        requireNonNull(ip, "ip is null");
        requireNonNull(hostName, "hostName is null");
        portErrors = List.copyOf(portErrors);
    }

    public static ServiceIngress at(String ip) {
        return new ServiceIngress(ip, Optional.empty(), List.of());
    }
}
