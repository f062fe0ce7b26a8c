package io.berth.bench;

import io.berth.runtime.ClaimHeap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and prints the table. Its arguments are JMH's own, and come before what is set here. */
final class Measure {
    private Measure() {}

    public static void main(String[] args)
            throws RunnerException, CommandLineOptionException, IOException, InterruptedException {
        CommandLineOptions given = new CommandLineOptions(args);
        OptionsBuilder options = new OptionsBuilder();
        options.parent(given);
        if (!given.getForkCount().hasValue()) {
            options.forks(3);
        }
        if (!given.getWarmupIterations().hasValue()) {
            options.warmupIterations(5);
        }
        if (!given.getMeasurementIterations().hasValue()) {
            options.measurementIterations(7);
        }
        if (!given.getWarmupTime().hasValue()) {
            options.warmupTime(TimeValue.milliseconds(500));
        }
        if (!given.getMeasurementTime().hasValue()) {
            options.measurementTime(TimeValue.milliseconds(500));
        }
        options.shouldFailOnError(true).addProfiler(CpuTime.class).addProfiler(GCProfiler.class);
        Table table = new Table();
        for (RunResult result : new Runner(options.build()).run()) {
            addTo(table, result);
        }
        System.out.printf("%nMedians of all iterations, on %d cores:%n%s", cores(), table);
        if (given.getIncludes().isEmpty()) {
            inAProcessOfItsOwn(HostPortFill.class);
            inAProcessOfItsOwn(ClaimHeap.class);
        }
    }

    private static void addTo(Table table, RunResult result) {
        Yardstick yardstick = Yardstick.of(result.getParams());
        table.add(
                yardstick.what(),
                median(result, CpuTime::of),
                median(result, iteration -> iteration.getPrimaryResult().getScore()),
                median(result, Measure::garbage),
                yardstick.target(),
                yardstick.peers());
    }

    private static double median(RunResult result, ToDoubleFunction<IterationResult> figure) {
        double[] figures = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(figure)
                .sorted()
                .toArray();
        return figures[figures.length / 2];
    }

    private static double garbage(IterationResult iteration) {
        Result<?> allocated = iteration.getSecondaryResults().get("gc.alloc.rate.norm");
        return allocated == null ? -1 : allocated.getScore();
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static void inAProcessOfItsOwn(Class<?> main) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), main.getName())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("%s ended with exit code %d".formatted(main, process.exitValue()));
        }
    }
}
