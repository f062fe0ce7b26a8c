package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Leadership;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lease, which goes from engine to engine as a test wants. */
final class KitLease {
    /** One engine's view of it. */
    final class Seat implements Leadership {
        private Runnable listener = () -> {};

        @Override
        public Optional<String> sureTerm() {
            return this.equals(holder) ? Optional.of("term-" + term) : Optional.empty();
        }

        @Override
        public void onChange(Runnable runnable) {
            this.listener = requireNonNull(runnable, "runnable is null");
        }
    }

    private @Nullable Seat holder;
    private int term;

    Seat seat() {
        return new Seat();
    }

    void give(Seat to) {
        Seat before = holder;
        holder = to;
        term++;
        if (before != null && !before.equals(to)) {
            before.listener.run();
        }
        to.listener.run();
    }

    /** Its holder's process is no more. */
    void vacate() {
        holder = null;
    }
}
