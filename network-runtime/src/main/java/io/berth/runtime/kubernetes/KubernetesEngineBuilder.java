package io.berth.runtime.kubernetes;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.CloudAccount;
import io.berth.runtime.Configured;
import io.berth.runtime.DebtStore;
import io.berth.runtime.EngineSettings;
import io.berth.runtime.NetworkEngine;
import io.berth.runtime.PluginCatalog;
import io.berth.runtime.Providers;
import io.berth.runtime.SystemTimeline;
import io.berth.runtime.budget.VendorBudgets;
import io.berth.spi.Identity;
import io.berth.spi.config.NameValue;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a {@link KubernetesEngine} serves, and where. An identity and one network type are all that it needs. */
public final class KubernetesEngineBuilder {
    private static final int WORKERS = 8;
    private static final int STOPPING_SECONDS = 10;

    private final KubernetesClient client;
    private final Map<String, List<NameValue>> networkTypes = new LinkedHashMap<>();
    private final List<CloudAccount> clouds = new ArrayList<>();
    private final Set<String> namespaces = new TreeSet<>();
    private ClassLoader plugins = KubernetesEngineBuilder.class.getClassLoader();
    private UnaryOperator<EngineSettings> settings = UnaryOperator.identity();
    private @Nullable Identity identity;
    private @Nullable LeaseSettings lease;

    KubernetesEngineBuilder(KubernetesClient client) {
        this.client = requireNonNull(client, "client is null");
    }

    /**
     * Who this is to clouds, and whose Lease it holds: instances with one identity are replicas of each other.
     *
     * @param cluster names this cluster among all that share a cloud account
     * @param operator names the operator in the cluster; a name as Kubernetes objects have it
     */
    public KubernetesEngineBuilder identity(String cluster, String operator) {
        this.identity = new Identity(cluster, operator);
        return this;
    }

    /** Serves a network type by its default settings. Its plugin has to be on the class path. */
    public KubernetesEngineBuilder serve(String networkType) {
        return serve(networkType, Map.of());
    }

    /** @param typeSettings as in the operator's configuration, nested names joined by dots: {@code ranges.default} */
    public KubernetesEngineBuilder serve(String networkType, Map<String, String> typeSettings) {
        networkTypes.put(
                networkType,
                typeSettings.entrySet().stream()
                        .map(entry -> new NameValue(entry.getKey(), entry.getValue()))
                        .toList());
        return this;
    }

    /**
     * Uses an account of a cloud, whose jar has to be on the class path. The cloud {@code kubernetes} is given this
     * builder's client.
     *
     * @param account the name that its pools are known by; never a credential
     */
    public KubernetesEngineBuilder cloud(String cloud, String account, Map<String, String> accountSettings) {
        clouds.add(new CloudAccount(
                cloud,
                account,
                accountSettings.entrySet().stream()
                        .map(entry -> new NameValue(entry.getKey(), entry.getValue()))
                        .toList()));
        return this;
    }

    /** Only the pods of these. All namespaces without; that needs the rights in all of them. */
    public KubernetesEngineBuilder namespaces(String... only) {
        namespaces.addAll(List.of(only));
        return this;
    }

    /** Where plugins are looked for; by default where this class is. */
    public KubernetesEngineBuilder plugins(ClassLoader loader) {
        this.plugins = requireNonNull(loader, "loader is null");
        return this;
    }

    /** By default one named as the operator, in the client's namespace. */
    public KubernetesEngineBuilder lease(LeaseSettings wanted) {
        this.lease = requireNonNull(wanted, "wanted is null");
        return this;
    }

    /** Changes what holds for the whole engine, the names of the annotations among it. */
    public KubernetesEngineBuilder settings(UnaryOperator<EngineSettings> change) {
        this.settings = requireNonNull(change, "change is null");
        return this;
    }

    /**
     * Starts everything; returns when all nodes and pods are known. Who leads is found out meanwhile and later.
     *
     * @throws IllegalStateException if the identity is missing, or no network type is to be served
     * @throws io.berth.runtime.CatalogException naming every problem of plugins and settings
     */
    public KubernetesEngine start() {
        List<String> missing = new ArrayList<>();
        if (identity == null) {
            missing.add("an identity: identity(cluster, operator)");
        }
        if (networkTypes.isEmpty()) {
            missing.add("a network type: serve(name)");
        }
        if (identity == null || !missing.isEmpty()) {
            throw new IllegalStateException("The engine needs " + String.join(", and ", missing));
        }
        Deque<KubernetesEngine.Part> parts = new ArrayDeque<>();
        boolean started = false;
        try {
            KubernetesEngine engine = start(identity, parts);
            started = true;
            return engine;
        } finally {
            if (!started) {
                KubernetesEngine.closeAll(parts);
            }
        }
    }

    private KubernetesEngine start(Identity who, Deque<KubernetesEngine.Part> parts) {
        String home =
                Optional.ofNullable(client.getConfiguration().getNamespace()).orElse("default");
        LeaseSettings wanted = lease == null ? LeaseSettings.of(home, who.operatorId(), who.operatorId()) : lease;
        EngineSettings engineSettings = settings.apply(EngineSettings.defaults(who));
        PluginCatalog catalog = part(
                parts,
                "clouds",
                PluginCatalog.load(
                        Providers.discover(plugins),
                        new Configured(
                                who, networkTypes, List.copyOf(clouds), Map.of(KubernetesClient.class, client))));
        SystemTimeline timeline = part(parts, "timeline", new SystemTimeline());
        LeaseLeadership leadership = part(
                parts,
                "leadership",
                new LeaseLeadership(
                        client, wanted, timeline, threads(parts, "lease", 1), RandomGenerator.getDefault()));
        ExecutorService workers = threads(parts, "worker", WORKERS);
        KubernetesPodEvents events = part(
                parts,
                "events",
                new KubernetesPodEvents(
                        client, who.operatorId(), leadership.identity(), timeline, threads(parts, "events", 1)));
        NetworkEngine engine = part(
                parts,
                "engine",
                NetworkEngine.builder(engineSettings, catalog)
                        .podStore(new KubernetesPodStore(client, engineSettings.keys(), namespaces))
                        .debts(DebtStore.unkept())
                        .reservations(List::of)
                        .leadership(leadership)
                        .timeline(timeline)
                        .workers(workers)
                        .permits(VendorBudgets.of(catalog, timeline))
                        .events(events)
                        .random(RandomGenerator.getDefault())
                        .build());
        // Nodes first: a pod whose node is not known yet is not ready.
        follow(parts, "nodes", client.nodes(), nodes(engine));
        if (namespaces.isEmpty()) {
            follow(parts, "pods", client.pods().inAnyNamespace(), pods(engine));
        }
        namespaces.forEach(only -> follow(parts, "pods", client.pods().inNamespace(only), pods(engine)));
        engine.start();
        leadership.start();
        return new KubernetesEngine(engine, home, parts);
    }

    private static ObjectFeed<Node> nodes(NetworkEngine engine) {
        return new ObjectFeed<>(
                node -> engine.node(KubernetesViews.node(node)),
                node -> engine.nodeGone(node.getMetadata().getName()));
    }

    private static ObjectFeed<Pod> pods(NetworkEngine engine) {
        return new ObjectFeed<>(
                pod -> {
                    if (engine.unchanged(
                                    pod.getMetadata().getUid(),
                                    pod.getMetadata().getResourceVersion())
                            .isEmpty()) {
                        engine.reconcile(KubernetesViews.pod(pod));
                    }
                },
                pod -> engine.gone(KubernetesViews.pod(pod).ref()));
    }

    private static <T extends io.fabric8.kubernetes.api.model.HasMetadata> void follow(
            Deque<KubernetesEngine.Part> parts, String name, Informable<T> objects, ObjectFeed<T> feed) {
        SharedIndexInformer<T> informer = part(parts, name, objects.inform(feed));
        feed.awaitAll(informer);
    }

    private static ExecutorService threads(Deque<KubernetesEngine.Part> parts, String name, int count) {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "berth-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        parts.push(new KubernetesEngine.Part(name, () -> {
            threads.shutdown();
            if (!threads.awaitTermination(STOPPING_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        }));
        return threads;
    }

    private static <T extends AutoCloseable> T part(Deque<KubernetesEngine.Part> parts, String name, T part) {
        parts.push(new KubernetesEngine.Part(name, part));
        return part;
    }
}
