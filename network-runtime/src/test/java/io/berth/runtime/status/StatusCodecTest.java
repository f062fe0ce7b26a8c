package io.berth.runtime.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class StatusCodecTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:20:30.987Z");
    private static final Addresses HOST_PORT = new Addresses(
            List.of(Address.of("10.0.0.1", List.of(new Address.Port("game-80", Protocol.TCP, 80)))),
            List.of(Address.of("203.0.113.1", List.of(new Address.Port("game-80", Protocol.TCP, 8080)))));

    private final StatusCodec codec = new StatusCodec();

    private static NetworkStatus ready(Addresses addresses) {
        return NetworkStatus.of("Kubernetes-HostPort", addresses, NetworkState.READY, NetworkState.READY);
    }

    @Test
    void writesFieldNamesAndOrderOfOpenKruiseGame() {
        assertThat(codec.write(ready(HOST_PORT), NOW, Optional.empty()))
                .isEqualTo("{\"networkType\":\"Kubernetes-HostPort\","
                        + "\"internalAddresses\":[{\"ip\":\"10.0.0.1\",\"ports\":[{\"name\":\"game-80\",\"protocol\":\"TCP\",\"port\":80}]}],"
                        + "\"externalAddresses\":[{\"ip\":\"203.0.113.1\",\"ports\":[{\"name\":\"game-80\",\"protocol\":\"TCP\",\"port\":8080}]}],"
                        + "\"desiredNetworkState\":\"Ready\",\"currentNetworkState\":\"Ready\","
                        + "\"createTime\":\"2026-03-01T10:20:30Z\",\"lastTransitionTime\":\"2026-03-01T10:20:30Z\"}");
    }

    @Test
    void leavesOutWhatIsEmptyAndWritesTheIpAlways() {
        Addresses named = new Addresses(List.of(), List.of(new Address("", Optional.of("nlb.example.com"), List.of())));
        assertThat(codec.write(
                        NetworkStatus.of("", named, NetworkState.NOT_READY, NetworkState.WAITING),
                        NOW,
                        Optional.empty()))
                .isEqualTo("{\"externalAddresses\":[{\"ip\":\"\",\"endPoint\":\"nlb.example.com\"}],"
                        + "\"desiredNetworkState\":\"NotReady\",\"currentNetworkState\":\"Waiting\","
                        + "\"createTime\":\"2026-03-01T10:20:30Z\",\"lastTransitionTime\":\"2026-03-01T10:20:30Z\"}");
    }

    @Test
    void readsBackWhatItWroteWithoutLoss() {
        long seed = Long.getLong("berth.seed", 20260301L);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            NetworkStatus status = anyStatus(random);
            String text = codec.write(status, NOW, Optional.empty());
            Optional<NetworkStatus> back = codec.read(text);
            assertThat(back.map(s -> new NetworkStatus(
                            s.networkType(),
                            s.addresses(),
                            s.desired(),
                            s.current(),
                            status.createTime(),
                            status.lastTransitionTime())))
                    .as("seed %d, case %d: %s", seed, i, text)
                    .contains(status);
            assertThat(codec.write(back.orElseThrow(), NOW.plusSeconds(9), Optional.empty()))
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(text);
        }
    }

    private static NetworkStatus anyStatus(SplittableRandom random) {
        NetworkState[] states = NetworkState.values();
        return new NetworkStatus(
                Optional.of("Type-\"\u00fc<>&" + random.nextInt(3)),
                new Addresses(anyAddresses(random), anyAddresses(random)),
                random.nextBoolean() ? Optional.empty() : Optional.of(states[random.nextInt(states.length)]),
                states[random.nextInt(states.length)],
                Optional.empty(),
                Optional.empty());
    }

    private static List<Address> anyAddresses(SplittableRandom random) {
        return random.ints(random.nextInt(3), 0, 1000)
                .mapToObj(n -> new Address(
                        n % 3 == 0 ? "" : n % 2 == 0 ? "10.0.0." + n : "2001:db8::" + n,
                        n % 3 == 0 || n % 5 == 0 ? Optional.of("host" + n + ".example.com") : Optional.empty(),
                        random.ints(random.nextInt(3), 1, 65_536)
                                .mapToObj(p -> new Address.Port("c-" + p, p % 2 == 0 ? Protocol.TCP : Protocol.UDP, p))
                                .toList()))
                .toList();
    }

    @Test
    void readsWhatOpenKruiseGameWrote() {
        Optional<NetworkStatus> status =
                codec.read("{\"currentNetworkState\":\"Ready\",\"createTime\":null,\"lastTransitionTime\":null}");

        assertThat(status)
                .contains(new NetworkStatus(
                        Optional.empty(),
                        Addresses.NONE,
                        Optional.empty(),
                        NetworkState.READY,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void leavesOutAddressesAndPortsThatNobodyCanUse() {
        NetworkStatus status = codec.read("{\"currentNetworkState\":\"NotReady\",\"internalAddresses\":\"none\","
                        + "\"externalAddresses\":[7,{},{\"ip\":7},{\"ip\":\"10.0.0.1\",\"ports\":["
                        + "{\"name\":\"a\",\"protocol\":\"TCP\",\"port\":\"80\"},{\"name\":\"b\",\"protocol\":\"TCP\",\"port\":0},"
                        + "{\"name\":\"c\",\"protocol\":\"tcp\",\"port\":80},{\"name\":\"d\",\"protocol\":\"TCP\",\"port\":65536},"
                        + "{\"protocol\":\"UDP\",\"port\":81},[],null,{\"protocol\":\"TCP\",\"port\":1e999999999}]}],"
                        + "\"createTime\":\"yesterday\",\"lastTransitionTime\":17}")
                .orElseThrow();

        assertThat(status.addresses())
                .isEqualTo(new Addresses(
                        List.of(), List.of(Address.of("10.0.0.1", List.of(new Address.Port("", Protocol.UDP, 81))))));
        assertThat(status.createTime()).isEmpty();
        assertThat(status.lastTransitionTime()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "[]",
                "\"Ready\"",
                "{",
                "{}",
                "{\"currentNetworkState\":\"ready\"}",
                "{\"currentNetworkState\":7}",
                "{\"currentNetworkState\":{}}",
                "{\"currentNetworkState\":\"Ready\"} trailing",
                "{\"currentNetworkState\":\"Ready\",\"currentNetworkState\":\"NotReady\"}",
                "{\"currentNetworkState\":\"Ready\"\u0000"
            })
    void saysNothingOfTextsThatAreNoStatusAndReplacesThem(String text) {
        String fresh = codec.write(ready(HOST_PORT), NOW, Optional.empty());

        assertThat(codec.read(text)).isEmpty();
        assertThat(codec.sameMeaning(text, fresh)).isFalse();
        assertThat(codec.write(ready(HOST_PORT), NOW, Optional.of(text))).isEqualTo(fresh);
    }

    @Test
    void survivesHostileTextsInLittleTime() {
        int size = 250 * 1024;
        List<String> hostile = List.of(
                "[".repeat(size),
                "{\"a\":".repeat(size / 5),
                "{\"currentNetworkState\":\"Ready\",\"externalAddresses\":" + "[".repeat(1000) + "]".repeat(1000) + "}",
                "{\"currentNetworkState\":\"Ready\",\"n\":" + "9".repeat(size) + "}",
                "{\"currentNetworkState\":\"Ready\",\"n\":1e" + "9".repeat(size) + "}",
                "\"" + "x".repeat(size),
                "{\"currentNetworkState\":\"" + "x".repeat(size) + "\"}",
                " ".repeat(300 * 1024) + "{\"currentNetworkState\":\"Ready\"}",
                "\ud800".repeat(size));
        long start = System.nanoTime();
        for (String text : hostile) {
            assertThat(codec.read(text)).isEmpty();
            assertThat(codec.sameMeaning(text, "{}")).isFalse();
            assertThat(codec.read(codec.write(ready(HOST_PORT), NOW, Optional.of(text))))
                    .isPresent();
        }
        StringBuilder many =
                new StringBuilder("{\"currentNetworkState\":\"Ready\",\"externalAddresses\":[{\"ip\":\"1\"}");
        while (many.length() < size) {
            many.append(",{\"ip\":\"1\"}");
        }
        assertThat(codec.read(many.append("]}").toString())).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void survivesEveryTruncationAndManyMutationsOfAStatus() {
        String text = codec.write(ready(HOST_PORT), NOW, Optional.empty());
        for (int end = 0; end < text.length(); end++) {
            assertThat(codec.read(text.substring(0, end))).isEmpty();
        }
        long seed = Long.getLong("berth.seed", 7L);
        SplittableRandom random = new SplittableRandom(seed);
        String letters = "{}[],:\"\\0-9eE.nulltrfs \u0000\ud800\u00ff";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder mutated = new StringBuilder(text);
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                mutated.setCharAt(random.nextInt(mutated.length()), letters.charAt(random.nextInt(letters.length())));
            }
            String previous = mutated.toString();
            // What is read can be written again, and what is written says what was meant.
            codec.read(previous).ifPresent(read -> codec.write(read, NOW, Optional.of(previous)));
            String rewritten = codec.write(ready(HOST_PORT), NOW, Optional.of(previous));
            assertThat(codec.sameMeaning(rewritten, text))
                    .as("seed %d: %s", seed, previous)
                    .isTrue();
        }
    }

    @Test
    void keepsTheCreationTimeAndTheTransitionTimeOfAnUnchangedState() {
        String first = codec.write(
                NetworkStatus.of("T", Addresses.NONE, NetworkState.READY, NetworkState.NOT_READY),
                NOW,
                Optional.empty());
        String second = codec.write(
                NetworkStatus.of("T", HOST_PORT, NetworkState.READY, NetworkState.READY),
                NOW.plusSeconds(10),
                Optional.of(first));
        String third = codec.write(
                NetworkStatus.of("T", Addresses.NONE, NetworkState.READY, NetworkState.READY),
                NOW.plusSeconds(20),
                Optional.of(second));

        NetworkStatus last = codec.read(third).orElseThrow();
        assertThat(last.createTime()).contains(Instant.parse("2026-03-01T10:20:30Z"));
        assertThat(last.lastTransitionTime()).contains(Instant.parse("2026-03-01T10:20:40Z"));
    }

    @Test
    void keepsUnknownFieldsOfOthersAtTheEndAndUnchanged() {
        String previous = "{\"x-score\":1.10,\"currentNetworkState\":\"NotReady\",\"y\":{\"deep\":[null,true,1e400]},"
                + "\"externalAddresses\":[{\"ip\":\"6.6.6.6\",\"note\":\"forged\"}]}";

        String text = codec.write(ready(HOST_PORT), NOW, Optional.of(previous));

        assertThat(text)
                .contains("\"x-score\":1.10", "\"y\":{\"deep\":[null,true,1E+400]}")
                .doesNotContain("6.6.6.6");
        assertThat(text.indexOf("x-score")).isGreaterThan(text.indexOf("lastTransitionTime"));
        assertThat(codec.write(ready(HOST_PORT), NOW, Optional.of(text))).isEqualTo(text);
    }

    @Test
    void dropsForeignFieldsThatWouldMakeTheAnnotationTooLarge() {
        String previous = "{\"ballast\":\"" + "x".repeat(StatusCodec.MAX_FOREIGN) + "\"}";

        assertThat(codec.write(ready(HOST_PORT), NOW, Optional.of(previous))).hasSizeLessThan(1000);
    }

    @Test
    void comparesMeaningsWithoutTimesAndForeignFields() {
        String wanted = codec.write(ready(HOST_PORT), NOW, Optional.empty());
        String later = codec.write(ready(HOST_PORT), NOW.plusSeconds(99), Optional.of("{\"x\":1}"));

        assertThat(codec.sameMeaning(wanted, later)).isTrue();
        assertThat(codec.sameMeaning(wanted, wanted.replace("\"ip\":", "\"note\":1,\"ip\":")))
                .isTrue();
        assertThat(codec.sameMeaning(wanted, wanted.replace("\"port\":80", "\"note\":1,\"port\":80")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"port\":8081",
                "\"port\":\"8080\"",
                "\"port\":8080.0",
                "\"port\":8080},{\"port\":1",
                "\"port\":null",
                "\"port\":8080}],\"portRange\":{\"protocol\":\"TCP\",\"portRange\":\"1-9\"},\"x\":[{\"y\":1"
            })
    void noticesAForgedPort(String forged) {
        String wanted = codec.write(ready(HOST_PORT), NOW, Optional.empty());

        assertThat(codec.sameMeaning(wanted, wanted.replace("\"port\":8080", forged)))
                .isFalse();
    }

    @Test
    void noticesAForgedStateTypeAndAddress() {
        String wanted = codec.write(ready(HOST_PORT), NOW, Optional.empty());

        assertThat(List.of(
                        wanted.replace("\"currentNetworkState\":\"Ready\"", "\"currentNetworkState\":\"NotReady\""),
                        wanted.replace("\"desiredNetworkState\":\"Ready\",", ""),
                        wanted.replace("Kubernetes-HostPort", "Kubernetes-None"),
                        wanted.replace("203.0.113.1", "203.0.113.2"),
                        wanted.replace("internalAddresses", "externalAdresses")))
                .allSatisfy(forged -> {
                    assertThat(forged).isNotEqualTo(wanted);
                    assertThat(codec.sameMeaning(forged, wanted)).isFalse();
                });
    }
}
