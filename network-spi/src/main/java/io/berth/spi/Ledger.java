package io.berth.spi;

import java.util.List;
import java.util.Optional;

/** What is held, as one subject may use it during one call of {@link NetworkPlugin#propose}. Not to be kept. */
public interface Ledger {
    /** Takes from the first candidate that the wish's policy chooses and that has room for all of it. */
    Taken take(List<PoolId> candidates, Wish wish);

    /** How many numbers of the pool are held, by whomever; one that is held for two protocols counts twice. */
    int held(PoolId pool);

    /** Takes this very key: empty if the subject has it now, else who does (or what: a foreign thing, its cooling). */
    Optional<String> take(Key key);
}
