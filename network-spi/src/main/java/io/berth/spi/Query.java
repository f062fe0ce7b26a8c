package io.berth.spi;

/**
 * One read of the far side, as a value: a record, equal to another one that asks the same. Equal queries of one round
 * are asked once.
 *
 * @param <P> the port that answers
 * @param <A> the answer
 */
public interface Query<P extends ReadPort, A> {
    Class<P> port();

    /** Whose port; it also says which cloud and account pays for the request. */
    PoolId pool();

    /** The vendor-neutral name of the request, for budgets and metrics: {@code listListeners}. */
    String action();

    /** Makes exactly one request; called once per round, on an engine thread that may block. */
    A ask(P port);
}
