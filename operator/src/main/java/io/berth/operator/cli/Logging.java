package io.berth.operator.cli;

import java.util.logging.LogManager;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** One log for all libraries, on standard error. Has to be set up before anything logs. */
final class Logging {
    private Logging() {}

    /** The operator says what it does; of the other commands only the output and what went wrong is seen. */
    static void setUp(String[] arguments) {
        boolean operator = arguments.length > 0 && "operator".equals(arguments[0]);
        if (System.getProperty("berth.log") == null) {
            System.setProperty("berth.log", operator ? "info" : "error");
        }
        LogManager.getLogManager().reset();
        SLF4JBridgeHandler.install();
    }
}
