package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkException;
import java.time.Duration;
import java.util.Optional;

/** The budgets of vendor requests. */
public interface Permits {
    /** Who pays for a request, and for which. */
    record Budget(String cloud, String account, String action) {
        public Budget {
            requireNonNull(cloud, "cloud is null");
            requireNonNull(account, "account is null");
            requireNonNull(action, "action is null");
        }
    }

    /** Zero: go. Else nothing was taken; ask again after that long. Never blocks. */
    Duration acquire(Budget budget);

    /** How a request ended; a throttle answer shrinks the rate. */
    default void ended(Budget budget, Optional<NetworkException> fault) {}

    static Permits unlimited() {
        return budget -> Duration.ZERO;
    }
}
