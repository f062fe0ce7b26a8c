package io.berth.tck.kit;

import io.berth.runtime.Debt;
import io.berth.runtime.DebtStore;
import io.berth.spi.PodRef;
import io.berth.tck.sim.Gate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The debts, which outlive every engine. */
final class KitDebts {
    private final Map<PodRef, Debt> debts = new LinkedHashMap<>();

    List<Debt> all() {
        return new ArrayList<>(debts.values());
    }

    DebtStore through(Gate gate) {
        return new DebtStore() {
            @Override
            public List<Debt> list() {
                return gate.pass("list debts", KitDebts.this::all);
            }

            @Override
            public void put(Debt debt) {
                gate.pass("put debt of " + debt.former(), () -> {
                    debts.put(debt.former(), debt);
                    return debt;
                });
            }

            @Override
            public void remove(PodRef former) {
                gate.pass("remove debt of " + former, () -> {
                    debts.remove(former);
                    return former;
                });
            }
        };
    }
}
