package io.berth.localcluster.players;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PodAddressesTest {

    @Test
    void givesEachAddressOnceAndNoneThatIsANetworkOrABroadcast() {
        PodAddresses addresses = new PodAddresses();

        List<String> given = Stream.generate(addresses::next).limit(70_000).toList();

        assertThat(given).doesNotHaveDuplicates().startsWith("10.244.0.1", "10.244.0.2");
        assertThat(given).noneMatch(address -> address.endsWith(".0") || address.endsWith(".255"));
        assertThat(given.get(254)).isEqualTo("10.244.1.1");
        assertThat(given.get(254 * 256)).isEqualTo("10.245.0.1");
    }
}
