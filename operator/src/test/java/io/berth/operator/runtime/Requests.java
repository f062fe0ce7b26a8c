package io.berth.operator.runtime;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every answered request of a client, in order. */
final class Requests implements Interceptor {
    record Sent(String method, String path, int status) {
        boolean isAccepted() {
            return status < 300;
        }

        boolean isWrite() {
            return !"GET".equals(method);
        }
    }

    private final List<Sent> all = new CopyOnWriteArrayList<>();

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        all.add(new Sent(request.method(), request.uri().getPath(), response.code()));
    }

    /** Those whose path is that of this pod, or below it. */
    List<Sent> ofPod(String namespace, String name) {
        String path = "/api/v1/namespaces/%s/pods/%s".formatted(namespace, name);
        return all.stream()
                .filter(sent -> sent.path().equals(path) || sent.path().startsWith(path + "/"))
                .toList();
    }

    List<Sent> acceptedWrites() {
        return all.stream().filter(sent -> sent.isWrite() && sent.isAccepted()).toList();
    }
}
