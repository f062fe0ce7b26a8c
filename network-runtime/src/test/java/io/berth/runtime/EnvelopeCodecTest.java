package io.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Key;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeCodecTest {
    private static final PoolId POOL = new PoolId("lb", "volcengine", "main", "clb/1");
    private final Envelope envelope = new Envelope(
            "Volcengine-CLB",
            "uid-1",
            Set.of(
                    new Key.Port(POOL, PortSpace.TCP, 7000),
                    new Key.Member(POOL, "rsp-1"),
                    new Key.Name("host", List.of("game0.example.com", "/"))),
            "term-1",
            Duration.ofSeconds(30),
            3,
            "{\"port\":7000,\"names\":[\"a\",\"ü\"]}");

    @Test
    void readsBackWhatItWrote() {
        assertThat(EnvelopeCodec.read(EnvelopeCodec.write(envelope))).contains(envelope);
    }

    @Test
    void equalEnvelopesGiveEqualTexts() {
        Envelope same = new Envelope(
                envelope.type(),
                envelope.uid(),
                Set.copyOf(envelope.keys()),
                envelope.term(),
                envelope.drain(),
                envelope.claimVersion(),
                envelope.claim());
        assertThat(EnvelopeCodec.write(same)).isEqualTo(EnvelopeCodec.write(envelope));
    }

    @Test
    void ofALaterVersionTheKeysAreStillRead() {
        String later = EnvelopeCodec.write(envelope).replace("{\"v\":1,", "{\"v\":2,\"seal\":\"abc\",");

        assertThat(EnvelopeCodec.read(later)).map(Envelope::keys).contains(envelope.keys());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "{\"v\":1}",
                "{\"v\":\"1\",\"type\":\"T\",\"uid\":\"u\",\"keys\":[]}",
                "{\"v\":1,\"type\":\"T\",\"uid\":\"u\",\"keys\":\"lb\"}",
                "{\"v\":1,\"type\":\"T\",\"uid\":\"u\",\"keys\":[\"nokey\"]}",
                "{\"v\":1,\"type\":\"T\",\"uid\":\"u\",\"keys\":[\"lb/a/b/c/tcp/70000\"]}"
            })
    void whatIsNoneOfOursIsNotRead(String text) {
        assertThat(EnvelopeCodec.read(text)).isEmpty();
    }

    @Test
    void aHostileTextIsNotEvenParsed() {
        assertThat(EnvelopeCodec.read("[".repeat(250_000))).isEmpty();
    }
}
