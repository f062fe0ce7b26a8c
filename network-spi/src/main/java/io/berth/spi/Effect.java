package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;

/**
 * A command, and what its reply tells.
 *
 * @param learns what the reply proves; it comes back to the plugin as {@link Held#reply()}: where to look, never a proof
 *     that the state holds. Pure. Of commands that were sent as one, each is given the one reply
 * @param <F> the facts of the plugin
 */
public record Effect<P extends WritePort, A, F>(Command<P, A> command, Function<A, Optional<F>> learns) {
    public Effect {
        requireNonNull(command, "command is null");
        requireNonNull(learns, "learns is null");
    }
}
