package io.berth.operator.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Answer;
import io.berth.runtime.NetworkEngine;
import io.berth.runtime.kubernetes.KubernetesViews;
import io.berth.spi.PodRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Hands every version of every pod to the engine, and its end. It writes nothing itself, and has no part in the SDK's
 * cleaning up, which would put a finalizer of the SDK on every pod.
 */
@ControllerConfiguration(name = "berth", triggerReconcilerOnAllEvents = true, generationAwareEventProcessing = false)
final class PodReconciler implements Reconciler<Pod> {
    private final NetworkEngine engine;
    private final AnswerLog answers;
    private final SimpleInboundEventSource<Pod> wakes = new SimpleInboundEventSource<>("engine");

    /** The pod that the engine was last fed under a name. The SDK knows names only, and two pods may follow each other. */
    private final Map<ResourceID, PodRef> fed = new ConcurrentHashMap<>();

    private volatile @Nullable IndexerResourceCache<Pod> cache;
    private volatile boolean sawAll;

    PodReconciler(NetworkEngine engine, AnswerLog answers) {
        this.engine = requireNonNull(engine, "engine is null");
        this.answers = requireNonNull(answers, "answers is null");
    }

    @Override
    public List<EventSource<?, Pod>> prepareEventSources(EventSourceContext<Pod> context) {
        cache = context.getPrimaryCache();
        return List.of(wakes);
    }

    /** Has the pod reconciled soon. Does nothing before the SDK has started. */
    void wake(PodRef pod) {
        if (wakes.isRunning()) {
            wakes.propagateEvent(new ResourceID(pod.name(), pod.namespace()));
        }
    }

    @Override
    public UpdateControl<Pod> reconcile(Pod pod, Context<Pod> context) {
        ResourceID id = ResourceID.fromResource(pod);
        PodRef ref = new PodRef(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid());
        if (context.isPrimaryResourceDeleted()) {
            fed.remove(id);
            gone(ref);
            return UpdateControl.noUpdate();
        }
        PodRef before = fed.put(id, ref);
        if (before != null && !before.equals(ref)) {
            // One name, one pod: that there is another one proves that the former has gone, and nobody else says so.
            gone(before);
        }
        Answer answer = engine.unchanged(ref.uid(), pod.getMetadata().getResourceVersion())
                .orElseGet(() -> engine.reconcile(KubernetesViews.pod(pod)));
        answers.answered(ref, answer);
        Duration recheck = answer.fold(new Answer.Cases<>(
                ready -> Duration.ZERO,
                Answer.Waiting::recheckAfter,
                refused -> Duration.ZERO,
                gone -> Duration.ZERO,
                notOurs -> Duration.ZERO));
        UpdateControl<Pod> control = UpdateControl.noUpdate();
        return recheck.isZero() ? control : control.rescheduleAfter(recheck);
    }

    private void gone(PodRef ref) {
        engine.gone(ref);
        answers.gone(ref);
    }

    /** Whether the engine has been fed every pod that the cache had when it was asked for the first time. */
    boolean hasSeenAll() {
        IndexerResourceCache<Pod> pods = cache;
        if (!sawAll && pods != null) {
            sawAll = pods.list().allMatch(pod -> fed.containsKey(ResourceID.fromResource(pod)));
        }
        return sawAll;
    }
}
