package io.berth.spi;

import java.util.Optional;

/**
 * One request to the far side, ready to be sent.
 *
 * @param <F> the facts of the plugin
 */
public interface Effect<F> {
    /**
     * Sends one command. What the reply proves comes back to the plugin as {@link Held#reply()}; it is where to look,
     * never a proof that the state holds.
     *
     * @throws NetworkException as the far side answered
     */
    Optional<F> run(FarWriter far);

    /**
     * The effect that does this and the other one in a single request: both waited in one lane under one merge key. By
     * default this one serves both, which is right where the request is the same for all.
     */
    default Effect<F> and(Effect<F> other) {
        return this;
    }
}
