package io.berth.tck.sim;

/** The process ends here. An error, since nothing may catch it. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    private final String instance;

    Crash(String instance) {
        super(instance + " dies", null, false, false);
        this.instance = instance;
    }

    String instance() {
        return instance;
    }
}
