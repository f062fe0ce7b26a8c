package io.berth.operator.runtime;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every answered request of a client, in order. */
final class Requests implements Interceptor {
    /** @param query empty without one */
    record Sent(String method, String path, String query, int status) {
        private static final Pattern RESOURCE =
                Pattern.compile("/apis?/(?:[^/]+/)?v1(?:/namespaces/[^/]+)?/([a-z]+)(/[^/]+)?");

        /** As {@code verb resource}, the right that it needs. */
        String right() {
            Matcher matcher = RESOURCE.matcher(path);
            if (!matcher.matches()) {
                return method + " " + path;
            }
            String verb =
                    switch (method) {
                        case "POST" -> "create";
                        case "PUT" -> "update";
                        case "PATCH" -> "patch";
                        case "DELETE" -> "delete";
                        default -> matcher.group(2) != null ? "get" : query.contains("watch=true") ? "watch" : "list";
                    };
            return verb + " " + matcher.group(1);
        }

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
        all.add(new Sent(
                request.method(),
                request.uri().getPath(),
                Objects.requireNonNullElse(request.uri().getQuery(), ""),
                response.code()));
    }

    List<Sent> all() {
        return List.copyOf(all);
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
