package io.berth.runtime.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** fabric8's embedded API server behind a door that can refuse, lose and delay. */
final class FaultyApi implements AutoCloseable {
    /** What happens to one request. */
    sealed interface Fault {
        /** The API server never sees the request. */
        record Answer(int code, String body) implements Fault {}

        /** The API server does it, and the reply is this one. */
        record LostReply(int code) implements Fault {}

        /** The API server does not see the request, and nothing comes back. */
        record Hang() implements Fault {}

        /** Something else happens first. */
        record Before(Runnable task) implements Fault {}
    }

    private record Planned(Predicate<String> matches, Fault fault) {}

    private final KubernetesMockServer server;
    private final HttpServer door;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient behind = HttpClient.newHttpClient();
    private final ConcurrentLinkedDeque<Planned> plan = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final KubernetesClient direct;
    private final KubernetesClient client;

    FaultyApi() {
        server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        server.init();
        direct = server.createClient();
        // Else each small answer waits 40 ms for the other side's acknowledgement. Read when the first server is made.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        door.setExecutor(threads);
        door.createContext("/", this::handle);
        door.start();
        client = client(20_000);
    }

    /** Behind the door: never faulty. */
    KubernetesClient direct() {
        return direct;
    }

    /** Through the door; repeats what fails, as fabric8 does when nobody says otherwise. */
    KubernetesClient client() {
        return client;
    }

    KubernetesClient client(int requestTimeoutMillis) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://" + door.getAddress().getAddress().getHostAddress() + ":"
                        + door.getAddress().getPort())
                .withRequestTimeout(requestTimeoutMillis)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** The next request that matches, as {@code "PUT /api/v1/..."}. Faults are used up in their order. */
    void next(String match, Fault fault) {
        plan.add(new Planned(request -> request.matches(match), fault));
    }

    void refuse(String match, int code) {
        next(match, new Fault.Answer(code, ""));
    }

    List<String> requests(String match) {
        return requests.stream().filter(request -> request.matches(match)).toList();
    }

    void forgetRequests() {
        requests.clear();
    }

    /** As new. */
    void reset() {
        server.reset();
        plan.clear();
        requests.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request);
        byte[] body = exchange.getRequestBody().readAllBytes();
        Fault fault = takeFault(request);
        if (fault instanceof Fault.Answer answer) {
            reply(exchange, answer.code(), answer.body().getBytes(StandardCharsets.UTF_8));
        } else if (fault instanceof Fault.Hang) {
            hang();
            exchange.close();
        } else {
            if (fault instanceof Fault.Before before) {
                before.task().run();
            }
            HttpResponse<byte[]> response = forward(exchange, body);
            if (fault instanceof Fault.LostReply lost) {
                reply(exchange, lost.code(), new byte[0]);
            } else {
                reply(exchange, response.statusCode(), response.body());
            }
        }
    }

    private Fault takeFault(String request) {
        for (Planned planned : plan) {
            if (planned.matches().test(request) && plan.remove(planned)) {
                return planned.fault();
            }
        }
        return new Fault.Before(() -> {});
    }

    private void hang() {
        try {
            boolean closed = closing.await(1, TimeUnit.MINUTES);
            assert closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        URI to = URI.create("http://" + server.getHostName() + ":" + server.getPort() + exchange.getRequestURI());
        HttpRequest.Builder copy = HttpRequest.newBuilder(to)
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type != null) {
            copy.header("Content-Type", type);
        }
        try {
            return behind.send(copy.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void reply(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        client.close();
        direct.close();
        door.stop(0);
        threads.shutdownNow();
        server.destroy();
    }
}
