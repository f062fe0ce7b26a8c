package io.berth.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The time from an empty cluster to so many pods, one after the other, each with the least used host port. */
final class HostPortFill {
    private HostPortFill() {}

    /** One fill, in milliseconds. */
    static double millis(int count) {
        HostPortPods pods = new HostPortPods(count, new Random(1));
        long begun = System.nanoTime();
        for (int pod = 0; pod < count; pod++) {
            pods.add(pod);
        }
        long ended = System.nanoTime();
        if (pods.imbalance() > 1) {
            throw new IllegalStateException("The pods are spread unevenly, by " + pods.imbalance());
        }
        return (ended - begun) / 1e6;
    }

    static double median(int count, int rounds) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            times.add(millis(count));
        }
        Collections.sort(times);
        return times.get(rounds / 2);
    }

    /** In a JVM of its own the first fill is that of a process that has just started. */
    public static void main(String[] args) {
        report(System.out);
    }

    static void report(PrintStream out) {
        Table table = new Table();
        table.add("host ports: fill 50,000 pods, first in a new process", millis(50_000) * 1e6, "100 ms", "");
        median(10_000, 20);
        double small = median(10_000, 21);
        double large = median(50_000, 21);
        table.add("host ports: fill 10,000 pods", small * 1e6, "", "Thundernetes 3.6 ms, Agones 0.37 to 1.3 s");
        table.add("host ports: fill 50,000 pods", large * 1e6, "100 ms", "Thundernetes 16.6 ms, Agones 33 s");
        out.printf("%n%s", table);
        out.printf("A pod of 50,000 takes %.2f times as long as one of 10,000; 1.00 is linear.%n", large / 5 / small);
    }
}
