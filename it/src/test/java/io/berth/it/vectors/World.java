package io.berth.it.vectors;

import io.berth.runtime.AdmissionAnswer;
import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.Answer;
import io.berth.runtime.Configured;
import io.berth.runtime.DebtStore;
import io.berth.runtime.EngineSettings;
import io.berth.runtime.Leadership;
import io.berth.runtime.NetworkEngine;
import io.berth.runtime.Ours;
import io.berth.runtime.PluginCatalog;
import io.berth.runtime.PodStore;
import io.berth.runtime.Providers;
import io.berth.runtime.kubernetes.AdmittedPod;
import io.berth.runtime.kubernetes.KubernetesViews;
import io.berth.spi.Capacity;
import io.berth.spi.Identity;
import io.berth.spi.NetworkType;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.config.NameValue;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The pods and nodes of one case, in memory, and the engine that serves them: the real one, with the real plugins. */
final class World implements AutoCloseable {
    static final AnnotationKeys KEYS = AnnotationKeys.openKruiseGame();

    private static final Identity IDENTITY = new Identity("vectors", "berth");

    final VirtualTime time = new VirtualTime();
    final List<String> warnings = new ArrayList<>();
    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private final Map<String, NodeView> nodes = new LinkedHashMap<>();
    private final PluginCatalog catalog;
    private final AtomicLong versions = new AtomicLong();
    private NetworkEngine engine;
    private int writes;

    /** What came of a pod that was to be created. */
    record Created(AdmissionAnswer answer, Optional<Pod> pod) {
        /** Something was wrong with it, whether it was let in or not. */
        boolean isRefused() {
            return answer.reason().isPresent();
        }
    }

    /** @throws io.berth.runtime.CatalogException if the settings are wrong */
    World(Map<String, List<NameValue>> networkTypes) {
        catalog = PluginCatalog.load(
                Providers.discover(World.class.getClassLoader()),
                new Configured(IDENTITY, networkTypes, List.of(), Map.of()));
        engine = started();
    }

    /** The network types that can be played here: those of the plugins that need no cloud. */
    static Set<String> playedTypes() {
        return Providers.discover(World.class.getClassLoader()).plugins().stream()
                .flatMap(plugin -> plugin.networkTypes().stream())
                .map(NetworkType::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private NetworkEngine started() {
        NetworkEngine made = NetworkEngine.builder(EngineSettings.defaults(IDENTITY), catalog)
                .podStore(new Store())
                .debts(DebtStore.unkept())
                .reservations(List::of)
                .leadership(new AlwaysLeads())
                .timeline(time)
                .workers(time)
                .events((pod, reason, message) -> warnings.add(reason + " " + pod.name() + ": " + message))
                .random(new Lowest())
                .build();
        made.start();
        nodes.values().forEach(made::node);
        time.settle();
        return made;
    }

    /** Another instance takes over, which knows nothing. */
    void restart() {
        engine.close();
        engine = started();
        pods().forEach(pod -> engine.reconcile(KubernetesViews.pod(pod)));
        time.settle();
    }

    void node(NodeView node) {
        nodes.put(node.name(), node);
        engine.node(node);
        time.settle();
    }

    void nodeGone(String name) {
        nodes.remove(name);
        engine.nodeGone(name);
        time.settle();
    }

    Optional<NodeView> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    List<NodeView> nodes() {
        return List.copyOf(nodes.values());
    }

    AdmissionAnswer admit(Pod pod) {
        return admit(pod, false);
    }

    AdmissionAnswer admit(Pod pod, boolean dryRun) {
        return engine.admit(KubernetesViews.template(pod, pod.getMetadata().getNamespace()), dryRun);
    }

    /** As an API server does: admission, then the store. Safe for several threads. */
    Created create(Pod pod) {
        AdmissionAnswer answer = admit(pod);
        return new Created(
                answer, answer.allowed() ? Optional.of(store(AdmittedPod.of(pod, answer))) : Optional.empty());
    }

    /** Of a pod that is there already, whoever made it. */
    Pod store(Pod pod) {
        Pod stored = versioned(new PodBuilder(pod)
                .editMetadata()
                .withUid("uid-" + versions.incrementAndGet())
                .withCreationTimestamp(time.now().toString())
                .endMetadata()
                .build());
        synchronized (pods) {
            if (pods.putIfAbsent(name(pod), stored) != null) {
                throw new IllegalStateException("There is a pod " + name(pod) + " already");
            }
        }
        engine.reconcile(KubernetesViews.pod(stored));
        return stored;
    }

    void replace(Pod pod) {
        Pod changed = versioned(pod);
        synchronized (pods) {
            pods.put(name(pod), changed);
        }
        engine.reconcile(KubernetesViews.pod(changed));
        time.settle();
    }

    /** A pod that nobody knows is no matter. */
    void delete(String namespaceAndName) {
        Pod pod;
        synchronized (pods) {
            pod = pods.remove(namespaceAndName);
        }
        PodRef ref = pod == null
                ? new PodRef("default", namespaceAndName, "unknown")
                : KubernetesViews.pod(pod).ref();
        engine.gone(ref);
        time.settle();
    }

    Optional<Pod> find(String namespaceAndName) {
        synchronized (pods) {
            return Optional.ofNullable(pods.get(namespaceAndName));
        }
    }

    List<Pod> pods() {
        synchronized (pods) {
            return List.copyOf(pods.values());
        }
    }

    /** Until nothing happens any more that does not take minutes. */
    Answer settled(String namespaceAndName) {
        time.pass(Duration.ofSeconds(15));
        return engine.reconcile(KubernetesViews.pod(find(namespaceAndName).orElseThrow()));
    }

    Optional<String> status(String namespaceAndName) {
        return find(namespaceAndName)
                .map(pod -> pod.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(KEYS.networkStatus()));
    }

    List<Capacity> capacity(String networkType) {
        return engine.capacity().getOrDefault(networkType, List.of());
    }

    /** To pods, by the engine. */
    int writes() {
        return writes;
    }

    static String name(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }

    private Pod versioned(Pod pod) {
        return new PodBuilder(pod)
                .editMetadata()
                .withResourceVersion(Long.toString(versions.incrementAndGet()))
                .endMetadata()
                .build();
    }

    @Override
    public void close() {
        engine.close();
        catalog.close();
    }

    /** Where a choice is free the lowest number is taken; ids differ. */
    private static final class Lowest implements RandomGenerator {
        private final AtomicLong next = new AtomicLong();

        @Override
        public long nextLong() {
            return next.incrementAndGet();
        }

        @Override
        public int nextInt(int bound) {
            return 0;
        }
    }

    private static final class AlwaysLeads implements Leadership {
        @Override
        public Optional<String> sureTerm() {
            return Optional.of("the only term");
        }

        @Override
        public void onChange(Runnable listener) {
            // It never does.
        }
    }

    private final class Store implements PodStore {
        @Override
        public List<PodView> listClaimed() {
            return pods().stream()
                    .map(KubernetesViews::pod)
                    .filter(pod -> pod.labels().containsKey(KEYS.claimed()))
                    .toList();
        }

        @Override
        public Optional<PodView> read(String namespace, String name) {
            return find(namespace + "/" + name).map(KubernetesViews::pod);
        }

        @Override
        public Edited edit(PodRef ref, Ours expected, Ours wanted) {
            Optional<Pod> pod = find(ref.namespace() + "/" + ref.name())
                    .filter(found -> found.getMetadata().getUid().equals(ref.uid()));
            if (pod.isEmpty()) {
                return new Edited.Gone();
            }
            PodView view = KubernetesViews.pod(pod.get());
            Ours shown = Ours.of(view, KEYS);
            if (shown.equals(wanted)) {
                return new Edited.Written(view, false);
            }
            if (!shown.equals(expected)) {
                return new Edited.Changed(view);
            }
            Pod changed = versioned(new PodBuilder(pod.get()).build());
            ObjectMeta meta = changed.getMetadata();
            Map<String, String> annotations = new HashMap<>(meta.getAnnotations());
            put(annotations, KEYS.networkStatus(), wanted.status());
            put(annotations, KEYS.claim(), wanted.claim());
            meta.setAnnotations(annotations);
            if (wanted.finalizer() || wanted.claimed()) {
                throw new IllegalStateException("Nothing that exists claims anything: " + wanted);
            }
            synchronized (pods) {
                pods.put(name(changed), changed);
            }
            writes++;
            return new Edited.Written(KubernetesViews.pod(changed), true);
        }

        private static void put(Map<String, String> map, String key, Optional<String> value) {
            value.ifPresentOrElse(text -> map.put(key, text), () -> map.remove(key));
        }
    }
}
