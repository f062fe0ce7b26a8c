package io.berth.spi;

/** What the engine wants of a holder. Only the engine sets it; a plugin never looks at labels or deletion itself. */
public enum Goal {
    /** Traffic reaches the pod at its address. */
    SERVE,
    /** Nothing new comes in, what is connected stays: the pod drains. */
    QUIET,
    /** No traffic; the address stays held. */
    DETACHED,
    /** Nothing of the pod is left outside. */
    GONE
}
