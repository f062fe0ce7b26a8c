package io.berth.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What a benchmark has to keep to, and what the peers need for the like of it. Their figures were measured on two cores
 * too, but not in the same run: compare orders of magnitude. OKG is OpenKruiseGame.
 *
 * @param key the benchmark's class and method, and its parameters in the order of their names
 * @param target empty where there is none
 */
record Yardstick(String key, String what, String target, String peers) {
    private static final List<Yardstick> ALL = List.of(
            new Yardstick(
                    "KeyLedgerBenchmark.takeAndGiveBack",
                    "ledger: take + give back, 1x500 ports, half full",
                    "0.2 us",
                    "OKG 2.9 us (SLB), 8.7 us (CLB)"),
            new Yardstick(
                    "KeyLedgerBenchmark.takeAndGiveBackToRest",
                    "ledger: the same, and the key rests for a minute",
                    "",
                    ""),
            pool("1x200", 50, "", "OKG 2.6 us (SLB)"),
            pool("1x200", 99, "", "OKG 6.0 us (SLB)"),
            pool("1x200", 100, "", ""),
            pool("1x500", 50, "0.2 us", "OKG 2.9 us (SLB), 8.7 us (CLB)"),
            pool("1x500", 99, "0.2 us", ""),
            pool("1x500", 100, "", ""),
            pool("10x500", 50, "", "OKG 33.9 us (SLB), 24.6 us (CLB), all half full"),
            pool("10x500", 99, "", "OKG 82.7 us (SLB), 54.2 us (CLB)"),
            pool("10x500", 100, "", ""),
            pool("100x500", 50, "", ""),
            pool("100x500", 99, "", "OKG 3.1 ms (SLB), 1.5 ms (CLB)"),
            pool("100x500", 100, "", ""),
            pool("10x65535", 50, "", "OKG 5.85 ms (SLB), 3.32 ms (CLB), all half full"),
            pool("10x65535", 99, "", "OKG 27.2 ms (SLB), 18.1 ms (CLB)"),
            pool("10x65535", 100, "", ""),
            pool("100x65535", 50, "", ""),
            pool("100x65535", 99, "", ""),
            pool("100x65535", 100, "", ""),
            new Yardstick(
                    "ReconcileBenchmark.sameVersion",
                    "reconcile: a ready pod of 10,000, same version",
                    "5 us, 2 KB",
                    ""),
            new Yardstick("ReconcileBenchmark.otherVersion", "reconcile: the same, another version", "20 us", ""),
            churn(10_000, "Thundernetes 0.475 us, Agones 6 to 8 us; neither tells TCP and UDP apart"),
            churn(50_000, "Thundernetes 0.757 us"));

    private static Yardstick pool(String size, int filled, String target, String peers) {
        return new Yardstick(
                "PortPoolBenchmark.takeAndGiveBack %d %s".formatted(filled, size),
                filled == 100
                        ? "pools %s: refused, all are full".formatted(size)
                        : "pools %s: take + give back, last %d %% full".formatted(size, filled),
                target,
                peers);
    }

    private static Yardstick churn(int live, String peers) {
        return new Yardstick(
                "HostPortChurnBenchmark.churn %d".formatted(live),
                "host ports: a pod goes, a pod comes, %,d pods".formatted(live),
                "0.4 us",
                peers);
    }

    static List<String> keys() {
        return ALL.stream().map(Yardstick::key).toList();
    }

    static String keyOf(BenchmarkParams benchmark) {
        String method = benchmark.getBenchmark();
        int packages = method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1;
        Stream<String> values = benchmark.getParamsKeys().stream().sorted().map(benchmark::getParam);
        return Stream.concat(Stream.of(method.substring(packages)), values).collect(Collectors.joining(" "));
    }

    /** One without a target and a peer is named by its key. */
    static Yardstick of(BenchmarkParams benchmark) {
        String key = keyOf(benchmark);
        return ALL.stream()
                .filter(yardstick -> yardstick.key().equals(key))
                .findFirst()
                .orElse(new Yardstick(key, key, "", ""));
    }
}
