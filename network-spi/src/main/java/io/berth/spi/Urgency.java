package io.berth.spi;

/** The order within a lane: the first one goes first. */
public enum Urgency {
    /** Takes traffic away. First in every queue: a pod that is gone must not be reachable. */
    UNBIND,
    /** The last step of a pod that waits for little else. */
    FINISH,
    BIND,
    /** Serves no pod that waits. */
    UPKEEP
}
