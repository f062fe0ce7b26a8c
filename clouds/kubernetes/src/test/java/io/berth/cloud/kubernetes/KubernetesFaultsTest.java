package io.berth.cloud.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.cloud.service.ServiceSelection;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an API server answers, as the SPI tells it. */
class KubernetesFaultsTest {
    private HttpServer server = unbound();
    private KubernetesClient client = new KubernetesClientBuilder().build();
    private int code = 500;
    private String body = "";

    private static HttpServer unbound() {
        try {
            return HttpServer.create();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        client.close();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .withRequestTimeout(500)
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (code == 0) {
            // Nothing is said until the client has given up.
            return;
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void answers(int status, String reason, String message, String details) {
        code = status;
        body = """
                {"kind":"Status","apiVersion":"v1","status":"Failure","code":%d,"reason":"%s","message":"%s","details":{%s}}
                """.formatted(status, reason, message, details);
    }

    private KubernetesServices services() {
        return new KubernetesServices(client);
    }

    private NetworkException creating() {
        return fault(() -> services().create(Drafts.balanced("games", "game-0", "u0")));
    }

    private static NetworkException fault(ThrowingCallable call) {
        return catchThrowableOfType(NetworkException.class, call);
    }

    @ParameterizedTest
    @CsvSource({
        "401,Unauthorized,DENIED",
        "403,Forbidden,DENIED",
        "404,NotFound,CONFLICT",
        "409,AlreadyExists,CONFLICT",
        "410,Expired,CONFLICT",
        "422,Invalid,INVALID",
        "429,TooManyRequests,THROTTLED",
        "500,InternalError,OUTCOME_UNKNOWN",
        "504,Timeout,OUTCOME_UNKNOWN"
    })
    void aWriteTellsWhatToDoNext(int status, String reason, Kind kind) {
        answers(status, reason, "no", "");
        NetworkException fault = creating();
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.code()).isEqualTo(reason);
        assertThat(fault).hasMessageContaining("create").hasMessageContaining("games");
    }

    @Test
    void aReadChangesNothing() {
        answers(500, "InternalError", "no", "");
        assertThat(fault(() -> services().service("games", "game-0")).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault(() -> services().services(ServiceSelection.ALL, Optional.empty())))
                .hasMessageContaining("of all namespaces");
    }

    @Test
    void aDenialNamesVerbAndResource() {
        answers(403, "Forbidden", "User cannot create resource", "");
        assertThat(creating())
                .hasMessageContaining("verb 'create' on services in namespace 'games'")
                .hasMessageContaining("User cannot create resource");
    }

    @Test
    void refusedExternalIpsAreToldApart() {
        answers(403, "Forbidden", "services is forbidden: Use of external IPs is denied by admission control", "");
        NetworkException fault = creating();
        assertThat(fault.kind()).isEqualTo(Kind.DENIED);
        assertThat(fault).hasMessageContaining("DenyServiceExternalIPs").hasMessageContaining("another network type");
    }

    @Test
    void quotaAndEndingNamespacesAreNoDenials() {
        answers(403, "Forbidden", "exceeded quota: services", "");
        assertThat(creating().kind()).isEqualTo(Kind.QUOTA);
        answers(403, "Forbidden", "being terminated", "\"causes\":[{\"reason\":\"NamespaceTerminating\"}]");
        assertThat(creating().kind()).isEqualTo(Kind.CONFLICT);
    }

    @Test
    void aThrottleSaysHowLong() {
        answers(429, "TooManyRequests", "slow down", "\"retryAfterSeconds\":7");
        assertThat(creating().retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void silenceAfterSendingIsUnknown() {
        code = 0;
        assertThat(creating().kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(fault(() -> services().service("games", "game-0")).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void whatWasNotSentIsNotDone() {
        server.stop(0);
        assertThat(creating().kind()).isEqualTo(Kind.UNAVAILABLE);
    }
}
