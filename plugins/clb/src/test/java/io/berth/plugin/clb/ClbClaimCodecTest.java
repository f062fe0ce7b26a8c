package io.berth.plugin.clb;

import static io.berth.plugin.clb.Plugins.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.HealthCheck;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClbClaimCodecTest {
    private static final String PLAIN =
            "{\"kind\":\"lb\",\"cloud\":\"spec\",\"account\":\"main\",\"lb\":\"lb-1\",\"lines\":"
                    + "[{\"transport\":\"UDP\",\"number\":7000,\"port\":80}]}";

    private final ClbClaimCodec codec = new ClbClaimCodec();

    @Test
    void whatIsUsualTakesLittleRoom() {
        ClbClaim claim = new ClbClaim(
                pool("lb-1"),
                List.of(new ClbClaim.Line(new Front(Transport.UDP, 7000), 80)),
                false,
                false,
                Shape.PLAIN);

        assertThat(codec.write(claim)).isEqualTo(PLAIN);
        assertThat(codec.read(1, PLAIN)).isEqualTo(claim);
    }

    @Test
    void allOfAClaimComesBack() {
        HealthCheck http = new HealthCheck(
                HealthCheck.Kind.HTTP,
                OptionalInt.of(9000),
                Duration.ofSeconds(8),
                Duration.ofSeconds(7),
                3,
                4,
                Optional.of(new HealthCheck.Http("/h", Optional.of("example.com"), HealthCheck.Http.Method.GET)));
        ClbClaim claim = new ClbClaim(
                pool("lb-1"),
                List.of(
                        new ClbClaim.Line(new Front(Transport.TCP_UDP, 7000), 80),
                        new ClbClaim.Line(new Front(Transport.TCP, 65_535), 65_535)),
                true,
                true,
                new Shape(Optional.of(http), Optional.of(Duration.ofSeconds(900)), Optional.of(Duration.ofSeconds(5))));

        assertThat(codec.read(1, codec.write(claim))).isEqualTo(claim);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"kind\":\"lb\",\"cloud\":\"spec\",\"account\":\"main\",\"lb\":\"lb-1\",\"lines\":[]}",
                "{\"kind\":\"lb\",\"cloud\":\"spec\",\"account\":\"main\",\"lb\":\"lb-1\",\"lines\":[{\"transport\":\"SCTP\",\"number\":1,\"port\":1}]}",
                "{\"kind\":\"lb\",\"cloud\":\"spec\",\"account\":\"main\",\"lb\":\"lb-1\",\"lines\":[{\"transport\":\"TCP\",\"number\":0,\"port\":1}]}",
                "{\"kind\":\"lb\",\"cloud\":\"spec\",\"account\":\"main\",\"lb\":\"lb-1\",\"lines\":[{\"transport\":\"TCP\",\"number\":1,\"port\":1}],\"whole\":7}"
            })
    void whatIsNoClaimIsRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> codec.read(1, json));
    }

    @Test
    void aNewerVersionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.read(2, PLAIN))
                .withMessageContaining("2");
    }
}
