package io.berth.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.runtime.status.StatusCodec;
import io.berth.spi.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressTextTest {
    private static List<Address> external(String json) {
        return new StatusCodec()
                .read("{\"currentNetworkState\":\"Ready\",\"externalAddresses\":" + json + "}")
                .orElseThrow()
                .addresses()
                .external();
    }

    @Test
    void everyPortIsShownWithItsHost() {
        assertThat(AddressText.of(List.of())).isEmpty();
        assertThat(AddressText.of(external(
                        "[{\"ip\":\"203.0.113.7\",\"ports\":[{\"name\":\"a\",\"port\":80,\"protocol\":\"UDP\"},"
                                + "{\"name\":\"b\",\"port\":81,\"protocol\":\"TCP\"}]}]")))
                .isEqualTo("203.0.113.7:80/UDP, 203.0.113.7:81/TCP");
    }

    @Test
    void addressesOfIpV6AreInBracketsBeforeAPortOnly() {
        assertThat(
                        AddressText.of(
                                external(
                                        "[{\"ip\":\"2001:db8::1\",\"ports\":[{\"name\":\"a\",\"port\":80,\"protocol\":\"TCP\"}]},{\"ip\":\"2001:db8::2\"}]")))
                .isEqualTo("[2001:db8::1]:80/TCP, 2001:db8::2");
    }

    @Test
    void aNameGoesBeforeAnIp() {
        assertThat(
                        AddressText.of(
                                external(
                                        "[{\"ip\":\"\",\"endPoint\":\"game.example.com\",\"ports\":[{\"name\":\"a\",\"port\":443,\"protocol\":\"TCP\"}]}]")))
                .isEqualTo("game.example.com:443/TCP");
    }
}
