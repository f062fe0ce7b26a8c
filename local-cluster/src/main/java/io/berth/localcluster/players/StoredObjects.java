package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.function.Consumer;

/** Everything that an API server has stored, of whatever kind. */
public interface StoredObjects {

    /** One object, and where it is: {@code /apis/apps/v1/namespaces/default/statefulsets/web}. */
    record Stored(String path, GenericKubernetesResource object) {}

    /** As of now. */
    List<Stored> all();

    /** Deletes this very object, not one that meanwhile has its name; as a client's DELETE, so finalizers hold it. */
    void delete(Stored stored);

    /** Calls this after each removal, and after a creation of something with owners. It must return quickly. */
    void onChange(Runnable listener);

    /** Calls this after the removal of each namespace. It must return quickly. */
    void onNamespaceRemoved(Consumer<String> listener);
}
