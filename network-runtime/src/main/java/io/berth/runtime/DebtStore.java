package io.berth.runtime;

import io.berth.spi.PodRef;
import java.util.List;

/**
 * Where debts are kept. Quorum reads; methods block, are idempotent, and throw
 * {@link io.berth.spi.NetworkException} and nothing else.
 */
public interface DebtStore {
    List<Debt> list();

    void put(Debt debt);

    void remove(PodRef former);
}
