package io.berth.runtime;

import io.berth.spi.PodRef;
import java.util.List;

/**
 * Where debts are kept. Quorum reads; methods block, are idempotent, and throw
 * {@link io.berth.spi.NetworkException} and nothing else.
 */
public interface DebtStore {
    /**
     * For hosts that keep no debts: none is taken, since one that were forgotten would give its keys to somebody else. A
     * pod whose release cannot be proven then keeps its finalizer until it can be. Network types that hold nothing
     * outside of their pods never come to this.
     */
    static DebtStore unkept() {
        return new UnkeptDebts();
    }

    List<Debt> list();

    void put(Debt debt);

    void remove(PodRef former);
}
