package io.berth.spi;

/** The far side, to be changed. It exists only inside an {@link Effect}. */
public interface FarWriter {
    Identity identity();

    /**
     * Sends the one command of an effect. Refused with an {@link IllegalStateException} when a second one is tried.
     *
     * @throws NetworkException as the port did
     */
    <P, A> A send(Command<P, A> command);
}
