package io.berth.spi;

/**
 * The far side, to be read within one round. Answers are remembered for the round, so a plugin may ask the same thing
 * for each holder: it is sent once. When a read gets no permit the call ends with an exception of the engine's own,
 * which a plugin lets through; the plugin is called again with the answers so far.
 */
public interface Far {
    /** @throws NetworkException if this read failed; the round ends for the pool */
    <P extends ReadPort, A> A ask(Query<P, A> query);
}
