package io.berth.localcluster;

/** Takes back what was registered to run at the JVM's end. */
final class ExitHook {

    private ExitHook() {}

    static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // Then it runs, and finds its work done.
        }
    }
}
