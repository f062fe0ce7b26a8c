package io.berth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.runtime.ClaimHeap;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs, with all its parameters, a few times over: enough to see that it still does. */
class SmokeTest {
    @Test
    void everyBenchmarkRunsAndHasItsYardstick() throws RunnerException {
        // Nothing is measured here, so another measurement on this machine is no harm.
        System.setProperty("jmh.ignoreLock", "true");
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("io\\.berth\\..*")
                        .forks(0)
                        .mode(Mode.SingleShotTime)
                        .warmupIterations(0)
                        .measurementIterations(3)
                        .shouldFailOnError(true)
                        .addProfiler(CpuTime.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        assertThat(results.stream().map(result -> Yardstick.keyOf(result.getParams())))
                .containsExactlyInAnyOrderElementsOf(Yardstick.keys());
        assertThat(results)
                .allSatisfy(result -> assertThat(
                                result.getPrimaryResult().getStatistics().getN())
                        .isEqualTo(3));
    }

    @Test
    void aClusterIsFilledEvenly() {
        assertThat(HostPortFill.median(3_000, 1).elapsed()).isPositive();
    }

    @Test
    void aClaimIsCounted() {
        assertThat(ClaimHeap.bytesPerClaim()).isBetween(100.0, 1_000.0);
    }

    @Test
    void timesAreShownInTheUnitThatFits() {
        assertThat(List.of(Table.time(83), Table.time(45_600), Table.time(12_345_678)))
                .containsExactly("0.083 us", "45.6 us", "12.35 ms");
    }
}
