package io.berth.runtime;

import io.berth.spi.NetworkException;
import io.berth.spi.PodRef;
import java.util.List;

/** Takes none. */
final class UnkeptDebts implements DebtStore {
    @Override
    public List<Debt> list() {
        return List.of();
    }

    @Override
    public void put(Debt debt) {
        throw new NetworkException(
                NetworkException.Kind.INVALID,
                "No debts are kept here, so the pod is kept until its release is proven");
    }

    @Override
    public void remove(PodRef former) {
        // There is none.
    }
}
