package io.berth.cloud.volcengine;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import com.squareup.okhttp.ConnectionPool;
import com.squareup.okhttp.Interceptor;
import com.squareup.okhttp.OkHttpClient;
import com.volcengine.ApiClient;
import com.volcengine.ApiException;
import com.volcengine.Pair;
import com.volcengine.sign.Credentials;
import io.berth.spi.NetworkException;
import io.berth.spi.config.Secret;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes Volcengine's requests by its SDK, each once: none is repeated by the SDK, by okhttp, or by following a redirect.
 * Every fault is a {@link NetworkException}.
 */
final class OpenApi implements AutoCloseable {
    private static final String VERSION = "2020-04-01";
    private static final String CLB = "clb";
    private static final String VPC = "vpc";
    private static final Type OBJECT = new TypeToken<JsonObject>() {}.getType();
    private static final int IDLE_CONNECTIONS = 8;
    /** Shorter than servers keep theirs: one that has died meanwhile would make the outcome of a change unknown. */
    private static final long KEEP_ALIVE_MILLIS = 5_000;

    private final ApiClient client;
    private final Faults faults;

    /** @param observer sees each request before it is sent, and may answer it itself */
    OpenApi(VolcengineSettings settings, Optional<Interceptor> observer) {
        VolcengineSettings.Credential credential = settings.credential();
        client = new ApiClient()
                .setEndpoint(settings.endpoint().host())
                .setDisableSSL(!settings.endpoint().tls())
                .setRegion(settings.region())
                .setCredentials(credentials(credential))
                .setConnectTimeout((int) settings.timeouts().connect().toMillis())
                .setReadTimeout((int) settings.timeouts().read().toMillis())
                .setWriteTimeout((int) settings.timeouts().read().toMillis());
        client.setAutoRetry(false);
        OkHttpClient http = client.getHttpClient();
        http.setRetryOnConnectionFailure(false);
        http.setFollowRedirects(false);
        http.setConnectionPool(new ConnectionPool(IDLE_CONNECTIONS, KEEP_ALIVE_MILLIS));
        observer.ifPresent(http.interceptors()::add);
        SendWatch.install(http);
        faults = new Faults(secrets(credential));
    }

    private static Credentials credentials(VolcengineSettings.Credential credential) {
        String secret = credential.secretAccessKey().reveal();
        return credential
                .sessionToken()
                .map(token -> Credentials.getCredentials(credential.accessKeyId(), secret, token.reveal()))
                .orElseGet(() -> Credentials.getCredentials(credential.accessKeyId(), secret));
    }

    private static List<String> secrets(VolcengineSettings.Credential credential) {
        List<String> secrets = new ArrayList<>();
        secrets.add(credential.secretAccessKey().reveal());
        credential.sessionToken().map(Secret::reveal).ifPresent(secrets::add);
        secrets.add(credential.accessKeyId());
        return secrets;
    }

    /** What the action of CLB says. */
    Reply read(String action, Parameters parameters) {
        return ask(new Request(CLB, action, false), parameters, false).orElseThrow();
    }

    Reply readVpc(String action, Parameters parameters) {
        return ask(new Request(VPC, action, false), parameters, false).orElseThrow();
    }

    /** Empty: the vendor says that there is no such thing. */
    Optional<Reply> find(String action, Parameters parameters) {
        return ask(new Request(CLB, action, false), parameters, true);
    }

    Reply change(String action, Parameters parameters) {
        return ask(new Request(CLB, action, true), parameters, false).orElseThrow();
    }

    private Optional<Reply> ask(Request request, Parameters parameters, boolean mayBeAbsent) {
        try {
            return Optional.of(send(request, parameters));
        } catch (ApiException e) {
            if (mayBeAbsent && faults.isNotThere(request, e)) {
                return Optional.empty();
            }
            throw faults.of(request, e);
        } catch (RuntimeException e) {
            // The SDK's own, on an answer that it cannot read.
            throw faults.unreadable(request, e);
        }
    }

    private Reply send(Request request, Parameters parameters) throws ApiException {
        List<Pair> query = new ArrayList<>();
        parameters.all().forEach(parameter -> query.add(new Pair(parameter.name(), parameter.value())));
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/json");
        // The SDK takes action, version and service from the path, and sends another one.
        String path = "/%s/%s/%s/get/text_plain/".formatted(request.action(), VERSION, request.service());
        @Nullable
        JsonObject result = client.<JsonObject>execute(
                        client.buildCall(
                                path,
                                "GET",
                                query,
                                new ArrayList<>(),
                                null,
                                headers,
                                new HashMap<>(),
                                new String[] {"volcengineSign"},
                                null),
                        OBJECT)
                .getData();
        if (result == null) {
            // An empty body, or none of the vendor's: it must not pass for an empty list.
            throw new JsonParseException("there is no result");
        }
        return new Reply(result);
    }

    /** @param changes whether it does more than ask */
    record Request(String service, String action, boolean changes) {
        /** As Volcengine's policies name the permission for it. */
        @Override
        public String toString() {
            return service + ":" + action;
        }
    }

    @Override
    public void close() {
        client.getHttpClient().getConnectionPool().evictAll();
    }
}
