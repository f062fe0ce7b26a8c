package io.berth.localcluster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RealTierPolicyTest {

    @Test
    void knowsItsWords() {
        assertThat(RealTierPolicy.parse("V", null)).isEqualTo(RealTierPolicy.OPTIONAL);
        assertThat(RealTierPolicy.parse("V", " ")).isEqualTo(RealTierPolicy.OPTIONAL);
        assertThat(RealTierPolicy.parse("V", "optional")).isEqualTo(RealTierPolicy.OPTIONAL);
        assertThat(RealTierPolicy.parse("V", "required")).isEqualTo(RealTierPolicy.REQUIRED);
        assertThat(RealTierPolicy.parse("V", "off")).isEqualTo(RealTierPolicy.OFF);
    }

    @Test
    void refusesOthersWithTheRemedy() {
        assertThatThrownBy(() -> RealTierPolicy.parse("V", "yes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("V is \"yes\"")
                .hasMessageContaining("required, optional, off");
    }
}
