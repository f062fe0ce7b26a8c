package io.berth.operator.http;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** {@code /healthz} and {@code /readyz}: 200 when all of its checks pass, else 503; the body names each check. */
public final class HealthServer implements AutoCloseable {
    private static final int THREADS = 2;

    private final SmallHttpServer server;

    private HealthServer(SmallHttpServer server) {
        this.server = server;
    }

    /**
     * @param alive by name; one that fails for long has the process restarted
     * @param ready by name; one that fails takes the replica out of its Service
     */
    public static HealthServer start(
            String host, int port, Map<String, BooleanSupplier> alive, Map<String, BooleanSupplier> ready)
            throws IOException {
        return new HealthServer(SmallHttpServer.start(
                "health",
                host,
                port,
                Optional.empty(),
                THREADS,
                Map.of("/healthz", request -> report(alive), "/readyz", request -> report(ready))));
    }

    public int port() {
        return server.port();
    }

    private static Endpoint.Response report(Map<String, BooleanSupplier> checks) {
        Map<String, Boolean> results = new TreeMap<>();
        checks.forEach((name, check) -> results.put(name, check.getAsBoolean()));
        String text = results.entrySet().stream()
                .map(result -> (result.getValue() ? "ok   " : "FAIL ") + result.getKey())
                .collect(Collectors.joining("\n"));
        return Endpoint.Response.text(
                results.containsValue(false) ? HttpURLConnection.HTTP_UNAVAILABLE : HttpURLConnection.HTTP_OK, text);
    }

    @Override
    public void close() {
        server.close();
    }
}
