package io.berth.operator.runtime;

import io.berth.runtime.Debt;
import io.berth.runtime.DebtStore;
import io.berth.spi.NetworkException;
import io.berth.spi.PodRef;
import java.util.List;

/**
 * Stands where debts will be kept. A debt that were forgotten would give its keys to somebody else, so none is taken:
 * a pod whose release cannot be proven keeps its finalizer until it can be. The network types that are shipped hold
 * nothing outside their pods and never come to this.
 */
final class UnkeptDebts implements DebtStore {
    @Override
    public List<Debt> list() {
        return List.of();
    }

    @Override
    public void put(Debt debt) {
        throw new NetworkException(
                NetworkException.Kind.INVALID,
                "This version keeps no debts, so the pod is kept until its release is proven");
    }

    @Override
    public void remove(PodRef former) {
        // There is none.
    }
}
