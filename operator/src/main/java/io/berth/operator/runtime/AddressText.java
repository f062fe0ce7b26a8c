package io.berth.operator.runtime;

import io.berth.spi.Address;
import java.util.List;
import java.util.stream.Collectors;

/** Addresses for people: {@code 203.0.113.7:8001/UDP}. */
public final class AddressText {
    private AddressText() {}

    /** Empty for no address. */
    public static String of(List<Address> addresses) {
        return addresses.stream().map(AddressText::of).collect(Collectors.joining(", "));
    }

    private static String of(Address address) {
        String host = address.endPoint().orElse(address.ip());
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return address.ports().isEmpty()
                ? host
                : address.ports().stream()
                        .map(port -> "%s:%d/%s".formatted(shown, port.number(), port.protocol()))
                        .collect(Collectors.joining(", "));
    }
}
