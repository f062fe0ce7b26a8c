package io.berth.operator.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.operator.config.ApiServerConfig;
import io.berth.operator.config.LeaderElectionConfig;
import io.berth.operator.config.OperatorConfig;
import io.berth.operator.config.PodSelector;
import io.berth.operator.http.HealthServer;
import io.berth.operator.webhook.Webhook;
import io.berth.runtime.DebtStore;
import io.berth.runtime.NetworkEngine;
import io.berth.runtime.PluginCatalog;
import io.berth.runtime.SystemTimeline;
import io.berth.runtime.budget.VendorBudgets;
import io.berth.runtime.kubernetes.KubernetesPodEvents;
import io.berth.runtime.kubernetes.KubernetesPodStore;
import io.berth.runtime.kubernetes.LeaseLeadership;
import io.berth.runtime.kubernetes.LeaseSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.Cloner;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole operator in one object: everything is started in the order in which it is needed, and ended in the reverse.
 * Several may run in one process.
 */
public final class OperatorRuntime implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OperatorRuntime.class);
    private static final int RECONCILE_THREADS = 4;
    private static final Duration STOPPING = Duration.ofSeconds(10);

    private final Deque<Part> parts = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<@Nullable Operator> sdk = new AtomicReference<>();
    private final AtomicReference<@Nullable PodReconciler> pods = new AtomicReference<>();
    private final AtomicReference<@Nullable NodeFeed> nodes = new AtomicReference<>();
    private final AtomicReference<@Nullable Webhook> webhook = new AtomicReference<>();
    private @Nullable HealthServer health;

    private record Part(String name, AutoCloseable end) {}

    private OperatorRuntime() {}

    /**
     * Starts everything; returns when the caches are synced and the webhook answers. Who leads is found out meanwhile
     * and later.
     *
     * @param catalog of the configured network types; closed by the caller
     * @param client closed by the caller
     * @throws IOException if nobody can listen where the servers should
     * @throws RuntimeException if the API server cannot be reached; everything that was started has ended
     */
    public static OperatorRuntime start(OperatorConfig config, PluginCatalog catalog, KubernetesClient client)
            throws IOException {
        OperatorRuntime runtime = new OperatorRuntime();
        boolean started = false;
        try {
            runtime.startAll(config, catalog, client);
            started = true;
            return runtime;
        } finally {
            if (!started) {
                runtime.close();
            }
        }
    }

    private void startAll(OperatorConfig config, PluginCatalog catalog, KubernetesClient client) throws IOException {
        OwnPlace place = OwnPlace.find(client);
        startHealth(config);
        SystemTimeline timeline = part("timeline", new SystemTimeline());
        LeaseLeadership leadership = leadership(config.leaderElection(), client, place, timeline);
        ExecutorService workers = executor("worker", config.engine().workers());
        KubernetesPodEvents events = part(
                "events", new KubernetesPodEvents(client, "berth", place.instance(), timeline, executor("events", 1)));
        AtomicReference<@Nullable PodReconciler> woken = pods;
        NetworkEngine engine = part(
                "engine",
                NetworkEngine.builder(config.engineSettings(), catalog)
                        .podStore(new KubernetesPodStore(
                                client,
                                config.keys(),
                                Set.copyOf(config.apiServer().namespaces())))
                        .debts(DebtStore.unkept())
                        .reservations(List::of)
                        .leadership(leadership)
                        .timeline(timeline)
                        .workers(workers)
                        .permits(VendorBudgets.of(catalog, timeline))
                        .events(events)
                        .random(RandomGenerator.getDefault())
                        .wake(pod -> {
                            PodReconciler reconciler = woken.get();
                            if (reconciler != null) {
                                reconciler.wake(pod);
                            }
                        })
                        .build());
        nodes.set(part("nodes", NodeFeed.start(client, engine)));
        startReconciler(config.apiServer(), engine, client);
        awaitCaches(config.apiServer());
        engine.start();
        leadership.start();
        if (config.webhook().enabled()) {
            webhook.set(part(
                    "webhook",
                    Webhook.start(
                            config.webhook(),
                            new Webhook.Surroundings(
                                    place.namespace(),
                                    config.keys().networkType(),
                                    config.apiServer().namespaces(),
                                    config.apiServer().podSelector()),
                            new EngineAdmission(engine, client.getKubernetesSerialization()),
                            client,
                            InstantSource.system(),
                            new SecureRandom())));
        }
        log.info("Serving the network types {}, as {}", catalog.networkTypes(), leadership.identity());
    }

    private void startHealth(OperatorConfig config) throws IOException {
        BooleanSupplier caches = () -> {
            PodReconciler reconciler = pods.get();
            NodeFeed feed = nodes.get();
            return reconciler != null && feed != null && reconciler.hasSeenAll() && feed.hasSeenAll();
        };
        BooleanSupplier answering = () -> {
            Webhook serving = webhook.get();
            return !config.webhook().enabled() || (serving != null && serving.isReady());
        };
        health = part(
                "health",
                HealthServer.start(
                        config.health().host(),
                        config.health().port(),
                        Map.of("informers", this::isFollowing),
                        Map.of("caches", caches, "webhook", answering, "running", () -> !closed.get())));
        log.info("Health at http://{}:{}/healthz and /readyz", config.health().host(), health.port());
    }

    /** Before all has started there is nothing that could have stopped. */
    private boolean isFollowing() {
        Operator operator = sdk.get();
        NodeFeed feed = nodes.get();
        return (operator == null || operator.getRuntimeInfo().allEventSourcesAreHealthy())
                && (feed == null || feed.isRunning());
    }

    private LeaseLeadership leadership(
            LeaderElectionConfig config, KubernetesClient client, OwnPlace place, SystemTimeline timeline) {
        LeaseSettings settings = new LeaseSettings(
                config.namespace().orElse(place.namespace()),
                config.name(),
                place.instance(),
                config.leaseDuration(),
                config.retryPeriod(),
                config.margin());
        return part(
                "leadership",
                new LeaseLeadership(client, settings, timeline, executor("lease", 1), RandomGenerator.getDefault()));
    }

    private void startReconciler(ApiServerConfig config, NetworkEngine engine, KubernetesClient client) {
        PodReconciler reconciler = new PodReconciler(engine, new AnswerLog());
        Operator operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withConcurrentReconciliationThreads(RECONCILE_THREADS)
                .withReconciliationTerminationTimeout(STOPPING)
                .withUseSSAToPatchPrimaryResource(false)
                .withResourceCloner(new SharedResources()));
        operator.register(reconciler, overrider -> {
            if (!config.namespaces().isEmpty()) {
                overrider.settingNamespaces(Set.copyOf(config.namespaces()));
            }
            config.podSelector().map(PodSelector::text).ifPresent(overrider::withLabelSelector);
        });
        pods.set(reconciler);
        parts.push(new Part("reconciler", operator::stop));
        operator.start();
        sdk.set(operator);
    }

    /** What the cache holds is only read here, so nothing has to be copied for each reconcile. */
    private static final class SharedResources implements Cloner {
        @Override
        public <R extends HasMetadata> R clone(R resource) {
            return resource;
        }
    }

    /** Admission counts the numbers in use, so the engine has to have seen every pod before the webhook answers. */
    private void awaitCaches(ApiServerConfig config) {
        PodReconciler reconciler = requireNonNull(pods.get());
        NodeFeed feed = requireNonNull(nodes.get());
        while (!closed.get() && !(reconciler.hasSeenAll() && feed.hasSeenAll())) {
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the pods were read", e);
            }
        }
        log.info(
                "Pods {} and nodes are known",
                config.namespaces().isEmpty() ? "of all namespaces" : "of " + config.namespaces());
    }

    private ExecutorService executor(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "berth-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        parts.push(new Part(name, () -> {
            executor.shutdown();
            if (!executor.awaitTermination(STOPPING.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("{} requests are cut off", executor.shutdownNow().size());
            }
        }));
        return executor;
    }

    private <T extends AutoCloseable> T part(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    /** Where health is asked for. */
    public int healthPort() {
        return requireNonNull(health, "not started").port();
    }

    /** Where the webhook listens; empty if there is none. */
    public Optional<Integer> webhookPort() {
        return Optional.ofNullable(webhook.get()).map(Webhook::port);
    }

    /** Whether the caches are synced and the webhook serves, as {@code /readyz} says. */
    public boolean isReady() {
        Webhook serving = webhook.get();
        return !closed.get() && (serving == null || serving.isReady());
    }

    /** Finishes what is under way, then gives the lease back. Takes some seconds at most. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        log.info("Stopping");
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.end().close();
            } catch (Exception e) {
                log.warn("The {} did not end in order: {}", part.name(), e.toString());
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        log.info("Stopped");
    }
}
