package io.berth.runtime.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.runtime.Permits.Budget;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.cloud.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VendorBudgetsTest {
    private static final Budget BIND = new Budget("cloud", "main", Runnable.class, "bind");
    private static final Budget LIST = new Budget("cloud", "main", List.class, "list");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private long now = 1_000_000_000_000L;
    private final VendorBudgets budgets =
            new VendorBudgets(budget -> budget.equals(BIND) ? new Rate(20, 5) : new Rate(1_000, 100), 50, () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** Sends whatever gets a permit for so long, as somebody who comes back when he was told to. */
    private int sentIn(Duration time, Optional<NetworkException> answer) {
        long end = now + time.toNanos();
        int sent = 0;
        while (now < end) {
            Duration wait = budgets.acquire(BIND);
            if (wait.isZero()) {
                sent++;
                budgets.ended(BIND, answer);
            } else {
                now += Math.min(wait.toNanos(), end - now);
            }
        }
        return sent;
    }

    private static Optional<NetworkException> fault(Kind kind) {
        return Optional.of(new NetworkException(kind, "no"));
    }

    @Test
    void theRateIsUsedToTheFullAndNotExceeded() {
        assertThat(sentIn(Duration.ofSeconds(50), Optional.empty())).isBetween(950, 1_005);
    }

    @Test
    void whoIsEarlyIsToldWhenToComeBackAndHasTakenNothing() {
        for (int i = 0; i < 5; i++) {
            assertThat(budgets.acquire(BIND)).isZero();
        }
        Duration wait = budgets.acquire(BIND);

        assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofMillis(250));
        for (int i = 0; i < 20; i++) {
            assertThat(budgets.acquire(BIND)).isEqualTo(wait);
        }
        pass(wait);
        for (int i = 0; i < 5; i++) {
            assertThat(budgets.acquire(BIND))
                    .as("permit %d of the next burst", i)
                    .isZero();
        }
        assertThat(budgets.acquire(BIND)).isPositive();
    }

    @Test
    void actionsDoNotShareTheirRates() {
        for (int i = 0; i < 5; i++) {
            budgets.acquire(BIND);
        }

        assertThat(budgets.acquire(BIND)).isPositive();
        assertThat(budgets.acquire(LIST)).isZero();
    }

    @Test
    void aThrottleAnswerHalvesTheRateOnceABurstAndItComesBackSlowly() {
        for (int i = 0; i < 5; i++) {
            budgets.acquire(BIND);
        }
        for (int i = 0; i < 5; i++) {
            budgets.ended(BIND, fault(Kind.THROTTLED));
        }
        assertThat(budgets.share(BIND)).isEqualTo(0.5);
        assertThat(sentIn(Duration.ofSeconds(9), Optional.empty())).isBetween(75, 95);

        pass(Duration.ofSeconds(2));
        budgets.acquire(BIND);
        assertThat(budgets.share(BIND)).isEqualTo(0.625);
        sentIn(Duration.ofSeconds(60), Optional.empty());
        assertThat(budgets.share(BIND)).isEqualTo(1);
    }

    @Test
    void aVendorThatThrottlesAllTheTimeIsStillAsked() {
        sentIn(Duration.ofSeconds(60), fault(Kind.THROTTLED));

        assertThat(budgets.share(BIND)).isEqualTo(1.0 / 16);
        assertThat(sentIn(Duration.ofSeconds(9), fault(Kind.THROTTLED))).isBetween(5, 20);
    }

    @Test
    void aPauseThatTheVendorAsksForIsKept() {
        budgets.acquire(BIND);
        budgets.ended(
                BIND,
                Optional.of(new NetworkException(
                        Kind.THROTTLED, "no", "Throttling", "req-1", Optional.of(Duration.ofSeconds(7)), null)));

        assertThat(budgets.acquire(BIND)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aSilentVendorIsLeftAloneAndThenTriedAFewTimes() {
        int sent = sentIn(Duration.ofSeconds(5), fault(Kind.UNAVAILABLE));
        assertThat(sent).isLessThanOrEqualTo(10);
        assertThat(budgets.acquire(BIND)).isBetween(SECOND, Duration.ofSeconds(10));
        assertThat(budgets.acquire(LIST)).as("another port of the account").isZero();

        pass(Duration.ofSeconds(10));
        assertThat(budgets.acquire(BIND)).isZero();
        assertThat(budgets.acquire(BIND)).isZero();
        assertThat(budgets.acquire(BIND)).as("two tries, until they have ended").isPositive();
        budgets.ended(BIND, Optional.empty());
        budgets.ended(BIND, Optional.empty());
        assertThat(budgets.acquire(BIND)).isZero();
    }

    @Test
    void whatIsRefusedWithReasonIsAnAnswer() {
        assertThat(sentIn(Duration.ofSeconds(10), fault(Kind.DENIED))).isGreaterThan(150);
    }

    @Test
    void anAccountHasSoManyRequestsUnderWay() {
        VendorBudgets narrow = new VendorBudgets(budget -> new Rate(1_000, 100), 2, () -> now);
        assertThat(narrow.acquire(BIND)).isZero();
        assertThat(narrow.acquire(LIST)).isZero();

        assertThat(narrow.acquire(LIST)).isPositive();
        assertThat(narrow.acquire(new Budget("cloud", "other", List.class, "list")))
                .isZero();
        narrow.ended(BIND, Optional.empty());
        assertThat(narrow.acquire(LIST)).isZero();
    }

    @Test
    void anAccountWithoutAPlaceIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new VendorBudgets(b -> new Rate(1, 1), 0, () -> now));
    }
}
