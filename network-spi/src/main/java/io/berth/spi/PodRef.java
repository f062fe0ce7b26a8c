package io.berth.spi;

import static java.util.Objects.requireNonNull;

/** One pod, once: a pod that is created again under the same name has another UID and is another pod. */
public record PodRef(String namespace, String name, String uid) {
    public PodRef {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(uid, "uid is null");
    }

    @Override
    public String toString() {
        return namespace + "/" + name + "/" + uid;
    }
}
