package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    private static final PoolId POOL = new PoolId("lb", "volcengine", "main", "clb-1");

    private static void holds(Key key, String text) {
        assertThat(key).hasToString(text);
        assertThat(Key.parse(text)).isEqualTo(key).hasSameHashCodeAs(key);
    }

    @Test
    void eachKindOfKeyHasOneTextThatReadsBack() {
        holds(new Key.Port(POOL, PortSpace.TCP, 7000), "lb/volcengine/main/clb-1/tcp/7000");
        holds(new Key.Port(POOL, PortSpace.UDP, 1), "lb/volcengine/main/clb-1/udp/1");
        holds(new Key.Port(POOL, PortSpace.SCTP, 65_535), "lb/volcengine/main/clb-1/sctp/65535");
        holds(new Key.Port(POOL, PortSpace.ANY, 80), "lb/volcengine/main/clb-1/any/80");
        holds(
                new Key.Member(new PoolId("eip", "aws", "main", "pool-1"), "eipalloc-1"),
                "eip/aws/main/pool-1/eipalloc-1");
        holds(
                new Key.Pending(new PoolId("eip", "aws", "main", "pool-1"), "uid-1"),
                "eip/aws/main/pool-1/pending/uid-1");
        holds(new Key.Name("host", List.of("game0.example.com", "/")), "host/game0.example.com/%2F");
        holds(new Key.Name("name", List.of("greedy")), "name/greedy");
    }

    @Test
    void whatALaterVersionMayHoldIsKeptAsAName() {
        holds(new Key.Name("lb", List.of("aws", "main", "nlb-1", "quic", "443")), "lb/aws/main/nlb-1/quic/443");
        holds(new Key.Name("lb", List.of("aws", "main", "nlb-1", "tcp", "80x")), "lb/aws/main/nlb-1/tcp/80x");
        holds(new Key.Name("lb", List.of("aws", "main", "nlb-1", "tcp", "655350")), "lb/aws/main/nlb-1/tcp/655350");
        holds(new Key.Name("a", List.of("b", "c", "d", "e", "f", "g")), "a/b/c/d/e/f/g");
    }

    @ParameterizedTest
    @CsvSource({
        "a/b,a%2Fb",
        "50%,50%25",
        "'a b',a%20b",
        "arn:aws:elb,arn:aws:elb",
        "*.example.com,*.example.com",
        "-._~,-._~",
        "ü,%C3%BC",
        "'\ud83d\ude00',%F0%9F%98%80",
        "'a\nb',a%0Ab"
    })
    void whatIsNotPlainIsPercentEncodedAsUtf8(String segment, String encoded) {
        holds(new Key.Name("kind", List.of(segment)), "kind/" + encoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kind",
                "/",
                "kind/",
                "/a",
                "kind//a",
                "kind/%",
                "kind/%2",
                "kind/%2G",
                "kind/%2f",
                "kind/%61",
                "kind/a b",
                "kind/ü",
                "kind/\u0161%20",
                "kind/%FF",
                "kind/%ED%A0%80",
                "lb/c/a/i/tcp/0",
                "lb/c/a/i/tcp/080",
                "lb/c/a/i/tcp/65536",
                "lb/c/a/i//80"
            })
    void onlyTheCanonicalTextIsAKey(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Key.parse(text));
    }

    @Test
    void theCanonicalTextIsSaidWhereThereIsOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Key.parse("kind/a%2fb"))
                .withMessage("'kind/a%2fb' is not a key's canonical text, that is 'kind/a%2Fb'");
    }

    @Test
    void numbersIdsAndNamesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Key.Port(POOL, PortSpace.TCP, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Key.Port(POOL, PortSpace.TCP, 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> new Key.Member(POOL, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Key.Member(POOL, "\ud83d"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Key.Name("", List.of("a")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Key.Name("kind", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Key.Name("kind", List.of("a", "")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Key.Name("kind", List.of("\ude00")));
    }

    @Test
    void aNameThatWouldReadBackAsAKeyOfAPoolIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Key.Name("a", List.of("b", "c", "d", "e")))
                .withMessage("[a, b, c, d, e] would be read as a key of a pool");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Key.Name("a", List.of("b", "c", "d", "udp", "99999")));
    }

    @Test
    void onlyKeysOfAPoolNameIt() {
        assertThat(new Key.Port(POOL, PortSpace.TCP, 80).inPool()).contains(POOL);
        assertThat(new Key.Member(POOL, "x").inPool()).contains(POOL);
        assertThat(new Key.Name("kind", List.of("a")).inPool()).isEmpty();
    }

    @Test
    void aPoolHasFourSegmentsThatAreNotEmpty() {
        assertThat(POOL).hasToString("lb/volcengine/main/clb-1");
        assertThat(new PoolId("lb", "c", "a", "x/y")).hasToString("lb/c/a/x%2Fy");
        for (int empty = 0; empty < 4; empty++) {
            List<String> s = new ArrayList<>(List.of("lb", "c", "a", "i"));
            s.set(empty, "");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PoolId(s.get(0), s.get(1), s.get(2), s.get(3)))
                    .withMessageStartingWith("A pool needs a kind, a cloud, an account and an id, got ");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new PoolId("lb", "c", "a", "\ud83d"));
    }

    @Test
    void randomKeysReadBackAndDifferentOnesDiffer() {
        long seed = Long.getLong("berth.seed", System.nanoTime());
        System.out.println("KeyTest: -Dberth.seed=" + seed);
        Random random = new Random(seed);
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            PoolId pool = new PoolId(segment(random), segment(random), segment(random), segment(random));
            Key key =
                    switch (random.nextInt(3)) {
                        case 0 ->
                            new Key.Port(
                                    pool,
                                    List.of(PortSpace.values()).get(random.nextInt(4)),
                                    1 + random.nextInt(65_535));
                        case 1 -> new Key.Member(pool, segment(random));
                        default -> new Key.Name(segment(random), names(random));
                    };
            keys.add(key);
            assertThat(Key.parse(key.toString()))
                    .as("seed %d, key %s", seed, key)
                    .isEqualTo(key);
            assertThat(key.toString()).as("seed %d", seed).matches("[\\x21-\\x7e]+");
        }
        assertThat(keys.stream().map(Key::toString).distinct().count())
                .as("seed %d", seed)
                .isEqualTo(keys.stream().distinct().count());
    }

    @Test
    void randomTextsAreRefusedOrCanonical() {
        long seed = Long.getLong("berth.seed", System.nanoTime());
        System.out.println("KeyTest: -Dberth.seed=" + seed);
        Random random = new Random(seed);
        int keys = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("k/");
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append("ab/%12CFü\ud83d ".charAt(random.nextInt(11)));
            }
            try {
                assertThat(Key.parse(text.toString()).toString())
                        .as("seed %d", seed)
                        .isEqualTo(text.toString());
                keys++;
            } catch (IllegalArgumentException e) {
                assertThat(e).as("seed %d", seed).isExactlyInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(keys).as("seed %d", seed).isPositive();
    }

    private static List<String> names(Random random) {
        // Of four segments, or five, some would be keys of pools.
        int count = List.of(1, 2, 3, 6).get(random.nextInt(4));
        return random.ints(count).mapToObj(i -> segment(random)).toList();
    }

    private static String segment(Random random) {
        String alphabet = "aZ09/%.:*~-_ +?#&\"\\\n\u0000\u00fc\u20ac";
        StringBuilder segment = new StringBuilder();
        for (int length = 1 + random.nextInt(6); length > 0; length--) {
            int at = random.nextInt(alphabet.length() + 1);
            segment.append(at == alphabet.length() ? "\ud83d\ude00" : alphabet.substring(at, at + 1));
        }
        return segment.toString();
    }
}
