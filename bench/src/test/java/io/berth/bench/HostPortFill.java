package io.berth.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The time from an empty cluster to so many pods, one after the other, each with the least used host port. */
final class HostPortFill {
    private HostPortFill() {}

    /** What one fill took, in nanoseconds. */
    record Took(double cpu, double elapsed) {}

    static Took once(int count) {
        HostPortPods pods = new HostPortPods(count, new Random(1));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpuBefore = threads.getCurrentThreadCpuTime();
        long before = System.nanoTime();
        for (int pod = 0; pod < count; pod++) {
            pods.add(pod);
        }
        long elapsed = System.nanoTime() - before;
        long cpu = threads.getCurrentThreadCpuTime() - cpuBefore;
        if (pods.imbalance() > 1) {
            throw new IllegalStateException("The pods are spread unevenly, by " + pods.imbalance());
        }
        return new Took(cpu, elapsed);
    }

    static Took median(int count, int rounds) {
        List<Took> all = IntStream.range(0, rounds).mapToObj(i -> once(count)).toList();
        return new Took(
                all.stream().mapToDouble(Took::cpu).sorted().toArray()[rounds / 2],
                all.stream().mapToDouble(Took::elapsed).sorted().toArray()[rounds / 2]);
    }

    /** In a JVM of its own the first fill is that of a process that has just started. */
    public static void main(String[] args) {
        report(System.out);
    }

    static void report(PrintStream out) {
        Table table = new Table();
        Took cold = once(50_000);
        median(10_000, 40);
        Took small = median(10_000, 41);
        Took large = median(50_000, 41);
        table.add("host ports: fill 50,000 pods, first in a new process", cold.cpu(), cold.elapsed(), -1, "100 ms", "");
        table.add(
                "host ports: fill 10,000 pods",
                small.cpu(),
                small.elapsed(),
                -1,
                "",
                "Thundernetes 3.6 ms, Agones 0.37 to 1.3 s");
        table.add(
                "host ports: fill 50,000 pods",
                large.cpu(),
                large.elapsed(),
                -1,
                "100 ms",
                "Thundernetes 16.6 ms, Agones 33 s");
        out.printf(
                "%n%sA pod of 50,000 takes %.2f times as long as one of 10,000; 1.00 is linear.%n",
                table, large.cpu() / 5 / small.cpu());
    }
}
