package io.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.NetworkException;
import io.berth.spi.PodRef;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DebtStoreTest {
    @Test
    void whoKeepsNoDebtsTakesNone() {
        DebtStore unkept = DebtStore.unkept();
        PodRef former = new PodRef("games", "game-0", "uid-1");

        assertThatThrownBy(() -> unkept.put(new Debt(former, "claim", Instant.EPOCH)))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("kept");
        unkept.remove(former);
        assertThat(unkept.list()).isEmpty();
    }
}
