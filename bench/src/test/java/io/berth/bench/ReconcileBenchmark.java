package io.berth.bench;

import io.berth.runtime.Answer;
import io.berth.runtime.NetworkEngine;
import io.berth.runtime.kubernetes.KubernetesViews;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One of 10,000 ready pods is reconciled, in the way that the operator does it, from the pod of the host's cache on. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class ReconcileBenchmark {
    private static final int PODS = 10_000;

    private final ReadyPods pods = new ReadyPods(PODS);
    private final NetworkEngine engine = pods.engine();
    private List<Pod> known = pods.all();
    private int next;
    private long version = 1_000_000_000;

    @Setup
    public void shuffle() {
        known = new ArrayList<>(known);
        Collections.shuffle(known, new Random(3));
    }

    private Pod some() {
        next = next + 1 == PODS ? 0 : next + 1;
        return known.get(next);
    }

    private static Answer reconcile(NetworkEngine engine, Pod pod) {
        ObjectMeta meta = pod.getMetadata();
        return engine.unchanged(meta.getUid(), meta.getResourceVersion())
                .orElseGet(() -> engine.reconcile(KubernetesViews.pod(pod)));
    }

    @Benchmark
    public Answer sameVersion() {
        return reconcile(engine, some());
    }

    /** Somebody else has written to the pod. */
    @Benchmark
    public Answer otherVersion() {
        Pod pod = some();
        pod.getMetadata().setResourceVersion(Long.toString(++version));
        return reconcile(engine, pod);
    }
}
