package io.berth.operator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server of a few fixed paths, HTTP or HTTPS. It listens from its making on, until it is closed. */
public final class SmallHttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SmallHttpServer.class);
    private static final int LARGEST_BODY = 8 << 20;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final HttpServer server;
    private final ExecutorService threads;

    /** One party per request under way, and one for the server itself. */
    private final Phaser underWay = new Phaser(1);

    private SmallHttpServer(HttpServer server, String name, int threadCount, Map<String, Endpoint> endpoints) {
        this.server = server;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(threadCount, task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, endpoints));
        server.start();
    }

    /**
     * @param port 0 for any free one
     * @param tls empty: plain HTTP
     * @param endpoints by their exact path
     * @throws IOException if nobody can listen there; says where
     */
    public static SmallHttpServer start(
            String name,
            String host,
            int port,
            Optional<SSLContext> tls,
            int threadCount,
            Map<String, Endpoint> endpoints)
            throws IOException {
        ServerProperties.apply();
        InetSocketAddress address = new InetSocketAddress(host, port);
        try {
            HttpServer server = tls.isPresent() ? HttpsServer.create(address, 0) : HttpServer.create(address, 0);
            if (server instanceof HttpsServer https) {
                https.setHttpsConfigurator(new ModernTls(tls.orElseThrow()));
            }
            return new SmallHttpServer(server, name, threadCount, Map.copyOf(endpoints));
        } catch (IOException e) {
            throw new IOException(
                    "The %s server cannot listen on %s:%d: %s".formatted(name, host, port, e.getMessage()), e);
        }
    }

    private static final class ModernTls extends HttpsConfigurator {
        ModernTls(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters modern = getSSLContext().getDefaultSSLParameters();
            modern.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setSSLParameters(modern);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange, Map<String, Endpoint> endpoints) throws IOException {
        if (underWay.register() < 0) {
            exchange.close();
            return;
        }
        try (exchange) {
            send(exchange, answer(exchange, endpoints));
        } finally {
            underWay.arriveAndDeregister();
        }
    }

    private static Endpoint.Response answer(HttpExchange exchange, Map<String, Endpoint> endpoints) {
        Endpoint endpoint = endpoints.get(exchange.getRequestURI().getPath());
        if (endpoint == null) {
            return Endpoint.Response.text(HttpURLConnection.HTTP_NOT_FOUND, "There is nothing here.");
        }
        try {
            byte[] body;
            try (InputStream stream = exchange.getRequestBody()) {
                body = stream.readNBytes(LARGEST_BODY + 1);
            }
            return body.length > LARGEST_BODY
                    ? Endpoint.Response.text(
                            HttpURLConnection.HTTP_ENTITY_TOO_LARGE,
                            "The body is larger than %d bytes.".formatted(LARGEST_BODY))
                    : endpoint.answer(new Endpoint.Request(
                            exchange.getRequestMethod(), new String(body, StandardCharsets.UTF_8)));
        } catch (Exception e) {
            log.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            return Endpoint.Response.text(HttpURLConnection.HTTP_INTERNAL_ERROR, "Something went wrong; see the log.");
        }
    }

    private static void send(HttpExchange exchange, Endpoint.Response response) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", response.contentType());
        byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
        boolean head = "HEAD".equals(exchange.getRequestMethod());
        exchange.sendResponseHeaders(response.status(), head ? -1 : body.length);
        if (!head) {
            try (OutputStream stream = exchange.getResponseBody()) {
                stream.write(body);
            }
        }
    }

    /** Takes no more requests; waits a few seconds for those under way. */
    @Override
    public void close() {
        // The server's own waiting would take its full time even when nothing is under way.
        int phase = underWay.arriveAndDeregister();
        try {
            underWay.awaitAdvanceInterruptibly(phase, GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("Requests are still under way after {} s; they are cut off", GRACE.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        threads.shutdown();
    }
}
