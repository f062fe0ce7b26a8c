package io.berth.operator.http;

import java.util.Map;

/**
 * What the JDK's HTTP server reads from system properties when its classes are loaded, and takes badly by default. What
 * is set already stays.
 */
final class ServerProperties {
    private static final Map<String, String> BETTER = Map.of(
            // Without, each answer waits 40 ms for an acknowledgement.
            "sun.net.httpserver.nodelay", "true",
            // Seconds for one request and one answer: a slow caller may not keep a thread for ever.
            "sun.net.httpserver.maxReqTime", "15",
            "sun.net.httpserver.maxRspTime", "15",
            // Longer than callers keep idle connections (the API server: 90 s), so that they are the ones to close.
            "sun.net.httpserver.idleInterval", "120");

    private ServerProperties() {}

    static void apply() {
        BETTER.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
