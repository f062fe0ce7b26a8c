package io.berth.spi;

/**
 * One change at the far side, as a value.
 *
 * @param <P> the port that does it
 * @param <A> what the reply says
 */
public interface Command<P, A> {
    Class<P> port();

    PoolId pool();

    /** The vendor-neutral name of the request, for budgets, metrics and messages about permissions. */
    String action();

    /** Makes exactly one request and waits for no state; called on an engine thread that may block. */
    A send(P port);
}
