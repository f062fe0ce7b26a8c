package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Deletes what has owners none of which exists any more, and what is in a namespace that was removed. Always in the background:
 * a deletion that asks for foreground or orphans is treated alike.
 */
final class GarbageCollector implements Player {

    private final StoredObjects objects;
    private final ControlLoop<String> orphans = new ControlLoop<>("garbage-collector", pass -> collectOrphans());
    private final ControlLoop<String> namespaces = new ControlLoop<>("namespace-collector", this::collectNamespace);

    GarbageCollector(StoredObjects objects) {
        this.objects = objects;
        objects.onChange(() -> orphans.add("all objects"));
        objects.onNamespaceRemoved(namespaces::add);
    }

    private void collectOrphans() {
        Collection<StoredObjects.Stored> all = objects.all();
        Set<String> uids = all.stream()
                .map(stored -> stored.object().getMetadata().getUid())
                .collect(Collectors.toSet());
        all.stream().filter(stored -> isOrphan(stored, uids)).forEach(objects::delete);
    }

    private static boolean isOrphan(StoredObjects.Stored stored, Set<String> uids) {
        List<OwnerReference> owners = stored.object().getMetadata().getOwnerReferences();
        return !PodStates.isTerminating(stored.object())
                && !owners.isEmpty()
                && owners.stream().noneMatch(owner -> uids.contains(owner.getUid()));
    }

    private void collectNamespace(String namespace) {
        objects.all().stream()
                .filter(stored -> namespace.equals(stored.object().getMetadata().getNamespace()))
                .forEach(objects::delete);
    }

    @Override
    public void close() {
        orphans.close();
        namespaces.close();
    }
}
