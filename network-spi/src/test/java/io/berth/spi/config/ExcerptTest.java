package io.berth.spi.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void aShortTextIsShownWhole() {
        assertThat(Excerpt.of("gäme \ud83d\ude00")).isEqualTo("gäme \ud83d\ude00");
        assertThat(Excerpt.quoted("a".repeat(60))).isEqualTo("'" + "a".repeat(60) + "'");
    }

    @Test
    void aLongTextEndsInDotsAndSplitsNoCharacter() {
        assertThat(Excerpt.of("a".repeat(61))).isEqualTo("a".repeat(60) + "...");
        assertThat(Excerpt.of("a".repeat(59) + "\ud83d\ude00b")).isEqualTo("a".repeat(59) + "...");
    }

    @Test
    void whatCannotBeShownOnOneLineIsReplaced() {
        assertThat(Excerpt.of("a\nb\u0000\u2028\u2029\ud83d")).isEqualTo("a\ufffdb\ufffd\ufffd\ufffd\ufffd");
    }
}
