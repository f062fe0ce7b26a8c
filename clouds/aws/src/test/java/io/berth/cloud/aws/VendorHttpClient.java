package io.berth.cloud.aws;

import io.berth.simulator.FormText;
import io.berth.simulator.Vendor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Has a vendor answer the SDK on the thread that asks, without sockets, so that it runs under virtual time. */
final class VendorHttpClient implements SdkHttpClient {
    private final Vendor vendor;
    private boolean closed;

    VendorHttpClient(Vendor vendor) {
        this.vendor = vendor;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                VendorReply reply = vendor.answer(read(request));
                if (reply.equals(VendorReply.LOST)) {
                    throw new SocketException("Connection reset");
                }
                return HttpExecuteResponse.builder()
                        .response(SdkHttpFullResponse.builder()
                                .statusCode(reply.status())
                                .putHeader("Content-Type", reply.contentType())
                                .build())
                        .responseBody(AbortableInputStream.create(
                                new ByteArrayInputStream(reply.body().getBytes(StandardCharsets.UTF_8))))
                        .build();
            }

            @Override
            public void abort() {}
        };
    }

    private static VendorRequest read(HttpExecuteRequest execute) throws IOException {
        SdkHttpRequest request = execute.httpRequest();
        Map<String, String> headers = new LinkedHashMap<>();
        request.forEachHeader((name, values) -> headers.put(name, values.get(0)));
        String body = "";
        if (execute.contentStreamProvider().isPresent()) {
            try (InputStream stream = execute.contentStreamProvider().get().newStream()) {
                body = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        return new VendorRequest(
                request.method().name(),
                request.encodedPath(),
                request.encodedQueryParameters().map(FormText::parse).orElse(Map.of()),
                headers,
                body);
    }

    @Override
    public String clientName() {
        return "Vendor";
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
