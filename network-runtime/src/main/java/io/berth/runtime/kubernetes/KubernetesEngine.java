package io.berth.runtime.kubernetes;

import io.berth.runtime.AdmissionAnswer;
import io.berth.runtime.NetworkEngine;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine with everything that it needs of a cluster: it follows pods and nodes by informers of its own, competes for
 * a Lease, writes events, and has its threads. For operators that bring nothing of that; one that has its own informers
 * feeds a {@link NetworkEngine} with them instead. Several may run in one process.
 */
public final class KubernetesEngine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KubernetesEngine.class);

    /** Ends a part of it. */
    record Part(String name, AutoCloseable end) {}

    private final NetworkEngine engine;
    private final String namespace;
    private final Deque<Part> parts;

    KubernetesEngine(NetworkEngine engine, String namespace, Deque<Part> parts) {
        this.engine = engine;
        this.namespace = namespace;
        this.parts = parts;
    }

    /** @param client stays the caller's, who closes it after the engine */
    public static KubernetesEngineBuilder on(KubernetesClient client) {
        return new KubernetesEngineBuilder(client);
    }

    /**
     * The pod as it has to be created, with the host ports that it asks for. What is wrong with a pod that may be
     * created all the same is said in the log, and on the pod once it is there.
     *
     * @throws PodRefusedException if it must not be created
     */
    public Pod admit(Pod pod) {
        String own = pod.getMetadata() == null ? null : pod.getMetadata().getNamespace();
        AdmissionAnswer answer = engine.admit(
                KubernetesViews.template(pod, Optional.ofNullable(own).orElse(namespace)), false);
        if (!answer.allowed()) {
            throw new PodRefusedException(answer.problems());
        }
        if (!answer.problems().isEmpty()) {
            log.warn(
                    "A pod is let in as it is: {}: {}",
                    answer.reason().map(Object::toString).orElse(""),
                    String.join("; ", answer.problems()));
        }
        return AdmittedPod.of(pod, answer);
    }

    /** The engine itself, for everything else. It is fed and closed here. */
    public NetworkEngine engine() {
        return engine;
    }

    /** Finishes what is under way, then gives the lease back. Idempotent. */
    @Override
    public void close() {
        closeAll(parts);
    }

    static void closeAll(Deque<Part> parts) {
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
    }
}
