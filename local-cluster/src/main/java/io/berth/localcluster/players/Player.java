package io.berth.localcluster.players;

/** Plays one role, in a thread of its own. */
interface Player extends AutoCloseable {

    /** Finishes what it is doing, and does nothing more. */
    @Override
    void close();
}
