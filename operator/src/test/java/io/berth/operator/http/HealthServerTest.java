package io.berth.operator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthServerTest {
    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> send(int port, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void saysWhichCheckFails() throws Exception {
        AtomicBoolean synced = new AtomicBoolean();
        try (HealthServer server = HealthServer.start(
                "127.0.0.1", 0, Map.of("running", () -> true), Map.of("caches", synced::get, "webhook", () -> true))) {
            assertThat(send(server.port(), "GET", "/healthz", "").statusCode()).isEqualTo(200);
            HttpResponse<String> notReady = send(server.port(), "GET", "/readyz", "");
            assertThat(notReady.statusCode()).isEqualTo(503);
            assertThat(notReady.body()).isEqualTo("FAIL caches\nok   webhook\n");
            synced.set(true);
            assertThat(send(server.port(), "GET", "/readyz", "").statusCode()).isEqualTo(200);
            HttpResponse<String> head = send(server.port(), "HEAD", "/readyz", "");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(send(server.port(), "GET", "/", "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (HealthServer server = HealthServer.start("127.0.0.1", 0, Map.of(), Map.of())) {
            int port = server.port();
            assertThatThrownBy(() -> HealthServer.start("127.0.0.1", port, Map.of(), Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("The health server cannot listen on 127.0.0.1:" + port);
        }
    }

    @Test
    void faultsAndLargeBodiesAreAnswered() throws Exception {
        try (SmallHttpServer server = SmallHttpServer.start(
                "test",
                "127.0.0.1",
                0,
                Optional.empty(),
                2,
                Map.of(
                        "/fails",
                        request -> {
                            throw new IllegalStateException("secret detail");
                        },
                        "/echo",
                        request -> Endpoint.Response.text(
                                200, request.method() + request.body().length())))) {
            HttpResponse<String> failed = send(server.port(), "GET", "/fails", "");
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.body()).doesNotContain("secret detail");
            assertThat(send(server.port(), "POST", "/echo", "abc").body()).isEqualTo("POST3\n");
            assertThat(send(server.port(), "POST", "/echo", "a".repeat((8 << 20) + 1))
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void closingFinishesWhatIsUnderWay() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch mayGo = new CountDownLatch(1);
        SmallHttpServer server =
                SmallHttpServer.start("test", "127.0.0.1", 0, Optional.empty(), 2, Map.of("/slow", request -> {
                    arrived.countDown();
                    assertThat(mayGo.await(10, TimeUnit.SECONDS)).isTrue();
                    return Endpoint.Response.text(200, "done");
                }));
        int port = server.port();
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/slow"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
        mayGo.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("done\n");
        closing.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> send(port, "GET", "/slow", "")).isInstanceOf(IOException.class);
    }
}
