package io.berth.runtime.kubernetes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Hands on every version of every object, and its end. Knows when all that was there at the start has been handed on. */
final class ObjectFeed<T extends HasMetadata> implements ResourceEventHandler<T> {
    private final Consumer<T> present;
    private final Consumer<T> gone;
    private final Set<String> handedOn = new HashSet<>();

    ObjectFeed(Consumer<T> present, Consumer<T> gone) {
        this.present = requireNonNull(present, "present is null");
        this.gone = requireNonNull(gone, "gone is null");
    }

    @Override
    public void onAdd(T object) {
        present.accept(object);
        handedOn(object);
    }

    @Override
    public void onUpdate(T before, T object) {
        if (!before.getMetadata().getUid().equals(object.getMetadata().getUid())) {
            // One name, one object: that there is another one proves that the former has gone.
            gone.accept(before);
        }
        onAdd(object);
    }

    @Override
    public void onDelete(T object, boolean stateUnknown) {
        gone.accept(object);
        handedOn(object);
    }

    private synchronized void handedOn(T object) {
        handedOn.add(object.getMetadata().getUid());
        notifyAll();
    }

    /** Waits until everything that the informer knows now has been handed on. */
    synchronized void awaitAll(SharedIndexInformer<T> informer) {
        try {
            while (informer.getStore().list().stream()
                    .anyMatch(object -> !handedOn.contains(object.getMetadata().getUid()))) {
                wait(1_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the cluster was read", e);
        }
    }
}
