package io.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Holder;
import io.berth.spi.Identity;
import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.PoolId;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class KeyLedgerTest {
    private static final PoolId POOL = new PoolId("eip", "toy", "main", "pool-1");
    private static final Key MEMBER = new Key.Member(POOL, "eip-1");
    private static final Key PENDING = new Key.Pending(POOL, "uid-0");
    private static final Holder FIRST = holder("game-0");
    private static final Holder SECOND = holder("game-1");

    private final KeyLedger ledger = new KeyLedger(
            EngineSettings.defaults(new Identity("cluster-1", "berth")),
            RandomGeneratorFactory.of("L64X128MixRandom").create(7));

    private static Holder holder(String name) {
        return new Holder.Pod(new PodRef("games", name, "uid-" + name));
    }

    @Test
    void whileSomebodyAwaitsAnIdNoMemberOfThePoolIsGivenToOthers() {
        ledger.hold(FIRST, Set.of(PENDING));

        assertThat(ledger.session(SECOND, 0).take(MEMBER))
                .hasValueSatisfying(why -> assertThat(why).contains("game-0", "waits for an id of this pool"));
        assertThat(ledger.session(SECOND, 0).take(new Key.Member(new PoolId("eip", "toy", "main", "pool-2"), "eip-1")))
                .as("of another pool")
                .isEmpty();
        assertThat(ledger.session(FIRST, 0).take(MEMBER)).isEmpty();
    }

    @Test
    void whenTheIdIsKnownThePoolIsOpenAgain() {
        ledger.hold(FIRST, Set.of(PENDING));
        ledger.giveBack(FIRST, Set.of(PENDING), true, 0);

        assertThat(ledger.session(SECOND, 0).take(MEMBER)).isEmpty();
    }

    @Test
    void aPromiseThatPassesToADebtStillShutsThePool() {
        Holder debt = new Holder.Debt(new PodRef("games", "game-0", "uid-game-0"));
        ledger.hold(FIRST, Set.of(PENDING));
        ledger.move(FIRST, debt, Set.of(PENDING));

        assertThat(ledger.session(SECOND, 0).take(MEMBER)).isPresent();
    }

    @Test
    void whatASessionDoesNotKeepIsGivenBack() {
        KeyLedger.Session session = ledger.session(FIRST, 0);
        session.take(PENDING);
        session.keep(Set.of());

        assertThat(ledger.holderOf(PENDING)).isEmpty();
        assertThat(ledger.session(SECOND, 0).take(MEMBER)).isEmpty();
    }
}
