package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Command;
import io.berth.spi.NetworkException;
import io.berth.spi.Query;
import java.time.Duration;
import java.util.Optional;

/** The budgets of vendor requests. */
public interface Permits {
    /**
     * Who pays for a request, and for which.
     *
     * @param port the service at the vendor, and whether it is read or written
     */
    record Budget(String cloud, String account, Class<?> port, String action) {
        static Budget of(Query<?, ?> query) {
            return new Budget(query.pool().cloud(), query.pool().account(), query.port(), query.action());
        }

        static Budget of(Command<?, ?> command) {
            return new Budget(command.pool().cloud(), command.pool().account(), command.port(), command.action());
        }

        public Budget {
            requireNonNull(cloud, "cloud is null");
            requireNonNull(account, "account is null");
            requireNonNull(port, "port is null");
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
