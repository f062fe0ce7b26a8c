package io.berth.it.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A client of a cluster whose chosen writes end elsewhere: at a server of our own, which answers what it is told to, or
 * nothing. Everything else goes to the cluster.
 */
final class Detour implements AutoCloseable {
    /** No answer at all, until the client gives up. */
    static final int NOTHING = 0;

    private static final int REQUEST_TIMEOUT_MILLIS = 2_000;

    private record Planned(String pod, int code) {}

    private final HttpServer elsewhere;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ConcurrentLinkedDeque<Planned> plan = new ConcurrentLinkedDeque<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final KubernetesClient client;

    Detour(KubernetesClient cluster) {
        try {
            elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        elsewhere.setExecutor(threads);
        elsewhere.createContext("/", this::answer);
        elsewhere.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(cluster.getConfiguration())
                        .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
                        .build())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("detour", new Redirect()))
                .build();
    }

    KubernetesClient client() {
        return client;
    }

    /** The next write to a pod of this name. */
    void next(String pod, int code) {
        plan.add(new Planned(pod, code));
    }

    /** How many writes went elsewhere. */
    int taken() {
        return taken.size();
    }

    private final class Redirect implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (!request.method().equals("PUT")) {
                return;
            }
            for (Planned planned : plan) {
                if (request.uri().getPath().endsWith("/pods/" + planned.pod()) && plan.remove(planned)) {
                    taken.add(planned.pod());
                    builder.uri(URI.create("http://%s:%d/%d"
                            .formatted(
                                    elsewhere.getAddress().getAddress().getHostAddress(),
                                    elsewhere.getAddress().getPort(),
                                    planned.code())));
                    return;
                }
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        int code = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
        if (code == NOTHING) {
            try {
                boolean unused = closing.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        byte[] read = exchange.getRequestBody().readAllBytes();
        byte[] body =
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"%d of %d bytes\",\"code\":%d}"
                        .formatted(code, read.length, code)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        client.close();
        elsewhere.stop(0);
        threads.shutdownNow();
    }
}
