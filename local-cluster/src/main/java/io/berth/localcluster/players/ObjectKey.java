package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;

/** An object of a kind that the context tells. */
record ObjectKey(String namespace, String name) {

    static ObjectKey of(HasMetadata object) {
        return new ObjectKey(
                object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    static ObjectKey ownerOf(HasMetadata object, OwnerReference owner) {
        return new ObjectKey(object.getMetadata().getNamespace(), owner.getName());
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
