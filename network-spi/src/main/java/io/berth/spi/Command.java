package io.berth.spi;

import java.util.Optional;
import java.util.Set;

/**
 * One change at the far side, as a value: a record, equal to another one that does the same. A plugin describes it; only
 * the engine sends it, and knows before that who pays for it and what it changes.
 *
 * @param <P> the port that does it
 * @param <A> what the reply says
 */
public interface Command<P extends WritePort, A> {
    Class<P> port();

    /** Whose port; it also says which cloud and account pays for the request. */
    PoolId pool();

    /** The vendor-neutral name of the request, for budgets, events, metrics and messages about permissions. */
    String action();

    /** Every key whose far side changes. Not sent unless its holder holds them all. */
    Set<Key> touches();

    /** Makes exactly one request and waits for no state; called on an engine thread that may block. */
    A send(P port);

    /**
     * Commands that wait in one lane with equal batches are tried to be sent as one, see {@link #and}. Empty: always
     * alone.
     */
    default Optional<Object> batch() {
        return Optional.empty();
    }

    /**
     * The one request that does this and the other one of the same {@link #batch}, whose reply both understand; empty
     * where they do not fit into one. When the far side refuses what was sent as one, each is sent again alone.
     */
    default Optional<Command<P, A>> and(Command<P, A> other) {
        return Optional.empty();
    }
}
