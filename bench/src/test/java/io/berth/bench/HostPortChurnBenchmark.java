package io.berth.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A random pod of {@link #live} goes and another one comes, with the least used host port of 1,001 on 100 nodes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class HostPortChurnBenchmark {
    @Param({"10000", "50000"})
    public int live;

    private final Random random = new Random(1);
    private HostPortPods pods = new HostPortPods(0, random);

    @Setup
    public void fill() {
        pods = new HostPortPods(live, random);
        for (int pod = 0; pod < live; pod++) {
            pods.add(pod);
        }
    }

    @Benchmark
    public int churn() {
        int pod = random.nextInt(live);
        pods.remove(pod);
        return pods.add(pod);
    }
}
