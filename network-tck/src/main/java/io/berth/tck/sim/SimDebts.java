package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Debt;
import io.berth.runtime.DebtStore;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.PodRef;
import java.util.List;

/** One instance's way to the debts. */
record SimDebts(Ground ground, Gate gate, Court court, Storms storms) implements DebtStore {
    SimDebts {
        requireNonNull(ground, "ground is null");
        requireNonNull(gate, "gate is null");
        requireNonNull(court, "court is null");
        requireNonNull(storms, "storms is null");
    }

    @Override
    public List<Debt> list() {
        return gate.pass("list debts", () -> {
            storms.onRead();
            return court.claims().debts();
        });
    }

    @Override
    public void put(Debt debt) {
        change("put debt of " + debt.former(), () -> court.owed(debt));
    }

    @Override
    public void remove(PodRef former) {
        change("remove debt of " + former, () -> court.paid(gate.instance(), former));
    }

    private void change(String what, Runnable change) {
        gate.pass(what, () -> {
            court.sending(gate.instance());
            Storms.Fate fate = storms.onWrite();
            if (fate == Storms.Fate.DONE || fate == Storms.Fate.DONE_UNHEARD) {
                change.run();
            }
            if (fate != Storms.Fate.DONE) {
                throw new NetworkException(Kind.OUTCOME_UNKNOWN, "no answer in time");
            }
            return fate;
        });
    }
}
