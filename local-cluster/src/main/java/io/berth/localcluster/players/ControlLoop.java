package io.berth.localcluster.players;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings keys to their wanted state on one thread of its own: a key that is added while it waits runs once, one that is added
 * while it runs runs again, and one that failed is tried again, later each time.
 *
 * @param <K> has equals and hashCode
 */
final class ControlLoop<K> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(10);
    private static final int LONGEST_RETRY_FACTOR = 256;

    private final String name;
    private final Consumer<K> reconcile;
    private final ScheduledThreadPoolExecutor thread;
    private final Set<K> waiting = ConcurrentHashMap.newKeySet();
    /** Touched by the one thread only. */
    private final Map<K, Integer> failures = new ConcurrentHashMap<>();

    ControlLoop(String name, Consumer<K> reconcile) {
        this.name = name;
        this.reconcile = reconcile;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread created = new Thread(task, name);
            created.setDaemon(true);
            return created;
        });
    }

    void add(K key) {
        add(key, Duration.ZERO);
    }

    private void add(K key, Duration delay) {
        if (!waiting.add(key)) {
            return;
        }
        try {
            var unused = thread.schedule(() -> run(key), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            waiting.remove(key);
        }
    }

    private void run(K key) {
        waiting.remove(key);
        try {
            reconcile.accept(key);
            failures.remove(key);
        } catch (RuntimeException e) {
            if (thread.isShutdown()) {
                return;
            }
            int failed = failures.merge(key, 1, Integer::sum);
            if (isStale(e)) {
                LOG.debug("{}: {} has changed meanwhile, again", name, key);
            } else {
                LOG.warn("{}: {} failed {} times in a row: {}", name, key, failed, e.toString());
            }
            add(key, FIRST_RETRY.multipliedBy(Math.min(1L << Math.min(failed - 1, 30), LONGEST_RETRY_FACTOR)));
        }
    }

    /** What was read has been changed or removed before it could be written. */
    private static boolean isStale(RuntimeException e) {
        return e instanceof KubernetesClientException kubernetes
                && (kubernetes.getCode() == HttpURLConnection.HTTP_CONFLICT
                        || kubernetes.getCode() == HttpURLConnection.HTTP_NOT_FOUND);
    }

    /** Lets what runs now come to its end, for five seconds at most, and starts nothing more. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("{} has not stopped in 5 s", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
