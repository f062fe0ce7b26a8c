package io.berth.tck.sim;

/** The process ends here. An error, since nothing may catch it. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    private final String instance;

    Crash(String instance) {
        super(instance + " dies", null, false, false);
        this.instance = instance;
    }

    /** The name of the process. */
    public String instance() {
        return instance;
    }
}
