package io.berth.runtime;

import java.util.Optional;

/** Who may grant and send. At most one instance at a time has a sure term. */
public interface Leadership {
    /**
     * The present term while the lease is surely ours: noted before the last successful renewal was sent, less a
     * margin. A new term has a new id; nothing is ordered by it.
     */
    Optional<String> sureTerm();

    /** Called after each change of {@link #sureTerm()}, from any thread. At most one listener; set before the start. */
    void onChange(Runnable listener);
}
