package io.berth.localcluster;

import io.berth.localcluster.players.StoredObjects;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesAttributesExtractor;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.Attribute;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * fabric8's CRUD API, with three things added: health and version answer, listeners hear of removals, and what is stored can be
 * listed whatever its kind.
 */
final class EmbeddedApi extends KubernetesCrudDispatcher implements StoredObjects {

    /** The server keeps every request until somebody asks for it. Nobody does here. */
    private static final int KEPT_REQUESTS = 1_000;

    private static final String VERSION =
            "{\"major\":\"1\",\"minor\":\"0\",\"gitVersion\":\"v1.0.0+berth-embedded\",\"platform\":\"java\"}";

    private final List<Runnable> onChange = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> onNamespaceRemoved = new CopyOnWriteArrayList<>();
    private final Runnable forgetRequests;
    private int requests;

    EmbeddedApi(Runnable forgetRequests) {
        this.forgetRequests = forgetRequests;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        // Called by the server's one thread.
        if (++requests % KEPT_REQUESTS == 0) {
            forgetRequests.run();
        }
        String path = request.getPath();
        int query = path.indexOf('?');
        return switch (query < 0 ? path : path.substring(0, query)) {
            case "/healthz", "/livez", "/readyz" -> ok("ok");
            case "/version" -> ok(VERSION);
            default -> super.dispatch(request);
        };
    }

    private static MockResponse ok(String body) {
        return new MockResponse().setResponseCode(HttpURLConnection.HTTP_OK).setBody(body);
    }

    @Override
    public void processEvent(
            String path,
            AttributeSet pathAttributes,
            @Nullable AttributeSet oldAttributes,
            @Nullable GenericKubernetesResource resource,
            @Nullable String newState) {
        super.processEvent(path, pathAttributes, oldAttributes, resource, newState);
        boolean removed = newState == null;
        boolean ownedIsNew = newState != null && oldAttributes == null && newState.contains("\"ownerReferences\"");
        if (removed || ownedIsNew) {
            onChange.forEach(Runnable::run);
        }
        if (removed
                && oldAttributes != null
                && "namespaces".equals(value(oldAttributes, KubernetesAttributesExtractor.PLURAL))) {
            String name = value(oldAttributes, KubernetesAttributesExtractor.NAME);
            onNamespaceRemoved.forEach(listener -> listener.accept(name));
        }
    }

    @Override
    public List<Stored> all() {
        Map<AttributeSet, String> copy;
        synchronized (map) {
            copy = Map.copyOf(map);
        }
        List<Stored> stored = new ArrayList<>(copy.size());
        copy.forEach((attributes, json) -> stored.add(
                new Stored(path(attributes), Serialization.unmarshal(json, GenericKubernetesResource.class))));
        return stored;
    }

    @Override
    public void delete(Stored stored) {
        String now = handleGet(stored.path()).getBody() == null
                ? ""
                : handleGet(stored.path()).getBody().readUtf8();
        if (now.contains(stored.object().getMetadata().getUid())) {
            handleDelete(stored.path());
        }
    }

    @Override
    public void onChange(Runnable listener) {
        onChange.add(listener);
    }

    @Override
    public void onNamespaceRemoved(Consumer<String> listener) {
        onNamespaceRemoved.add(listener);
    }

    private static String path(AttributeSet attributes) {
        StringBuilder path = new StringBuilder();
        String group = value(attributes, KubernetesAttributesExtractor.API);
        path.append(group.isEmpty() ? "/api" : "/apis/" + group)
                .append('/')
                .append(value(attributes, KubernetesAttributesExtractor.VERSION));
        String namespace = value(attributes, KubernetesAttributesExtractor.NAMESPACE);
        if (!namespace.isEmpty()) {
            path.append("/namespaces/").append(namespace);
        }
        return path.append('/')
                .append(value(attributes, KubernetesAttributesExtractor.PLURAL))
                .append('/')
                .append(value(attributes, KubernetesAttributesExtractor.NAME))
                .toString();
    }

    private static String value(AttributeSet attributes, String key) {
        Attribute attribute = attributes.getAttribute(key);
        return attribute == null ? "" : attribute.getValues().iterator().next().toString();
    }
}
